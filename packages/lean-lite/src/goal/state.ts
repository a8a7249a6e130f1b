import type { Budget } from "@lemma/lean-kernel/budget";
import { discharge, equal, modusPonens, type Theorem } from "@lemma/lean-kernel";
import type { Goal } from "./goal.ts";

/** A tactic does not apply, or did not finish. The text is Lean's where that matters to a reader. */
export class TacticFailure extends Error {
  override readonly name = "TacticFailure";

  constructor(message: string, options?: ErrorOptions) {
    // Combinators catch them by the hundred, and nobody reads where they were thrown.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(message, options);
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** A goal with the proof it will have. */
export class Hole {
  readonly goal: Goal;
  /** The tactic for which the goal may look otherwise in Lean. */
  #doubt: string | undefined;
  #proof: (() => Theorem) | undefined;

  constructor(goal: Goal) {
    this.goal = goal;
  }

  get doubt(): string | undefined {
    return this.#doubt;
  }

  /** Takes over a doubt, where it has none of its own. */
  inherit(doubt: string | undefined): void {
    this.#doubt ??= doubt;
  }

  get isDone(): boolean {
    return this.#proof !== undefined;
  }

  /** Sets or, with undefined, forgets the proof. */
  assign(proof: (() => Theorem) | undefined): void {
    this.#proof = proof;
  }

  /** The theorem, made by the kernel's rules now. @throws {RuleError} when a tactic was wrong. */
  theorem(): Theorem {
    if (this.#proof === undefined) throw new TacticFailure("unsolved goals");
    const theorem = this.#proof();
    if (!equal(theorem.conclusion, this.goal.target))
      throw new TacticFailure("internal: a tactic proved something else");
    return theorem;
  }
}

/** Γ ⊢ φ and Δ, φ ⊢ ψ give Γ, Δ ⊢ ψ. */
export function cut(fact: Theorem, rest: Theorem): Theorem {
  if (!rest.hypotheses.some((h) => equal(h, fact.conclusion))) return rest;
  return modusPonens(discharge(fact.conclusion, rest), fact);
}

/** What a proof goes back to when an attempt fails. */
type Saved = Pick<ProofState, "holes" | "sorries"> & { readonly trail: number };

/** Whether tactics prove what Lean's are sure to prove, or all that the kernel can: so are the book's lemmas derived. */
export type Strength = "Lean" | "kernel";

/** The open goals of a proof, first the one that tactics work on, and what may still be spent. */
export class ProofState {
  holes: readonly Hole[];
  readonly budget: Budget;
  readonly #trail: Hole[] = [];
  /** The goals that `sorry` closed, each with the token it stands at. */
  sorries: readonly { readonly goal: Goal; readonly at: number }[] = [];

  readonly strength: Strength;

  constructor(holes: readonly Hole[], budget: Budget, strength: Strength = "Lean") {
    this.holes = holes;
    this.budget = budget;
    this.strength = strength;
  }

  /** @throws {StepLimitError} when steps or time are spent. */
  tick(steps = 1): void {
    this.budget.spend(steps);
  }

  get goal(): Goal {
    const [first] = this.holes;
    if (first === undefined) throw new TacticFailure("no goals to be proved");
    return first.goal;
  }

  /** Replaces the first goal by others, from whose theorems its own follows. */
  refine(goals: readonly Goal[], justify: (parts: readonly Theorem[]) => Theorem): void {
    const [first, ...rest] = this.holes;
    if (first === undefined) throw new TacticFailure("no goals to be proved");
    const created = goals.map((goal) => new Hole(goal));
    first.assign(() => justify(created.map((hole) => hole.theorem())));
    this.#trail.push(first);
    this.holes = [...created, ...rest];
  }

  /** Closes the first goal by a theorem at hand. */
  close(theorem: Theorem): void {
    if (!equal(theorem.conclusion, this.goal.target)) throw new TacticFailure("internal: the theorem is not the goal");
    this.refine([], () => theorem);
  }

  save(): Saved {
    return { holes: this.holes, trail: this.#trail.length, sorries: this.sorries };
  }

  restore(saved: Saved): void {
    while (this.#trail.length > saved.trail) this.#trail.pop()!.assign(undefined);
    this.holes = saved.holes;
    this.sorries = saved.sorries;
  }

  /** Runs `attempt`; when it fails, nothing has happened. @returns whether it succeeded. */
  attempt(attempt: () => void): boolean {
    const saved = this.save();
    try {
      attempt();
      return true;
    } catch (error) {
      if (!isFailure(error)) throw error;
      this.restore(saved);
      return false;
    }
  }

  /** Runs `work` with one hole in focus. @returns what it left open. */
  focus(hole: Hole, work: () => void): readonly Hole[] {
    const outer = this.holes;
    hole.inherit(outer[0]?.doubt);
    this.holes = [hole];
    try {
      work();
      return this.holes;
    } finally {
      this.holes = outer;
    }
  }
}

/** A failure of a tactic on its own ground: combinators catch it. Limits and unsupported constructs are not. */
export function isFailure(error: unknown): boolean {
  if (error instanceof TacticFailure) return true;
  return error instanceof Error && failureNames.has(error.name);
}
const failureNames = new Set(["ElaborationProblem", "RuleError", "IllTyped", "UnsupportedTactic"]);
