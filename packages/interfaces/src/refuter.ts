import type { Theorem } from "./theorem.ts";

/** What trying a statement at sample values found. */
export type Refutation =
  /** Every hypothesis holds at these values, printed by variable, and the goal does not: no proof exists. */
  | { readonly status: "refuted"; readonly counterexample: Readonly<Record<string, string>> }
  /** The goal held at all of the `confirmed` samples that satisfy the hypotheses. One or more: they do not contradict each other. */
  | { readonly status: "unrefuted"; readonly confirmed: number }
  /** The statement could not be read or evaluated. */
  | { readonly status: "unknown"; readonly reason: string };

/** Looks for a counterexample of a statement before compute is spent on proving it. Never calls a true statement refuted. */
export interface Refuter {
  refute(theorem: Theorem): Refutation | Promise<Refutation>;
  /** Closes what it holds, where it holds something. */
  [Symbol.asyncDispose]?(): Promise<void>;
}
