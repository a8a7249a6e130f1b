import { proveOmega } from "../arithmetic/omega.ts";
import { proveAsLinarith, proveLinear } from "../arithmetic/linear.ts";
import type { Judged } from "../arithmetic/hiding.ts";
import { ringEquation } from "../arithmetic/ring.ts";
import { negationNormal } from "../arithmetic/negation.ts";
import { StepLimitError } from "@lemma/lean-kernel/budget";
import { type Goal, isStated } from "../goal/goal.ts";
import { TacticFailure } from "../goal/state.ts";
import {
  abstraction,
  absurd,
  assume,
  at,
  choose,
  convert,
  discharge,
  eq,
  equal,
  falseTerm,
  isApp,
  isNumeric,
  nat,
  occurs,
  oneOf,
  powerIn,
  sameType,
  side,
  type Term,
  type Theorem,
  variable,
  type VarTerm,
} from "@lemma/lean-kernel";
import { sidesOf, symmetric, transport } from "../proof/equations.ts";
import { Simplifier } from "../rewriting/simplifier.ts";
import { ProofReader } from "../proof/terms.ts";
import { unfoldTo } from "../proof/unfold.ts";
import { UnsupportedTactic } from "../proof/failures.ts";
import type { Session } from "../proof/session.ts";
import type { Expression } from "../syntax/tree.ts";
import type { Tactic } from "../syntax/proofs/tree.ts";
import { introduce } from "./intro.ts";
import type { TacticRule } from "./tactic.ts";

/** The hypotheses as theorems, as `linarith` reads them: conjunctions taken apart, negated comparisons turned round. */
export function contextTheorems(session: Session, goal: Goal): Theorem[] {
  const read = (theorem: Theorem): Theorem[] =>
    isApp(theorem.conclusion, "and")
      ? [...read(side(theorem, 0)), ...read(side(theorem, 1))]
      : [turnedRound(session, theorem)];
  return goal.entries.flatMap((entry) => (isStated(entry) ? read(assume(entry.formula)) : []));
}

/** `¬a < b` as `b ≤ a`. */
export function turnedRound(session: Session, theorem: Theorem): Theorem {
  const { conclusion } = theorem;
  const [inner] = isApp(conclusion, "not") ? conclusion.args : [];
  const isNegation = inner?.tag === "app" && oneOf(inner.op, "lt", "le", "gt", "ge");
  return isNegation ? negationNormal(theorem, session.state.budget, false) : theorem;
}

/** The extra facts of `linarith [a, b]`, each a proof term. */
export function hints(session: Session, goal: Goal, terms: readonly Expression[]): Theorem[] {
  return terms.map((term) => {
    const theorem = new ProofReader(session, goal).theorem(term)();
    return theorem;
  });
}

const isTwo = (term: Term): boolean => term.tag === "num" && term.value === 2n;

/** Mathlib takes them all; products of more than this many would take longer than anybody waits. */
const mostSquares = 24;

/** Squares that occur in the formulas: `t` of `t ^ 2` and of `t * t`. */
function squaresIn(formulas: readonly Term[]): Term[] {
  const found: Term[] = [];
  const add = (term: Term): void => {
    if (term.loose === 0 && isNumeric(term.type) && !found.some((known) => equal(known, term))) found.push(term);
  };
  const walk = (term: Term): void => {
    if (term.tag === "app") {
      const raised = powerIn(term);
      if (raised !== undefined && isTwo(raised.exponent)) add(raised.base);
      if (term.op === "mul" && equal(term.args[0]!, term.args[1]!)) add(term.args[0]!);
      term.args.forEach(walk);
    } else if (term.tag === "call") {
      walk(term.fn);
      walk(term.arg);
    }
  };
  formulas.forEach(walk);
  return found.slice(0, mostSquares);
}

/** The share of all steps that one call may spend: a search that fails must leave something for the rest. */
const share = 0.5;

function linear(session: Session, tactic: Tactic, products: boolean): void {
  const { state } = session;
  const evaluation = evaluationOf(session, state.goal.target);
  if (evaluation !== undefined) {
    const target = sidesOf(evaluation)[1];
    state.refine([{ ...state.goal, target }], ([proof]) => transport(symmetric(evaluation), proof!));
  }
  const { goal } = state;
  const terms = (tactic.rules ?? []).map((rule) => rule.value);
  const extra = hints(session, goal, terms);
  const context = tactic.only === true ? [] : contextTheorems(session, goal);
  const premises = [...extra, ...context].map((theorem) => evaluated(session, theorem));
  const name = products ? "nlinarith" : "linarith";
  let isUnsure = false;
  const attempt = (target: Term, more: readonly Theorem[]): Theorem | undefined => {
    const all = [...premises, ...more];
    const budget = state.budget.part(state.budget.left * share);
    try {
      const squares = products ? squaresIn([...all.map(({ conclusion }) => conclusion), target]) : [];
      if (state.strength === "kernel") return proveLinear(all, target, budget, { products, squares });
      const found = proveAsLinarith(all, target, budget, { products, squares });
      isUnsure ||= found?.isSure === false;
      return found?.isSure === true ? found.theorem : undefined;
    } catch (error) {
      if (error instanceof StepLimitError || error instanceof RangeError) return undefined;
      throw error;
    } finally {
      state.tick(Math.min(budget.spent, state.budget.left));
    }
  };
  const target = unfoldTo(goal.target, "lt") ?? unfoldTo(goal.target, "le") ?? unfoldTo(goal.target, "eq");
  let theorem: Theorem | undefined;
  if (target !== undefined && isNumeric(target.args[0]!.type)) {
    const found = attempt(target, []);
    theorem = found === undefined ? undefined : convert(found, goal.target, state.budget);
  } else if (isApp(goal.target, "not") || isApp(goal.target, "ne")) {
    const inner = isApp(goal.target, "not") ? goal.target.args[0]! : eq(goal.target.args[0]!, goal.target.args[1]!);
    const found = attempt(falseTerm, [assume(inner)]);
    if (found !== undefined) theorem = notFrom(found, inner, goal.target, session);
  }
  if (theorem === undefined) {
    const found = attempt(falseTerm, []);
    if (found !== undefined) theorem = absurd(found, goal.target);
  }
  if (theorem === undefined && isUnsure) throw new UnsupportedTactic(`${name} with what its preprocessing may not see`);
  if (theorem === undefined) throw new TacticFailure(`${name} failed to find a contradiction`);
  state.close(theorem);
}

