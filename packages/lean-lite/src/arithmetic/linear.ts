import type { Budget } from "@lemma/lean-kernel/budget";
import { linarith } from "../engines/linarith.ts";
import type { Comparison } from "../engines/problem.ts";
import { nlinarith } from "../engines/nlinarith.ts";
import { type Monomial, type Polynomial, scale } from "@lemma/lean-kernel/polynomial";
import {
  arithmetic,
  assume,
  Embedding,
  equal,
  type Fact,
  falseTerm,
  type Multiple,
  negations,
  type Refutation,
  RuleError,
  type Term,
  type Theorem,
  tighten,
} from "@lemma/lean-kernel";
import type { Judged } from "./hiding.ts";
import { LinearAtoms } from "./linear-atoms.ts";

export interface LinearOptions {
  /** Also use products of facts and squares of these terms. */
  readonly squares?: readonly Term[];
  readonly products?: boolean;
  /** The atoms that are known to be natural numbers, instead of all. */
  readonly naturals?: ReadonlySet<Term>;
}

/**
 * What `linarith` proves, or `nlinarith` with `products`. Unsure is what the kernel proves from what Mathlib's preprocessing does not
 * see: inside of casts and other atoms, across types, in the sign of natural products.
 * @throws {StepLimitError}
 */
export function proveAsLinarith(
  premises: readonly Theorem[],
  goal: Term,
  budget: Budget,
  { squares = [], products = false }: LinearOptions = {},
): Judged | undefined {
  const atoms = new LinearAtoms();
  const given = premises.map((theorem) => ({ theorem, formula: atoms.formula(theorem.conclusion) }));
  const hiddenGoal = atoms.formula(goal);
  const roots = squares.map((term) => atoms.term(term, false));
  const all = [...given, ...atoms.casts];
  const found = proveLinear(
    all.map(({ formula }) => assume(formula)),
    hiddenGoal,
    budget,
    { squares: roots, products, naturals: atoms.naturals },
  );
  if (found !== undefined) return { theorem: atoms.restore(found, all), isSure: true };
  const beyond = proveLinear(premises, goal, budget, { squares, products });
  return beyond && { theorem: beyond, isSure: false };
}

/**
 * Proves a comparison, or False, from comparisons by linear arithmetic over ordered fields (over ℕ and ℤ with strict bounds
 * rounded). The engine finds multipliers, the kernel checks them.
 * @throws {StepLimitError}
 */
export function proveLinear(
  premises: readonly Theorem[],
  goal: Term,
  budget: Budget,
  options: LinearOptions = {},
): Theorem | undefined {
  const embedding = new Embedding(budget);
  const used: Theorem[] = [];
  const facts: Fact[] = [];
  let skipped = false;
  for (const premise of premises) {
    const fact = embedding.fact(premise.conclusion);
    if (fact === undefined) continue;
    if (fact.relation === "ne" || !embedding.isOrdered(fact.polynomial)) skipped = true;
    else {
      used.push(premise);
      facts.push(fact);
    }
  }
  // The kernel numbers atoms as it reads the premises it is given; those left out must not have taken a number here.
  if (skipped) return proveLinear(used, goal, budget, options);
  let denied: readonly (Fact | undefined)[];
  if (equal(goal, falseTerm)) denied = [undefined];
  else {
    if (embedding.fact(goal) === undefined) return undefined;
    try {
      denied = negations(goal, embedding);
    } catch (error) {
      if (error instanceof RuleError) return undefined;
      throw error;
    }
  }
  // The kernel knows the atoms of facts and goal, and no more.
  const isKnown = (atom: Term): boolean =>
    embedding.atoms.some((known) => known.kind === "term" && equal(known.term, atom));
  const naturals = options.naturals && [...options.naturals].filter(isKnown).map((atom) => embedding.polynomial(atom));
  const squares = (options.squares ?? []).map((term) => embedding.polynomial(term));
  const certificates: Refutation[] = [];
  for (const negation of denied) {
    const refutation = refute(
      negation === undefined ? facts : [...facts, negation],
      squares,
      options.products === true,
      naturals,
      embedding,
      budget,
    );
    if (refutation === undefined) return undefined;
    certificates.push(refutation);
  }
  return arithmetic(used, goal, certificates, budget);
}

function refute(
  given: readonly Fact[],
  squares: readonly Polynomial[],
  products: boolean,
  naturals: readonly Polynomial[] | undefined,
  embedding: Embedding,
  budget: Budget,
): Refutation | undefined {
  const known = [...given];
  const steps: ((rest: Refutation) => Refutation)[] = [];
  const hypotheses: Comparison[] = [];
  const places: number[] = [];
  const add = (fact: Fact, place: number): void => {
    if (fact.relation === "ne") return;
    hypotheses.push({ polynomial: fact.polynomial, relation: fact.relation });
    places.push(place);
  };
  given.forEach((fact, i) => {
    const tight = fact.relation === "lt" ? tighten(fact, embedding) : undefined;
    if (tight !== undefined && tight !== "absurd") {
      steps.push((rest) => ({ by: "tighten", hypothesis: i, rest }));
      add(tight, known.length);
      known.push(tight);
    } else add(fact, i);
  });
  for (const polynomial of naturals ?? naturalMonomials(known, embedding)) {
    steps.push((rest) => ({ by: "natural", polynomial, rest }));
    const fact: Fact = { relation: "le", polynomial: scale(polynomial, -1) };
    add(fact, known.length);
    known.push(fact);
  }
  const finish = (multiples: readonly Multiple[]): Refutation =>
    steps.reduceRight<Refutation>((rest, step) => step(rest), { by: "sum", multiples });
  const direct = linarith(hypotheses, budget);
  if (direct !== undefined) {
    return finish(
      direct.map(({ hypothesis, multiplier }) => ({ multiplier, factors: [{ hypothesis: places[hypothesis]! }] })),
    );
  }
  if (!products) return undefined;
  const found = nlinarith({ hypotheses, squares }, budget);
  return found === undefined
    ? undefined
    : finish(
        found.map(({ multiplier, factors }) => ({
          multiplier,
          factors: factors.map((factor) =>
            "hypothesis" in factor ? { hypothesis: places[factor.hypothesis]! } : { square: squares[factor.square]! },
          ),
        })),
      );
}

/** The monomials of the facts that are natural numbers, each as a polynomial. */
export function naturalMonomials(facts: readonly Fact[], embedding: Embedding): Polynomial[] {
  const found = new Map<string, Polynomial>();
  const consider = (m: Monomial): void => {
    if (m.key === "" || found.has(m.key)) return;
    if (m.factors.every(([id]) => embedding.atoms[id]!.natural))
      found.set(m.key, new Map([[m.key, { monomial: m, coefficient: 1 }]]));
  };
  for (const { polynomial } of facts) for (const { monomial } of polynomial.values()) consider(monomial);
  return [...found.values()];
}
