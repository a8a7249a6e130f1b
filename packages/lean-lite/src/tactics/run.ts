import type { Local } from "../elaborate/elaboration.ts";
import { UnsupportedProblem } from "../elaborate/problem.ts";
import type { Goal } from "../goal/goal.ts";
import { type Hole, isFailure, type ProofState, TacticFailure } from "../goal/state.ts";
import type { NamedTheorem, Session } from "../proof/session.ts";
import { UnsolvedGoals, UnsupportedTactic } from "../proof/failures.ts";
import type { Block, Tactic } from "../syntax/proofs/tree.ts";
import { approximate, incomplete } from "../proof/doubt.ts";
import { tacticTable } from "./table.ts";
import { assume } from "@lemma/lean-kernel";
import { calc } from "./calc.ts";

/** Where a proof first failed: the tactic, and the goal it had before it. */
export interface Site {
  readonly tactic: Tactic;
  readonly goal: Goal | undefined;
  /** The tactic before it for which the goal may look otherwise in Lean. */
  readonly doubt?: string;
}

const maximumRepeats = 1000;
const maximumDepth = 200;

/** Runs tactics: combinators here, all others from the table. They are looked up when they run, not when they are read. */
export class Runner implements Session {
  readonly state: ProofState;
  readonly opens: readonly string[];
  readonly lemmas: ReadonlyMap<string, NamedTheorem>;
  readonly globals: readonly Local[];
  readonly sites = new WeakMap<Error, Site>();
  #depth = 0;
  /** The tactic that closed the last goal, where Lean's may leave one. */
  #closedBy: string | undefined;

  constructor(
    state: ProofState,
    opens: readonly string[],
    lemmas: ReadonlyMap<string, NamedTheorem> = new Map<string, NamedTheorem>(),
    globals: readonly Local[] = [],
  ) {
    this.lemmas = lemmas;
    this.globals = globals;
    this.state = state;
    this.opens = opens;
  }

  runBlock(block: Block): void {
    for (const tactic of block.tactics) this.run(tactic);
  }

  run(tactic: Tactic): void {
    const { holes: before } = this.state;
    const [first] = before;
    this.state.tick(20);
    if (++this.#depth > maximumDepth) {
      this.#depth--;
      throw new UnsupportedTactic("a proof this deep");
    }
    try {
      this.#dispatch(tactic);
      const doubt = first?.doubt ?? (approximate.has(tactic.name) ? tactic.name : undefined);
      if (first !== undefined && this.state.holes.length === 0) this.#closedBy = doubt;
      if (doubt !== undefined) for (const hole of this.state.holes) if (!before.includes(hole)) hole.inherit(doubt);
    } catch (error) {
      if (error instanceof Error && !this.sites.has(error)) {
        const doubt = first?.doubt;
        this.sites.set(error, { tactic, goal: first?.goal, ...(doubt === undefined ? {} : { doubt }) });
      }
      throw error;
    } finally {
      this.#depth--;
    }
  }