/** `f (2 + 1)` as `f 3` where the argument is natural: what Lean sees as one atom is one. */
function evaluated(session: Session, theorem: Theorem): Theorem {
  const equation = evaluationOf(session, theorem.conclusion);
  return equation === undefined ? theorem : transport(equation, theorem);
}

function evaluationOf(session: Session, formula: Term): Theorem | undefined {
  const isUnevaluated = (part: Term): boolean =>
    part.tag === "call" &&
    part.arg.tag === "app" &&
    !part.arg.hasVar &&
    part.arg.loose === 0 &&
    sameType(part.arg.type, nat);
  if (!occurs(formula, isUnevaluated)) return undefined;
  return new Simplifier(session, { rules: [], defaults: [], numbers: true }).simplify(formula);
}

function notFrom(contradiction: Theorem, inner: Term, target: Term, session: Session): Theorem {
  return convert(discharge(inner, contradiction), target, session.state.budget);
}

export const linarith: TacticRule = (session, tactic) => linear(session, tactic, false);
export const nlinarith: TacticRule = (session, tactic) => linear(session, tactic, true);

/** `omega`: premises of the goal are introduced, then the goal's negation and the context must contradict each other. */
export const omega: TacticRule = (session) => {
  const { state } = session;
  while (isApp(state.goal.target, "forall") || isApp(state.goal.target, "imp")) introduce(session, undefined);
  const { goal } = state;
  const { premises, closed } = withWitnesses(
    goal.entries.flatMap((entry) => (entry.kind === "hypothesis" ? [assume(entry.formula)] : [])),
  );
  const budget = state.budget.part(state.budget.left * share);
  let theorem: Theorem | undefined;
  try {
    if (isOmegaGoal(goal.target)) theorem = proveOmega(premises, goal.target, budget);
    else {
      const found = proveOmega(premises, falseTerm, budget);
      theorem = found === undefined ? undefined : absurd(found, goal.target);
    }
  } catch (error) {
    if (!(error instanceof StepLimitError || error instanceof RangeError)) throw error;
  } finally {
    state.tick(Math.min(budget.spent, state.budget.left));
  }
  if (theorem === undefined) throw new TacticFailure("omega could not prove the goal");
  state.close(closed(theorem));
};

/** The facts with a name for what each `∃` among them says there is, as `omega` opens them; `closed` takes the names out again. */
function withWitnesses(facts: readonly Theorem[]): {
  readonly premises: readonly Theorem[];
  readonly closed: (theorem: Theorem) => Theorem;
} {
  const opened: { readonly existence: Theorem; readonly free: VarTerm }[] = [];
  const read = (fact: Theorem): readonly Theorem[] => {
    const { conclusion } = fact;
    if (isApp(conclusion, "and")) return [...read(side(fact, 0)), ...read(side(fact, 1))];
    if (!isApp(conclusion, "exists")) return [fact];
    const { name, domain } = abstraction(conclusion.args[0]!);
    const free = variable(name, domain);
    opened.push({ existence: fact, free });
    return read(assume(at(conclusion, free)));
  };
  const premises = facts.flatMap(read);
  return {
    premises,
    closed: (theorem) => opened.reduceRight((inner, { existence, free }) => choose(existence, free, inner), theorem),
  };
}

/** Goals whose negation `omega` reads; of others only the context counts. */
const isOmegaGoal = (target: Term): boolean =>
  target.tag === "app" &&
  oneOf(target.op, "eq", "ne", "lt", "le", "gt", "ge", "dvd", "not", "and", "or", "iff", "false");

/** `ring`: the two sides are the same polynomial. Fails where Mathlib would fall back on `ring_nf`. */
export const ring: TacticRule = (session) => {
  const { state } = session;
  const { goal } = state;
  const theorem = proveRing(session, goal.target);
  if (theorem === undefined) throw new TacticFailure("ring failed, ring_nf subsidiary goal");
  state.close(theorem);
};

/** @throws {UnsupportedTactic} where the sides are equal by more than `ring` sees. */
export function proveRing(session: Session, target: Term): Theorem | undefined {
  const { budget } = session.state;
  const equation = unfoldTo(target, "eq");
  if (equation === undefined || !isNumeric(equation.args[0]!.type)) return undefined;
  const found = ringEquation(equation.args[0]!, equation.args[1]!, budget);
  if (found === undefined) return undefined;
  if (!isAllowed(session, found)) throw new UnsupportedTactic("ring with what it may take for an atom");
  return convert(found.theorem, target, budget);
}

/** Whether the theorem may be used: where the book's lemmas are derived, the kernel's word is enough. */
export const isAllowed = (session: Session, { isSure }: Judged): boolean =>
  isSure || session.state.strength === "kernel";
