import type { Cursor } from "./cursor.ts";
import type { Expression } from "./tree.ts";
import type { Block } from "./proofs/tree.ts";

// The parts of the grammar that hold one another call each other from here, so that no file imports itself by way of others.

/** A term whose operators bind tighter than `level`. */
export const parseTerm = (cursor: Cursor, level?: number): Expression => cursor.grammar.term(cursor, level);

/** An atom with its projections and the like. */
export const parsePostfix = (cursor: Cursor): Expression => cursor.grammar.postfix(cursor);

/** The tactics of a block that starts at the present token. */
export const parseBlock = (cursor: Cursor): Block => cursor.grammar.block(cursor);
