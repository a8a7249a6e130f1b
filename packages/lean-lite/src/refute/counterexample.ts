import type { Random } from "@lemma/interfaces";
import {
  add,
  compare,
  divide,
  format,
  isInteger,
  multiply,
  negate,
  rational,
  type Rational,
  sign,
  subtract,
} from "@lemma/lean-kernel/rational";
import type { Goal } from "../goal/goal.ts";
import { instantiate, isApp, type Term, type Type, variable, type VarTerm } from "@lemma/lean-kernel";
import { exact, type Meaning } from "./meaning.ts";
import { holds, meaningOf } from "./semantics.ts";

/** Values of the variables, printed, at which every hypothesis holds and the goal does not. */
export type Counterexample = ReadonlyMap<string, string>;

/** A statement as variables, premises and conclusion, all leading `∀` and `→` of the goal taken down. */
export interface Flat {
  readonly variables: readonly VarTerm[];
  readonly premises: readonly Term[];
  readonly conclusion: Term;
}

export function flatten(goal: Goal): Flat {
  const variables: VarTerm[] = [];
  const premises: Term[] = [];
  for (const entry of goal.entries) {
    if (entry.kind === "var") variables.push(entry.term);
    else premises.push(entry.formula);
  }
  let conclusion = goal.target;
  for (;;) {
    const body = conclusion.tag === "app" ? conclusion.args[0] : undefined;
    if (isApp(conclusion, "forall") && body?.tag === "lam") {
      const fresh = variable(body.name, body.domain);
      variables.push(fresh);
      conclusion = instantiate(body, fresh);
    } else if (isApp(conclusion, "imp")) {
      premises.push(conclusion.args[0]!);
      conclusion = conclusion.args[1]!;
    } else return { variables, premises, conclusion };
  }
}

/** What sampling a statement found: how often it held with all premises true, and where it failed. */
export interface SampleReport {
  readonly confirmed: number;
  readonly counterexample: Counterexample | undefined;
}

/**
 * Tries a statement at small numbers, up to the first counterexample. An equation among the premises is solved for a
 * variable in which it is linear. A counterexample is certain: every premise is true and the conclusion false in exact
 * arithmetic, or in doubles that are far from a tie.
 */
export function sample(goal: Goal, random: Random, tries = 60): SampleReport {
  const { variables, premises, conclusion } = flatten(goal);
  let confirmed = 0;
  for (let i = 0; i < tries; i += 1) {
    const assignment = new Map<number, Meaning>();
    for (const { id, type } of variables) {
      const value = draw(type, random, i);
      if (value === undefined) return { confirmed, counterexample: undefined };
      assignment.set(id, value);
    }
    solveEquations(premises, variables, assignment, random);
    const truth = holds(conclusion, assignment) ?? (holds(conclusion, assignment, true) === true ? true : undefined);
    if (truth === undefined || !premises.every((premise) => holds(premise, assignment) === true)) continue;
    if (!truth) {
      const values = variables.map(({ id, name }) => [name, print(assignment.get(id)!)] as const);
      return { confirmed, counterexample: new Map(values) };
    }
    confirmed += 1;
  }
  return { confirmed, counterexample: undefined };
}

export const findCounterexample = (goal: Goal, random: Random, tries = 60): Counterexample | undefined =>
  sample(goal, random, tries).counterexample;

function draw(type: Type, random: Random, round: number): Meaning | undefined {
  const spread = round % 3 === 0 ? 3 : round % 3 === 1 ? 8 : 30;
  switch (type.key) {
    case "ℕ":
      return exact(random.integer(spread));
    case "ℤ":
      return exact(random.between(-spread, spread));
    case "ℚ":
    case "ℝ":
      return exact(rational(random.between(-spread, spread), random.chance(0.5) ? 1 : random.between(1, 4)));
    case "Prop":
      return { kind: "truth", value: random.chance(0.5) };
    default:
      break;
  }
  const [domain, range] = type.args;
  if (type.name === "→" && domain !== undefined && range !== undefined) return drawFunction(domain, range, random);
  if (type.name === "Equiv" && domain !== undefined) return drawBijection(domain, random);
  // A finite set is a set too.
  if ((type.name === "Finset" || type.name === "Set") && domain !== undefined) {
    const elements = new Set(Array.from({ length: random.integer(5) }, () => random.integer(9)));
    return { kind: "set", elements: [...elements] };
  }
  return undefined;
}

