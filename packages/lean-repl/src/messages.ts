import type { Message, Position } from "@lemma/interfaces";
import type { ReplMessage, ReplSorry } from "./repl/protocol.ts";
import type { Hole } from "./verdict.ts";

/** REPL and verifier count alike: lines from 1, columns from 0 in code points. */
export function fromReplMessage(message: ReplMessage, lineOffset = 0): Message {
  const shift = ({ line, column }: Position): Position => ({ line: line + lineOffset, column });
  return {
    severity: message.severity === "trace" ? "info" : message.severity,
    text: message.data,
    start: shift(message.pos),
    // Null where there is none; servers that leave out what is null leave it out.
    ...(message.endPos == null ? {} : { end: shift(message.endPos) }),
  };
}

/** A `sorry` that a REPL tells of. Some servers leave its place out. */
export const fromReplSorry = ({ goal, pos }: ReplSorry, lineOffset = 0): Hole => ({
  goal,
  ...(pos == null ? {} : { start: { line: pos.line + lineOffset, column: pos.column } }),
});

/** Converts a UTF-16 position (as the language server counts, from 0) into Lean's, against the text's lines. */
export function fromUtf16(
  lines: readonly string[],
  position: { readonly line: number; readonly character: number },
): Position {
  const before = (lines[position.line] ?? "").slice(0, position.character);
  return { line: position.line + 1, column: Array.from(before).length };
}

/** The other way round. */
export function toUtf16(
  lines: readonly string[],
  position: Position,
): { readonly line: number; readonly character: number } {
  const line = position.line - 1;
  return {
    line,
    character: Array.from(lines[line] ?? "")
      .slice(0, position.column)
      .join("").length,
  };
}

/**
 * The first goal that a message shows, hypotheses and all: the block of lines that ends with `⊢ …`. Undefined where it shows
 * none.
 */
export function goalIn(text: string): string | undefined {
  const lines = text.split("\n");
  const turnstile = lines.findIndex((line) => line.startsWith("⊢ "));
  if (turnstile === -1) return undefined;
  let start = turnstile;
  // Hypotheses stand directly above; a blank line or the message's own sentence ends them.
  while (start > 0 && isHypothesis(lines[start - 1]!)) start -= 1;
  let end = turnstile + 1;
  // A long goal goes on, indented.
  while (end < lines.length && /^\s+\S/.test(lines[end]!)) end += 1;
  return lines.slice(start, end).join("\n");
}

const isHypothesis = (line: string): boolean =>
  /^case \S+/.test(line) || /^\s+\S/.test(line) || /^[^\s:][^:]* : /u.test(line) || /^[^\s:]+ : /u.test(line);
