import { proveLinear } from "../arithmetic/linear.ts";
import { ceiling, compare, floor, rational, type Rational } from "@lemma/lean-kernel/rational";
import type { Goal } from "../goal/goal.ts";
import { cut, TacticFailure } from "../goal/state.ts";
import {
  assume,
  equal,
  intervalCases as intervalRule,
  isIntegral,
  le,
  nat,
  numberOf,
  numeral,
  sameType,
  type Term,
  type Theorem,
} from "@lemma/lean-kernel";
import { needHypothesis, type Session, termIn } from "../proof/session.ts";
import { UnsupportedTactic } from "../proof/failures.ts";
import type { Pattern } from "../syntax/tree.ts";
import { turnedRound } from "./arithmetic.ts";
import { destructure, removeEntry, renameEntry } from "./patterns.ts";
import { rewriteEverywhere } from "./substitution.ts";
import type { TacticRule } from "./tactic.ts";

const mostCases = 400n;

/** A bound on the term that a hypothesis states, rounded to the integers. */
interface Bound {
  readonly value: bigint;
  readonly premise: Theorem | undefined;
}

/** `interval_cases x`: one goal for each integer between the best bounds that the context has for x, which becomes it. */
export const intervalCases: TacticRule = (session, { terms = [], names = [] }) => {
  const { state } = session;
  const { goal } = state;
  if (terms.length === 0) throw new UnsupportedTactic("interval_cases without a term");
  const x = termIn(session, goal, terms[0]!);
  if (!isIntegral(x.type)) throw new TacticFailure("interval_cases failed: the term is not an integer");
  const { lower, upper } = boundsOf(session, goal, x);
  if (lower === undefined || upper === undefined)
    throw new TacticFailure(`interval_cases failed: could not find ${lower === undefined ? "lower" : "upper"} bound`);
  if (upper.value - lower.value >= mostCases) throw new UnsupportedTactic("interval_cases over so many values");
  const below = prove(session, lower, le(numeral(lower.value, x.type), x));
  const above = prove(session, upper, le(x, numeral(upper.value, x.type)));
  const disjunction = intervalRule(below, above, state.budget);
  const name = `✝interval${state.budget.spent}`;
  state.refine(
    [
      {
        entries: [...goal.entries, { kind: "hypothesis", name, formula: disjunction.conclusion }],
        target: goal.target,
      },
    ],
    ([proof]) => cut(disjunction, proof!),
  );
  const equation = `✝is${state.budget.spent}`;
  const each: Pattern = { kind: "name", name: x.tag === "var" ? "rfl" : equation };
  const count = Number(upper.value - lower.value) + 1;
  const pattern: Pattern =
    count <= 0 ? { kind: "tuple", items: [] } : { kind: "or", items: Array.from({ length: count }, () => each) };
  const rest = state.holes.slice(1);
  destructure(session, { name }, pattern);
  if (x.tag === "var") return;
  const cases = state.holes.slice(0, state.holes.length - rest.length);
  state.holes = [...cases.flatMap((hole) => state.focus(hole, () => become(session, equation, names[0]))), ...rest];
};

/** The term becomes its value everywhere; the equation stays where it was given a name. */
function become(session: Session, equation: string, name: string | undefined): void {
  const { formula } = needHypothesis(session.state.goal, equation);
  rewriteEverywhere(session, assume(formula), formula);
  if (name === undefined) removeEntry(session, equation);
  else renameEntry(session, equation, name);
}

function prove(session: Session, { premise }: Bound, goal: Term): Theorem {
  const theorem = proveLinear(premise === undefined ? [] : [premise], goal, session.state.budget);
  if (theorem === undefined) throw new TacticFailure("interval_cases failed: a bound does not round");
  return theorem;
}

function boundsOf(session: Session, goal: Goal, x: Term): { lower: Bound | undefined; upper: Bound | undefined } {
  let lower: Bound | undefined = sameType(x.type, nat) ? { value: 0n, premise: undefined } : undefined;
  let upper: Bound | undefined;
  const atLeast = (value: bigint, premise: Theorem): void => {
    if (lower === undefined || value > lower.value) lower = { value, premise };
  };
  const atMost = (value: bigint, premise: Theorem): void => {
    if (upper === undefined || value < upper.value) upper = { value, premise };
  };
  // Unlike `linarith`, it opens no conjunction.
  for (const entry of goal.entries) {
    if (entry.kind !== "hypothesis") continue;
    const premise = turnedRound(session, assume(entry.formula));
    const { conclusion } = premise;
    if (conclusion.tag !== "app" || conclusion.args.length !== 2) continue;
    const { op, args } = conclusion;
    const flipped = op === "gt" || op === "ge";
    if (!flipped && op !== "lt" && op !== "le") continue;
    const strict = op === "lt" || op === "gt";
    const [small, large] = flipped ? [args[1]!, args[0]!] : [args[0]!, args[1]!];
    if (equal(large, x)) {
      const value = valueOf(small, session);
      if (value !== undefined) atLeast(strict ? floor(value) + 1n : ceiling(value), premise);
    }
    if (equal(small, x)) {
      const value = valueOf(large, session);
      if (value !== undefined) atMost(strict ? ceiling(value) - 1n : floor(value), premise);
    }
  }
  return { lower, upper };
}

function valueOf(term: Term, session: Session): Rational | undefined {
  const value = numberOf(term, session.state.budget);
  // Bounds beyond any enumeration are no bounds.
  return value !== undefined && compare(value, rational(10n ** 12n)) < 0 ? value : undefined;
}
