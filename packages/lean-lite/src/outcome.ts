import type { Message, SorryGoal } from "@lemma/interfaces";
import type { Theorem } from "@lemma/lean-kernel";

export interface CheckLimits {
  /** Deterministic inference steps; 20 million when absent, about two seconds. */
  readonly steps?: number;
  /** A backstop in wall time, 10 s when absent: a check that ends by it may end otherwise on another machine. */
  readonly wallMs?: number;
}

/** The outcome of a check. The theorem of a `proved` one was made by the kernel's rules and is the statement. */
export type CheckOutcome = {
  readonly steps: number;
  readonly messages: readonly Message[];
} & (
  | { readonly status: "proved"; readonly theorem: Theorem }
  /** `rests`: the earlier theorems that the proof uses and that are not proved, each with why: `helper (sorry)`. */
  | {
      readonly status: "sorry";
      readonly goal?: string;
      readonly goals?: readonly SorryGoal[];
      readonly rests?: readonly string[];
    }
  | { readonly status: "error"; readonly goal?: string }
  | { readonly status: "unsupported"; readonly construct: string }
  | { readonly status: "timeout"; readonly limit: string }
  | { readonly status: "memory"; readonly limit: string }
);

/** Every outcome but `proved`. */
export type Unproved = Exclude<CheckOutcome, { readonly status: "proved" }>;
