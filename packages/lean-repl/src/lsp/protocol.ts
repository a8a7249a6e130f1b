/**
 * What Lean's language server adds to the Language Server Protocol, as `Lean.Data.Lsp.Extra` of Lean 4.27 defines it. Positions
 * count from 0, characters in UTF-16 units.
 */
export interface LspPosition {
  readonly line: number;
  readonly character: number;
}

export interface LspRange {
  readonly start: LspPosition;
  readonly end: LspPosition;
}

/** 1 error, 2 warning, 3 information, 4 hint. */
export type DiagnosticSeverity = 1 | 2 | 3 | 4;

export interface LeanDiagnostic {
  readonly range: LspRange;
  /** The whole range, where `range` was cut to one line. */
  readonly fullRange?: LspRange;
  readonly severity?: DiagnosticSeverity;
  readonly message: string;
  readonly source?: string;
  readonly code?: string | number;
  readonly isSilent?: boolean;
  /** 1 unsolved goals, 2 goals accomplished. */
  readonly leanTags?: readonly number[];
}

export interface PublishDiagnosticsParams {
  readonly uri: string;
  readonly version?: number;
  readonly diagnostics: readonly LeanDiagnostic[];
}

/** 1 still processing, 2 fatal: the file's worker has died or its imports failed. */
export interface FileProgressProcessingInfo {
  readonly range: LspRange;
  readonly kind?: 1 | 2;
}

/** `$/lean/fileProgress`; empty `processing` means that the file is done. */
export interface FileProgressParams {
  readonly textDocument: { readonly uri: string; readonly version?: number };
  readonly processing: readonly FileProgressProcessingInfo[];
}

/** `$/lean/plainGoal`; null where there is no goal, empty `goals` where all are closed. */
export interface PlainGoal {
  readonly rendered: string;
  readonly goals: readonly string[];
}

/** `$/lean/plainTermGoal`. */
export interface PlainTermGoal {
  readonly goal: string;
  readonly range: LspRange;
}

/** `textDocument/waitForDiagnostics`: answered once all diagnostics of that version have been sent. */
export interface WaitForDiagnosticsParams {
  readonly uri: string;
  readonly version: number;
}