  #dispatch(tactic: Tactic): void {
    const { state } = this;
    const [block] = tactic.blocks ?? [];
    switch (tactic.name) {
      case "<;>": {
        const [first, second] = tactic.tactics as readonly [Tactic, Tactic];
        this.#onFirst(
          () => this.run(first),
          (hole) => state.focus(hole, () => this.run(second)),
        );
        return;
      }
      case "<|>": {
        const [first, second] = tactic.tactics as readonly [Tactic, Tactic];
        if (!this.#attempt(() => this.run(first))) this.run(second);
        return;
      }
      case "·":
      case "focus":
      case "case":
      case "case'":
      case "next": {
        const index = tactic.name.startsWith("case") ? this.#tagged(tactic) : 0;
        const hole = state.holes[index];
        if (hole === undefined) throw new TacticFailure("no goals to be proved");
        const rest = state.holes.filter((_, i) => i !== index);
        const left = state.focus(hole, () => {
          const names = tactic.name === "next" ? tactic.names : tactic.names?.slice(1);
          if (names !== undefined && names.length > 0)
            this.run({ name: "rename_i", names, from: tactic.from, to: tactic.to });
          this.runBlock(block!);
        });
        if (left.length > 0 && tactic.name !== "focus") throw new UnsolvedGoals(left);
        state.holes = [...left, ...rest];
        return;
      }
      case "paren":
        this.runBlock(block!);
        return;
      case "try":
        this.#attempt(() => this.runBlock(block!));
        return;
      case "all_goals":
      case "any_goals": {
        const holes = [...state.holes];
        let worked = false;
        const results = holes.flatMap((hole) => {
          if (tactic.name === "all_goals") return state.focus(hole, () => this.runBlock(block!));
          let left: readonly Hole[] = [hole];
          if (this.#attempt(() => (left = state.focus(hole, () => this.runBlock(block!))))) worked = true;
          else left = [hole];
          return left;
        });
        if (tactic.name === "any_goals" && !worked) throw new TacticFailure("failed on all goals");
        state.holes = results;
        return;
      }
      case "repeat":
      case "repeat'":
        for (let i = 0; i < maximumRepeats; i++) {
          const before = state.holes;
          if (!this.#attempt(() => this.runBlock(block!)) || state.holes === before) break;
          if (state.holes.length === 0) break;
        }
        return;
      case "iterate":
        for (let i = 0; i < Math.min(tactic.count ?? maximumRepeats, maximumRepeats); i++) {
          if (tactic.count !== undefined) this.runBlock(block!);
          else if (!state.attempt(() => this.runBlock(block!))) break;
        }
        return;
      case "first": {
        let failure: unknown;
        let unknown: UnsupportedTactic | undefined;
        const others = state.holes.length - 1;
        for (const alternative of tactic.blocks ?? []) {
          const saved = state.save();
          try {
            this.runBlock(alternative);
            // Where an alternative before it might work in Lean, both have to end alike: with the goal closed.
            if (unknown !== undefined && state.holes.length > others) throw unknown;
            return;
          } catch (error) {
            if (!isFailure(error) || error === unknown) throw error;
            failure = error;
            if (error instanceof UnsupportedTactic) unknown ??= error;
            state.restore(saved);
            this.#doubtAfter(error);
          }
        }
        throw failure;
      }
      case "fail_if_success": {
        const saved = state.save();
        if (state.attempt(() => this.runBlock(block!))) {
          state.restore(saved);
          throw new TacticFailure("tactic succeeded");
        }
        return;
      }
      case "skip":
        return;
      case "done":
        if (state.holes.length > 0) throw new UnsolvedGoals(state.holes);
        return;
      case "sorry":
      case "admit": {
        const { goal } = state;
        state.sorries = [...state.sorries, { goal, at: tactic.from }];
        // Marked above, so that nothing built on this counts as proved.
        state.refine([], () => assume(goal.target));
        return;
      }
      case "swap":
        state.holes = [...state.holes.slice(1, 2), ...state.holes.slice(0, 1), ...state.holes.slice(2)];
        return;
      case "pick_goal": {
        const index = (tactic.count ?? 1) - 1;
        const hole = state.holes[index];
        if (hole === undefined) throw new TacticFailure("not enough goals");
        state.holes = [hole, ...state.holes.filter((_, i) => i !== index)];
        return;
      }
      case "rotate_left":
      case "rotate_right": {
        const n = state.holes.length;
        const by = n === 0 ? 0 : (((tactic.count ?? 1) % n) + n) % n;
        const at = tactic.name === "rotate_left" ? by : n - by;
        state.holes = [...state.holes.slice(at), ...state.holes.slice(0, at)];
        return;
      }
      case "calc":
        calc(this, tactic);
        return;
      default: {
        const rule = Object.hasOwn(tacticTable, tactic.name) ? tacticTable[tactic.name] : undefined;
        // No combinator goes on as though it had failed.
        if (rule === undefined) throw new UnsupportedProblem(`the tactic ${tactic.name}`);
        if (state.holes.length === 0) {
          if (this.#closedBy !== undefined)
            throw new UnsupportedTactic(`what ${this.#closedBy} does in Lean (here: no goals to be proved)`);
          throw new TacticFailure("no goals to be proved");
        }
        rule(this, tactic);
      }
    }
  }

  /** Runs what may fail; where Lean's might not have failed, what comes next is in doubt. */
  #attempt(work: () => void): boolean {
    const { state } = this;
    const saved = state.save();
    try {
      work();
      return true;
    } catch (error) {
      // What is not known here may do something in Lean, after which the rest stands before another goal.
      if (!isFailure(error) || error instanceof UnsupportedTactic) throw error;
      state.restore(saved);
      this.#doubtAfter(error);
      return false;
    }
  }

  #doubtAfter(error: unknown): void {
    const site = error instanceof Error ? this.sites.get(error) : undefined;
    const left = error instanceof UnsolvedGoals ? error.holes[0]?.doubt : undefined;
    const isWeak = site !== undefined && (incomplete.has(site.tactic.name) || error instanceof UnsupportedTactic);
    const doubt = left ?? site?.doubt ?? (isWeak ? site.tactic.name : undefined);
    if (doubt !== undefined) this.state.holes[0]?.inherit(doubt);
  }

  /** `t <;> s`: t on the first goal, then s on each goal that gives. */
  #onFirst(first: () => void, then: (hole: Hole) => readonly Hole[]): void {
    const { state } = this;
    const [hole, ...rest] = state.holes;
    if (hole === undefined) throw new TacticFailure("no goals to be proved");
    const opened = state.focus(hole, first);
    const results = opened.flatMap(then);
    state.holes = [...results, ...rest];
  }

  #tagged(tactic: Tactic): number {
    const tag = tactic.names?.[0];
    const index = this.state.holes.findIndex(({ goal }) => goal.tag === tag);
    if (index >= 0) return index;
    if (tag === "_" || tag === undefined) return 0;
    throw new UnsupportedTactic(`case ${tag}`);
  }
}
