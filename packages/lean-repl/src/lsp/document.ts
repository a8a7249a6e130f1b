import type { Message } from "@lemma/interfaces";
import { fromUtf16 } from "../messages.ts";
import type { FileProgressParams, LeanDiagnostic, PublishDiagnosticsParams } from "./protocol.ts";

/**
 * What the server has said about one version of a document. Diagnostics come several times, each time all of them; progress
 * and diagnostics of an older version may still arrive and are none of this one's business.
 */
export class DocumentState {
  readonly uri: string;
  readonly version: number;
  readonly lines: readonly string[];
  diagnostics: readonly LeanDiagnostic[] = [];
  /** Nothing of it is being elaborated any more. A worker that failed may still say so afterwards. */
  isDone = false;
  /** Its worker died, or its imports failed. */
  isFatal = false;

  constructor(uri: string, version: number, text: string) {
    this.uri = uri;
    this.version = version;
    this.lines = text.split("\n");
  }

  /** @returns whether this was about this version. */
  progress({ textDocument, processing }: FileProgressParams): boolean {
    if (textDocument.uri !== this.uri || (textDocument.version ?? this.version) !== this.version) return false;
    this.isDone = processing.length === 0;
    if (processing.some(({ kind }) => kind === 2)) this.isFatal = true;
    return true;
  }

  published({ uri, version, diagnostics }: PublishDiagnosticsParams): boolean {
    if (uri !== this.uri || (version ?? this.version) !== this.version) return false;
    this.diagnostics = diagnostics;
    return true;
  }

  /** Messages in Lean's own counting, in order of position. */
  messages(): readonly Message[] {
    return (
      this.diagnostics
        // An error counts however quietly it is told.
        .filter(({ isSilent, severity }) => isSilent !== true || severity === 1)
        .map((diagnostic): Message => {
          const range = diagnostic.fullRange ?? diagnostic.range;
          return {
            severity: diagnostic.severity === 1 ? "error" : diagnostic.severity === 2 ? "warning" : "info",
            text: diagnostic.message,
            start: fromUtf16(this.lines, range.start),
            end: fromUtf16(this.lines, range.end),
          };
        })
        .sort((a, b) => a.start!.line - b.start!.line || a.start!.column - b.start!.column)
    );
  }
}
