import { Hole, TacticFailure } from "../goal/state.ts";

/** Goals that a block left open: an error where a proof was needed. */
export class UnsolvedGoals extends TacticFailure {
  readonly holes: readonly Hole[];
  constructor(holes: readonly Hole[]) {
    super("unsolved goals");
    this.holes = holes;
  }
}

/** Lean may well know this; we do not. As a failure of the tactic it is caught by combinators, at the top it is `unsupported`. */
export class UnsupportedTactic extends TacticFailure {}
