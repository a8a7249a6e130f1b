import { proveInteger } from "../arithmetic/integer.ts";
import { proveLinear } from "../arithmetic/linear.ts";
import { ceiling, compare, floor, numerator, rational, type Rational } from "@lemma/lean-kernel/rational";
import type { Goal } from "../goal/goal.ts";
import { cut, type ProofState, TacticFailure } from "../goal/state.ts";
import {
  absurd,
  app,
  assume,
  cases as casesOf,
  eq,
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
import { turnedRound } from "./arithmetic.ts";
import { removeEntry, renameEntry, substituteBy } from "./patterns.ts";
import { rewriteEverywhere } from "./substitution.ts";
import type { TacticRule } from "./tactic.ts";

/** As many cases as this at once are taken wherever they are met. */
const fewCases = 400n;
/** More are taken as long as they are no more than this in one proof: of 2,000 goals, each with 2,000 of its own, nobody sees the end. */
const mostCases = 2_500n;
const manyTaken = new WeakMap<ProofState, bigint>();

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
  const count = upper.value - lower.value + 1n;
  if (count > fewCases) {
    const taken = (manyTaken.get(state) ?? 0n) + count;
    if (taken > mostCases) throw new UnsupportedTactic("interval_cases over so many values");
    manyTaken.set(state, taken);
  }
  const below = prove(session, lower, le(numeral(lower.value, x.type), x));
  const above = prove(session, upper, le(x, numeral(upper.value, x.type)));
  if (lower.value > upper.value) {
    state.close(absurd(intervalRule(below, above, state.budget), goal.target));
    return;
  }
  const name = `✝interval${state.budget.spent}`;
  const cases = Array.from({ length: Number(upper.value - lower.value) + 1 }, (_, i): Goal => {
    const formula = eq(x, numeral(lower.value + BigInt(i), x.type));
    return { entries: [...goal.entries, { kind: "hypothesis", name, formula }], target: goal.target };
  });
  const rest = state.holes.slice(1);
  state.refine(cases, (parts) => joined(session, x, below, above, parts));
  const opened = state.holes.slice(0, cases.length);
  state.holes = [
    ...opened.flatMap((hole) =>
      state.focus(hole, () => (x.tag === "var" ? substituteBy(session, name) : become(session, name, names[0]))),
    ),
    ...rest,
  ];
};

/** So many cases at once are one disjunction; more are halved, so that no term becomes as deep as there are cases. */
const atOnce = 64;

/** `lo ≤ x`, `x ≤ hi` and a proof for each value of x between them give a proof. */
function joined(session: Session, x: Term, lower: Theorem, upper: Theorem, parts: readonly Theorem[]): Theorem {
  const { budget } = session.state;
  if (parts.length <= atOnce) return oneByOne(intervalRule(lower, upper, budget), parts);
  const half = Math.floor(parts.length / 2);
  const first = numberOf((lower.conclusion as Term & { tag: "app" }).args[0]!, budget)!;
  const middle = numerator(first) + BigInt(half);
  const [under, over] = [le(x, numeral(middle - 1n, x.type)), le(numeral(middle, x.type), x)];
  const either = proveInteger([], app("or", [under, over]), budget);
  if (either === undefined) throw new TacticFailure("interval_cases failed: the interval does not halve");
  return casesOf(
    either,
    joined(session, x, lower, assume(under), parts.slice(0, half)),
    joined(session, x, assume(over), upper, parts.slice(half)),
  );
}

/** `x = 1 ∨ x = 2 ∨ x = 3` and a proof from each. */
function oneByOne(disjunction: Theorem, parts: readonly Theorem[]): Theorem {
  const [first, ...more] = parts as readonly [Theorem, ...Theorem[]];
  if (more.length === 0) return cut(disjunction, first);
  const others = (disjunction.conclusion as Term & { tag: "app" }).args[1]!;
  return casesOf(disjunction, first, oneByOne(assume(others), more));
}

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
