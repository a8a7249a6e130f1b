import type { Elaborator } from "../elaborate/elaborator.ts";
import { Unifier } from "./unifier.ts";
import type { Goal } from "../goal/goal.ts";
import { Hole, TacticFailure } from "../goal/state.ts";
import { convert, equal, prop, type Term, type Theorem, type Type, type VarTerm } from "@lemma/lean-kernel";
import { visibleNames } from "../print/goal.ts";
import { printTerm } from "../print/printer.ts";
import type { Argument, Expression } from "../syntax/tree.ts";
import { numeralEquation, transport } from "./equations.ts";
import type { Proof } from "./proof.ts";
import { elaboratorFor, type Session, spender } from "./session.ts";
import { definitional } from "./unfold.ts";

/** Which holes become goals: none, those that say so (`?_`), or `_` too. */
export type Holes = "none" | "named" | "all";

/** What the ways of reading a proof's term share: the goal, holes, what the term has bound, how a proof is held against a formula. */
export abstract class ProofReading {
  readonly session: Session;
  readonly goal: Goal;
  readonly unifier: Unifier;
  /** When set, lemmas are taken at this type only. */
  onlyType: Type | undefined;
  /** New goals for `?_`, in order. */
  readonly holes: Hole[] = [];
  readonly elaborator: Elaborator;
  /** Hypotheses that the term itself binds. */
  readonly bound: { readonly name: string; readonly proof: Proof }[] = [];
  /** Variables that the term itself binds. */
  readonly variables: VarTerm[] = [];
  /** Which of the term's holes become goals. */
  readonly allowed: Holes;
  /** What waits until the formula it is for is known. */
  readonly later: (() => void)[] = [];

  constructor(session: Session, goal: Goal, allowed: Holes = "none", unifier = new Unifier()) {
    this.session = session;
    this.goal = goal;
    this.unifier = unifier;
    this.elaborator = elaboratorFor(session, goal, unifier);
    this.allowed = allowed;
  }

  /** What a term proves, as far as can be found out; what was put off runs when `flush` is called. */
  abstract proof(syntax: Expression, expected?: Term): Proof;

  /** A library lemma, at the first type where it fits. */
  abstract lemma(name: string, args: readonly Argument[], expected?: Term, explicit?: boolean): Proof;

  /** Runs postponed `by` blocks. */
  flush(): void {
    while (this.later.length > 0) this.later.shift()!();
  }

  /** The theorem `expected` from a proof of the same thing up to definitions. */
  bridge(proof: Proof, expected: Term): () => Theorem {
    const spend = spender(this.session);
    if (!this.unifier.speculate(() => this.unifier.unify(proof.formula, expected, spend))) {
      const [have, want] = [this.normal(proof.formula), this.normal(expected)];
      const differInNumbers = (): boolean =>
        !have.open && !want.open && numeralEquation(have, want, this.session.state.budget) !== undefined;
      if (!this.unifier.speculate(() => this.unifier.unify(have, want, spend)) && !differInNumbers()) {
        throw new TacticFailure(
          `type mismatch\n  h\nhas type\n  ${this.print(proof.formula)} : Prop\nbut is expected to have type\n  ${this.print(expected)} : Prop`,
        );
      }
    }
    return () => {
      const [theorem, target] = [proof.make(), this.unifier.zonk(expected)];
      const { budget } = this.session.state;
      const [have, want] = [definitional(theorem.conclusion, spend), definitional(target, spend)];
      if (equal(have, want)) return convert(theorem, target, budget);
      // They unified, so they differ in how closed numbers are written.
      const equation = numeralEquation(have, want, budget);
      if (equation === undefined) throw new TacticFailure("type mismatch");
      return convert(transport(equation, convert(theorem, have, budget)), target, budget);
    };
  }

  normal(formula: Term): Term {
    return definitional(this.unifier.zonk(formula), spender(this.session));
  }

  print(formula: Term): string {
    const names = new Map<number, string>();
    const visible = visibleNames(this.goal);
    this.goal.entries.forEach((entry, i) => {
      if (entry.kind === "var") names.set(entry.term.id, visible[i]!);
    });
    return printTerm(this.unifier.zonk(formula), { opens: this.session.opens }, names);
  }

  need(expected: Term | undefined, what: string): Term {
    if (expected === undefined) throw new TacticFailure(`${what}: the expected type is not known`);
    return this.unifier.zonk(expected);
  }

  /** A formula that is written out; what is expected decides the types of its numerals before ℕ does. */
  formula(syntax: Expression, expected?: Term): Term {
    const term = this.unifier.zonk(this.elaborator.at(syntax, prop));
    const meet = (): boolean =>
      expected !== undefined && this.unifier.speculate(() => this.unifier.unify(term, expected, spender(this.session)));
    // Numerals whose type nothing else tells must have it before they can be compared by value.
    const met = meet();
    this.elaborator.settle();
    if (!met && !meet()) this.fillHoles(this.unifier.zonk(term), expected);
    return this.unifier.zonk(term);
  }

  /** What stands for `_` in one side of a relation, though the other side is spelled otherwise. */
  fillHoles(term: Term, expected: Term | undefined): void {
    if (!term.open || term.tag !== "app" || expected?.tag !== "app" || term.op !== expected.op) return;
    const spend = spender(this.session);
    term.args.forEach((arg, i) => {
      const other = expected.args[i];
      if (arg.open && other !== undefined) this.unifier.speculate(() => this.unifier.unify(arg, other, spend));
    });
  }

  against(syntax: Expression, formula: Term): Proof {
    const proof = this.proof(syntax, formula);
    const make = this.bridge(proof, formula);
    return { formula, implicit: [], make };
  }
}
