import { Cursor } from "./cursor.ts";
import type { Token } from "./lexer.ts";
import { readBlock } from "./proofs/tactics.ts";
import { readPostfix, readTerm } from "./terms.ts";

/** The first place of a token list, read as Lean. */
export const leanCursor = (tokens: readonly Token[]): Cursor =>
  new Cursor(tokens, { term: readTerm, postfix: readPostfix, block: readBlock });
