import type { Position } from "@lemma/interfaces";
import type { Declaration, LeanFile } from "./commands.ts";
import type { CodeToken } from "./tokens.ts";

/** A theorem's proof as the block that follows `:= by`, and where its first character stands in the file. */
export interface ProofBlock {
  readonly tactics: string;
  /** The block's first line stands on this line of the file, its column 0 at this column: negative where the block is moved right. */
  readonly line: number;
  readonly column: number;
}

/**
 * The proof as a tactic block: what follows `by`, or its term after `exact`. Undefined for a theorem without one, and for a proof by
 * alternatives or `where`, which has no such form.
 */
export function proofBlock({ tokens, source }: LeanFile, { signatureEnd, to }: Declaration): ProofBlock | undefined {
  if (signatureEnd.kind !== "assign") return undefined;
  const first = tokens[signatureEnd.at + 1];
  if (first === undefined || signatureEnd.at + 1 >= to) return undefined;
  const end = tokens[to - 1]!.end;
  if (first.text !== "by" || first.kind !== "name") {
    const text = source.slice(first.start, end);
    if (!text.includes("\n"))
      return { tactics: `  exact (${text})`, line: first.line, column: first.column - "  exact (".length };
    // Lines below are read by their place under the first, which keeps its own.
    const margin = " ".repeat(first.column);
    return { tactics: `  exact (\n${margin}${text})`, line: first.line - 1, column: 0 };
  }
  const start = tokens[signatureEnd.at + 2];
  if (start === undefined || signatureEnd.at + 2 >= to) return undefined;
  return blockFrom(source, first, start, end);
}

function blockFrom(source: string, by: CodeToken, start: CodeToken, end: number): ProofBlock {
  const between = source.slice(by.end, start.start);
  const lineBreak = between.indexOf("\n");
  // A block of its own lines, with the comments before it.
  if (lineBreak !== -1) return { tactics: source.slice(by.end + lineBreak + 1, end), line: by.line + 1, column: 0 };
  const text = source.slice(start.start, end);
  // Lines below are read by their place under the first, which keeps its column.
  const margin = text.includes("\n") ? start.column : 0;
  return { tactics: " ".repeat(margin) + text, line: start.line, column: start.column - margin };
}

/** Where a theorem that is handed over as statement and block stood in its file. */
export interface Placement {
  /** The keyword. */
  readonly line: number;
  readonly column: number;
  /** By how much the statement's first line is longer than in the file. */
  readonly longer: number;
  readonly statement: string;
  readonly proof: ProofBlock | undefined;
}

/** A position in the statement with its proof below, as `assemble` puts them together, in the file. */
export function placeIn({ line, column, longer, statement, proof }: Placement, position: Position): Position {
  const lines = statement.trimEnd().split("\n").length;
  if (position.line <= lines || proof === undefined) {
    const isFirst = position.line === 1;
    return {
      line: line + Math.min(position.line, lines) - 1,
      column: Math.max(0, isFirst ? position.column + column - longer : position.column),
    };
  }
  // `assemble` moves a block that stands at the margin.
  const indent = proof.tactics.split("\n").some((text) => /^\S/.test(text)) ? 2 : 0;
  const at = position.line - lines - 1;
  return {
    line: proof.line + at,
    column: Math.max(0, position.column - indent + (at === 0 ? proof.column : 0)),
  };
}
