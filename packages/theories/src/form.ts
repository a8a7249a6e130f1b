import type { Random } from "@lemma/interfaces";
import type { Split, WorldFunction } from "./functions.ts";

/** Tactics that may end a proof once every function is replaced by what it is. `none`: the goal is gone by then. */
export type Closer = "none" | "ring" | "omega" | "linarith";

/** A statement about functions of a theory, and what its proof needs. */
export interface Drawn {
  readonly binders: string;
  readonly goal: string;
  /** Any of them ends the proof. */
  readonly closers: readonly Closer[];
}

/** A way in which functions are put together in a statement. */
export interface Form {
  readonly name: string;
  readonly split: Split;
  /** How many different functions. */
  readonly arity: number;
  readonly accepts: (functions: readonly WorldFunction[]) => boolean;
  readonly draw: (functions: readonly WorldFunction[], random: Random) => Drawn;
}

/** Whether every function is a line. */
export const areLines = (functions: readonly WorldFunction[]): boolean =>
  functions.every(({ line }) => line !== undefined);
export const linear: readonly Closer[] = ["ring", "omega", "linarith"];
const any: readonly Closer[] = ["ring", "linarith"];
/** What ends a statement once its functions are replaced, where it is linear in them. */
export const closersFor = (functions: readonly WorldFunction[]): readonly Closer[] =>
  areLines(functions) ? linear : any;
