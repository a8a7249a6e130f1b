import type { Message, Position, SorryGoal } from "@lemma/interfaces";
import { goalIn } from "./messages.ts";

/** A `sorry`, with its goal and its place in the body where they are known. */
export interface Hole {
  readonly goal?: string | undefined;
  readonly start?: Position | undefined;
}

/** What elaborating a text came to, whichever way it was sent to Lean. */
export type Elaboration =
  | {
      readonly kind: "elaborated";
      /** Positions in the body. */
      readonly messages: readonly Message[];
      /** Goals of the `sorry`s in the body, in order. */
      readonly sorries: readonly Hole[];
      /** Lean's answers to the questions asked after a clean body; undefined when they were not asked. */
      readonly answers?: readonly Message[];
    }
  | { readonly kind: "timeout"; readonly limit: string }
  | { readonly kind: "memory"; readonly limit: string }
  | { readonly kind: "crash"; readonly reason: string }
  | { readonly kind: "infrastructure"; readonly reason: string };

/** The outcome that messages and sorries alone give. */
export type Finding =
  | { readonly status: "clean" }
  | { readonly status: "sorry"; readonly goal?: string; readonly goals?: readonly SorryGoal[] }
  | { readonly status: "error"; readonly goal?: string }
  | { readonly status: "timeout"; readonly limit: string };

// Lean 4.9 … 4.27 quote with ' and newer ones with `.
const sorryWarning = /declaration uses ['`]sorry['`]|declaration contains ['`]sorry['`]/;
const heartbeats = /maximum number of heartbeats \((\d+)\) has been reached/;

/**
 * The rule, first part: what Lean said.
 *
 * 1. An error message makes it `error`, with the first goal that an error shows; when the first error is that heartbeats ran
 *    out, `timeout`, since more of them might have proved it.
 * 2. Else a `sorry`, listed or warned of in either quote style, makes it `sorry`, with the first one's goal.
 * 3. Else the text is clean, which is not yet proved: axioms and statement come next.
 */
export function judgeMessages(messages: readonly Message[], sorries: readonly Hole[]): Finding {
  const errors = messages.filter(({ severity }) => severity === "error");
  const first = errors[0];
  if (first !== undefined) {
    const spent = heartbeats.exec(first.text);
    if (spent !== null) return { status: "timeout", limit: `heartbeats ${spent[1]}` };
    const goal = errors.map(({ text }) => goalIn(text)).find((text) => text !== undefined);
    return { status: "error", ...(goal === undefined ? {} : { goal }) };
  }
  if (sorries.length > 0 || messages.some(({ text }) => sorryWarning.test(text))) {
    const goal = sorries[0]?.goal;
    const goals = sorries.flatMap(({ goal: text, start }) =>
      text === undefined ? [] : [{ goal: text, ...(start === undefined ? {} : { start }) }],
    );
    return {
      status: "sorry",
      ...(goal === undefined ? {} : { goal }),
      ...(goals.length === 0 ? {} : { goals }),
    };
  }
  return { status: "clean" };
}

/** The three axioms of Lean's logic as Mathlib uses it. */
export const standardAxioms = ["propext", "Classical.choice", "Quot.sound"] as const;

export type AxiomFinding =
  | { readonly status: "allowed"; readonly axioms: readonly string[] }
  | { readonly status: "sorry" }
  /** The kernel refused the declaration: it then shows as an axiom of itself. */
  | { readonly status: "error"; readonly reason: string }
  | { readonly status: "forbidden"; readonly construct: string };

/**
 * The rule, second part: what the declaration rests on. `sorryAx` makes it `sorry`, the declaration itself `error`, any axiom
 * that is not allowed `forbidden`. Names are compared whole: a name that merely looks like one of Lean's is not.
 */
export function judgeAxioms(
  name: string,
  axioms: readonly string[],
  allowed: readonly string[] = standardAxioms,
): AxiomFinding {
  if (axioms.includes("sorryAx")) return { status: "sorry" };
  if (axioms.includes(name)) return { status: "error", reason: `the kernel refused ${name}` };
  const foreign = axioms.find((axiom) => !allowed.includes(axiom));
  if (foreign !== undefined) return { status: "forbidden", construct: `axiom ${foreign}` };
  return { status: "allowed", axioms };
}
