import type { Attempt } from "../dispatcher/backend.ts";
import { fromReplMessage, fromReplSorry } from "../messages.ts";
import { isErrorResponse } from "../repl/shape.ts";
import { readDocument } from "../whole-document.ts";
import type { Answer } from "./client.ts";
import type { Snippet } from "./snippet.ts";

/** How a server counts lines: older ones leave out the imports, which they cut off. */
export interface LineCount {
  readonly countsImports: boolean;
}

type Failure = (reason: string, wallMs: number) => Attempt;

const infrastructure =
  (blame: Attempt["blame"]): Failure =>
  (reason) => ({ elaboration: { kind: "infrastructure", reason }, blame });

/** What servers say of their own failures, the first that applies. */
const failures: readonly (readonly [RegExp, Failure])[] = [
  // The import's time is not the proof's.
  [/header command timed out/i, infrastructure("machinery")],
  [
    /tim(?:ed|e)[ -]?out/i,
    (_, wallMs) => ({ elaboration: { kind: "timeout", limit: `wall ${wallMs} ms` }, blame: "none" }),
  ],
  [
    /out of memory|memory limit|\bOOM\b/i,
    () => ({ elaboration: { kind: "memory", limit: "memory of the server" }, blame: "none" }),
  ],
  // The REPL was gone before it was given this text, or has lost the environment that texts stand on.
  [
    /broken pipe|not started|shut down|Failed to (?:write|start|run header)|Unknown environment/i,
    infrastructure("machinery"),
  ],
  // It ended while it had this text; servers do not say why, and find that nothing is no JSON.
  [
    /decod(?:e|ing)|repl|process|exit|EOF|stack overflow|uncaught|panic/i,
    (reason) => ({ elaboration: { kind: "crash", reason: `over this text: ${reason}` }, blame: "input" }),
  ],
];

/** What a server's one answer says of the text. */
export function readAnswer(
  { error, response }: Answer,
  snippet: Snippet,
  { countsImports }: LineCount,
  asked: boolean,
  wallMs: number,
): Attempt {
  if (error !== undefined || response === undefined || isErrorResponse(response)) {
    const reason = error ?? refusalIn(response) ?? "the server sent neither answer nor error";
    const failure = failures.find(([pattern]) => pattern.test(reason))?.[1] ?? infrastructure("none");
    return failure(reason, wallMs);
  }
  const offset = countsImports ? 0 : snippet.importLines;
  const messages = (response.messages ?? []).map((message) => fromReplMessage(message, offset));
  const failed = messages.find(
    ({ severity, start }) => severity === "error" && start!.line <= snippet.importLines + snippet.probeLines,
  );
  if (failed !== undefined) {
    const reason = `an import failed (is the library built where the server is?): ${failed.text.split("\n")[0]}`;
    return infrastructure("none")(reason, wallMs);
  }
  const sorries = (response.sorries ?? []).map((sorry) => fromReplSorry(sorry, offset));
  return { elaboration: readDocument(snippet, messages, sorries, asked), blame: "none" };
}

/** What the REPL behind a server says of a request that it could not take. */
export const refusalIn = (response: Answer["response"]): string | undefined =>
  response !== undefined && isErrorResponse(response) ? response.message : undefined;