/** Affine and quadratic functions on numbers, predicates by parity or order. */
function drawFunction(domain: Type, range: Type, random: Random): Meaning | undefined {
  const numeric = /^[ℕℤℚℝ]$/;
  if (!numeric.test(domain.key)) return undefined;
  const low = range.key === "ℕ" ? 0 : -3;
  const [a, b, c] = [random.chance(0.4) ? random.between(low, 2) : 0, random.between(low, 3), random.between(low, 4)];
  if (range.key === "Prop") {
    return {
      kind: "function",
      apply: (x) => (x.kind === "exact" ? { kind: "truth", value: compare(x.value, c) > 0 } : undefined),
    };
  }
  // A rational argument could leave ℕ or ℤ.
  if (!numeric.test(range.key) || ((range.key === "ℕ" || range.key === "ℤ") && !/^[ℕℤ]$/.test(domain.key)))
    return undefined;
  if (range.key === "ℕ" && domain.key === "ℤ") return undefined;
  return {
    kind: "function",
    apply: (x) => (x.kind === "exact" ? exact(add(multiply(add(multiply(a, x.value), b), x.value), c)) : undefined),
  };
}

/** x ↦ a x + b, with what takes it back; on ℕ only the exchange of each even number with the next. */
function drawBijection(of: Type, random: Random): Meaning | undefined {
  const map =
    (f: (x: Rational) => Rational) =>
    (x: Meaning): Meaning | undefined =>
      x.kind === "exact" ? exact(f(x.value)) : undefined;
  if (of.key === "ℕ") {
    const exchange = map((x) => add(x, isInteger(divide(x, 2)) ? 1 : -1));
    return { kind: "bijection", to: exchange, from: exchange };
  }
  const slopes = of.key === "ℤ" ? [1, -1] : [1, -1, 2, -3];
  if (!/^[ℤℚℝ]$/.test(of.key)) return undefined;
  const [a, b] = [random.choice(slopes), random.between(-4, 4)];
  return {
    kind: "bijection",
    to: map((x) => add(multiply(a, x), b)),
    from: map((x) => divide(subtract(x, b), a)),
  };
}

/** Sets one variable of each equation so that it holds, where the equation is linear in that variable. */
function solveEquations(
  premises: readonly Term[],
  variables: readonly VarTerm[],
  assignment: Map<number, Meaning>,
  random: Random,
): void {
  const settled = new Set<number>();
  for (const premise of premises) {
    if (!isApp(premise, "eq") || holds(premise, assignment) === true) continue;
    for (const { id, type } of random.shuffle(variables)) {
      if (settled.has(id) || !/^[ℕℤℚℝ]$/.test(type.key)) continue;
      const root = linearRoot(premise.args[0]!, premise.args[1]!, id, assignment);
      if (root === undefined || !fits(root, type)) continue;
      assignment.set(id, exact(root));
      settled.add(id);
      break;
    }
  }
}

function linearRoot(
  left: Term,
  right: Term,
  id: number,
  assignment: ReadonlyMap<number, Meaning>,
): Rational | undefined {
  const difference = (x: Rational): Rational | undefined => {
    const at = new Map(assignment).set(id, exact(x));
    const [l, r] = [meaningOf(left, at), meaningOf(right, at)];
    return l?.kind === "exact" && r?.kind === "exact" ? subtract(l.value, r.value) : undefined;
  };
  const [f1, f2, f3] = [difference(1), difference(2), difference(3)];
  if (f1 === undefined || f2 === undefined || f3 === undefined) return undefined;
  const slope = subtract(f2, f1);
  if (sign(slope) === 0 || compare(subtract(f3, f2), slope) !== 0) return undefined;
  return add(1, divide(negate(f1), slope));
}

const fits = (value: Rational, type: Type): boolean =>
  type.key === "ℚ" || type.key === "ℝ" || (isInteger(value) && (type.key === "ℤ" || sign(value) >= 0));

function print(meaning: Meaning): string {
  if (meaning.kind === "exact") return format(meaning.value);
  if (meaning.kind === "set") return `{${meaning.elements.map(format).join(", ")}}`;
  return "value" in meaning ? String(meaning.value) : `a ${meaning.kind}`;
}
