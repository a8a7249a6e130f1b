import type { Budget } from "@lemma/lean-kernel/budget";
import { type CaseProof, type IntegerFact, omega, type OmegaProblem, type Source } from "../engines/omega.ts";
import type { Monomial, Polynomial } from "@lemma/lean-kernel/polynomial";
import { denominator, gcd, numerator, rational } from "@lemma/lean-kernel/rational";
import {
  abstractTerm,
  app,
  type AppTerm,
  arithmetic,
  assume,
  byContradiction,
  cases,
  type Clause,
  clauseOf,
  convert,
  decide,
  Embedding,
  equal,
  evaluation,
  type Fact,
  falseTerm,
  int,
  isApp,
  isDivides,
  isIntegral,
  lt,
  type Multiple,
  nat,
  not,
  numeral,
  oneOf,
  type Refutation,
  rewrite,
  sameType,
  side,
  type Term,
  type Theorem,
  tighten,
} from "@lemma/lean-kernel";
import { negationNormal, useLemma } from "./negation.ts";
import { naturalMonomials } from "./linear.ts";

/** Linear arithmetic over ℕ and ℤ with `/`, `%`, `∣` by literals and subtraction on ℕ, whose atoms are monomials. */
export function proveInteger(premises: readonly Theorem[], goal: Term, budget: Budget): Theorem | undefined {
  const denial = equal(goal, falseTerm) ? [] : [assume(not(goal))];
  const known: Collected = { plain: [], nested: [] };
  for (const premise of [...premises, ...denial]) collect(premise, known, budget);
  const found = contradiction(known, budget);
  if (found === undefined) return undefined;
  return denial.length === 0 ? found : byContradiction(goal, found);
}

/** What premises say: comparisons and disjunctions of conjunctions of them, and what is nested deeper. */
interface Collected {
  readonly plain: Theorem[];
  readonly nested: Theorem[];
}

/** False from the plain facts; where they do not suffice, in both cases of a nested disjunction. */
function contradiction({ plain, nested }: Collected, budget: Budget): Theorem | undefined {
  const facts: Theorem[] = [];
  const seen: Term[] = [];
  for (const { conclusion } of plain) explain(conclusion, facts, seen, budget);
  const direct = refute([...plain, ...facts], budget);
  const [first, ...rest] = nested;
  if (direct !== undefined || first === undefined) return direct;
  const sides: Theorem[] = [];
  for (const side of (first.conclusion as AppTerm).args) {
    const inner: Collected = { plain: [...plain], nested: [...rest] };
    collect(assume(side), inner, budget);
    const found = contradiction(inner, budget);
    if (found === undefined) return undefined;
    sides.push(found);
  }
  return cases(first, sides[0]!, sides[1]!);
}

/** Splits a premise into comparisons of integers and disjunctions of such; leaves out what says nothing about them. */
function collect(premise: Theorem, into: Collected, budget: Budget): void {
  const known = literal(premise, budget);
  const formula = known.conclusion;
  if (isApp(formula, "and")) {
    collect(side(known, 0), into, budget);
    collect(side(known, 1), into, budget);
    return;
  }
  if (isPlain(formula)) into.plain.push(known);
  else if (isApp(formula, "or")) into.nested.push(known);
}

const isComparison = (formula: Term): boolean =>
  formula.tag === "app" && oneOf(formula.op, "eq", "le", "lt", "ge", "gt") && isIntegral(formula.args[0]!.type);

const isConjunction = (formula: Term): boolean =>
  isApp(formula, "and") ? formula.args.every(isConjunction) : isComparison(formula);

const isPlain = (formula: Term): boolean =>
  isApp(formula, "or") ? formula.args.every(isPlain) : isConjunction(formula);

/** Divisibility as remainders, then negation normal form. */
const literal = (premise: Theorem, budget: Budget): Theorem =>
  negationNormal(divisibilityAsRemainder(premise, budget), budget, true);

/** `k ∣ a` becomes `a % k = 0` wherever it stands. */
export function divisibilityAsRemainder(premise: Theorem, budget: Budget): Theorem {
  let current = premise;
  for (;;) {
    budget.spend(1);
    const part = divisibilityIn(current.conclusion);
    const motive = part === undefined ? undefined : abstractTerm(current.conclusion, part);
    if (part === undefined || motive === undefined) return current;
    const natural = sameType(part.args[0]!.type, nat);
    current = rewrite(useLemma(natural ? "Nat.dvd_mod✝" : "Int.dvd_mod✝", undefined, part.args), motive, current);
  }
}

function divisibilityIn(formula: Term): AppTerm | undefined {
  if (formula.tag !== "app" || formula.loose > 0) return undefined;
  if (isDivides(formula) && isIntegral(formula.args[0]!.type)) return formula;
  if (!oneOf(formula.op, "and", "or", "imp", "iff", "not")) return undefined;
  for (const arg of formula.args) {
    const found = divisibilityIn(arg);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Adds what defines the quotients, remainders and truncated differences in a formula. */
function explain(formula: Term, into: Theorem[], seen: Term[], budget: Budget): void {
  const walk = (term: Term): void => {
    budget.spend(1);
    if (term.tag !== "app" || term.loose > 0) return;
    term.args.forEach(walk);
    if (!oneOf(term.op, "div", "mod", "sub", "min", "max", "toNat", "natAbs") || !isIntegral(term.args[0]!.type))
      return;
    if (seen.some((known) => equal(known, term))) return;
    seen.push(term);
    const [a, b] = term.args as [Term, Term];
    const natural = sameType(a.type, nat);
    switch (term.op) {
      case "sub":
        if (natural) into.push(useLemma("Nat.sub_split✝", undefined, [a, b]));
        return;
      case "min":
      case "max":
        into.push(useLemma(`${term.op}_cases✝`, a.type, [a, b]));
        return;
      case "toNat":
        into.push(useLemma("Int.toNat_split✝", undefined, [a]));
        return;
      case "natAbs":
        into.push(useLemma("Int.natAbs_split✝", undefined, [a]));
        return;
      default: {
        const other = app(term.op === "div" ? "mod" : "div", [a, b]);
        if (seen.some((known) => equal(known, other))) return;
        divisionFacts(a, b, into, budget);
      }
    }
  };
  walk(formula);
}

function divisionFacts(a: Term, b: Term, into: Theorem[], budget: Budget): void {
  const zero = numeral(0, b.type);
  const positive = lt(zero, b);
  if (decide(positive, budget) !== true) {
    if (sameType(b.type, int) && decide(app("ne", [b, zero]), budget) === true) {
      into.push(useLemma("Int.ediv_add_emod", undefined, [a, b]));
      into.push(useLemma("Int.emod_nonneg", undefined, [a, b], [evaluation(app("ne", [b, zero]), budget)]));
      into.push(useLemma("Int.emod_lt_neg✝", undefined, [a, b], [evaluation(lt(b, zero), budget)]));
    }
    return;
  }
  const isPositive = evaluation(positive, budget);
  if (sameType(a.type, nat)) {
    into.push(useLemma("Nat.div_add_mod", undefined, [a, b]));
    into.push(useLemma("Nat.mod_lt", undefined, [a, b], [convert(isPositive, app("gt", [b, zero]), budget)]));
    return;
  }
  into.push(useLemma("Int.ediv_add_emod", undefined, [a, b]));
  into.push(useLemma("Int.emod_nonneg", undefined, [a, b], [evaluation(app("ne", [b, zero]), budget)]));
  into.push(useLemma("Int.emod_lt_of_pos", undefined, [a, b], [isPositive]));
}

class Translation {
  readonly embedding: Embedding;
  readonly #ids = new Map<string, number>();
  readonly #monomials: Monomial[] = [];

  constructor(embedding: Embedding) {
    this.embedding = embedding;
  }

  /** Integers only, all coefficients integral; undefined where an atom is no integer. */
  integerFact(fact: Fact): IntegerFact | undefined {
    if (fact.relation === "ne" || !this.embedding.isIntegral(fact.polynomial)) return undefined;
    let bottom = 1n;
    for (const { coefficient } of fact.polynomial.values()) {
      const d = denominator(coefficient);
      bottom = (bottom / gcd(bottom, d)) * d;
    }
    const coefficients = new Map<number, bigint>();
    let constant = 0n;
    for (const { monomial, coefficient } of fact.polynomial.values()) {
      const value = numerator(coefficient) * (bottom / denominator(coefficient));
      if (monomial.key === "") constant = value;
      else coefficients.set(this.#id(monomial), value);
    }
    if (fact.relation === "lt") return { relation: "le", coefficients, constant: constant + 1n };
    return { relation: fact.relation, coefficients, constant };
  }

  #id(m: Monomial): number {
    let id = this.#ids.get(m.key);
    if (id === undefined) {
      id = this.#monomials.length;
      this.#monomials.push(m);
      this.#ids.set(m.key, id);
    }
    return id;
  }

  polynomial(fact: IntegerFact): Polynomial {
    const terms = new Map<string, { monomial: Monomial; coefficient: ReturnType<typeof rational> }>();
    for (const [id, c] of fact.coefficients) {
      const monomial = this.#monomials[id]!;
      terms.set(monomial.key, { monomial, coefficient: rational(c) });
    }
    if (fact.constant !== 0n)
      terms.set("", { monomial: { key: "", factors: [] }, coefficient: rational(fact.constant) });
    return terms;
  }
}

function refute(premises: readonly Theorem[], budget: Budget): Theorem | undefined {
  const embedding = new Embedding(budget);
  const facts: Fact[] = [];
  const clauses: Clause[] = [];
  const used: Theorem[] = [];
  for (const premise of premises) {
    const fact = embedding.fact(premise.conclusion);
    const clause = fact === undefined ? clauseOf(premise.conclusion, embedding) : undefined;
    if (fact === undefined && clause === undefined) continue;
    used.push(premise);
    if (fact !== undefined) facts.push(fact);
    else clauses.push(clause!);
  }
  const translation = new Translation(embedding);
  const every = [...facts, ...clauses.flat(2)];
  const naturals = naturalMonomials(every, embedding);
  const known: Fact[] = [...facts, ...naturals.map((p): Fact => ({ relation: "le", polynomial: negative(p) }))];
  const places: number[] = [];
  const integerFacts: IntegerFact[] = [];
  known.forEach((fact, place) => {
    const translated = translation.integerFact(fact);
    if (translated === undefined) return;
    places.push(place);
    integerFacts.push(translated);
  });
  const clausePlaces: number[] = [];
  const integerClauses: IntegerFact[][][] = [];
  clauses.forEach((clause, place) => {
    const translated = clause.map((alternative) => alternative.map((fact) => translation.integerFact(fact)));
    if (translated.some((alternative) => alternative.includes(undefined))) return;
    clausePlaces.push(place);
    integerClauses.push(translated as IntegerFact[][]);
  });
  const problem: OmegaProblem = { facts: integerFacts, clauses: integerClauses };
  const proof = omega(problem, budget);
  if (proof === undefined) return undefined;
  const certificate = naturals.reduceRight<Refutation>(
    (rest, polynomial) => ({ by: "natural", polynomial, rest }),
    translate(
      proof,
      problem,
      { known: known.length, places, clausePlaces, chosen: new Map() },
      translation,
      known,
      clauses,
    ),
  );
  return arithmetic(used, falseTerm, [certificate], budget);
}

const negative = (p: Polynomial): Polynomial =>
  new Map(
    [...p].map(([key, term]) => [
      key,
      { ...term, coefficient: rational(-numerator(term.coefficient), denominator(term.coefficient)) },
    ]),
  );

interface Context {
  /** How many facts the kernel knows by now. */
  readonly known: number;
  readonly places: readonly number[];
  readonly clausePlaces: readonly number[];
  /** Clause → place of its chosen alternative's first fact. */
  readonly chosen: ReadonlyMap<number, number>;
}

function translate(
  proof: CaseProof,
  problem: OmegaProblem,
  context: Context,
  translation: Translation,
  known: readonly Fact[],
  clauses: readonly Clause[],
): Refutation {
  if (proof.kind === "cases") {
    const place = context.clausePlaces[proof.clause]!;
    return {
      by: "clause",
      clause: place,
      branches: proof.branches.map((branch, i) => {
        const added = clauses[place]![i]!;
        const chosen = new Map([...context.chosen, [proof.clause, context.known]]);
        const inner = { ...context, known: context.known + added.length, chosen };
        return translate(branch, problem, inner, translation, [...known, ...added], clauses);
      }),
    };
  }
  const steps: ((rest: Refutation) => Refutation)[] = [];
  const all = [...known];
  const derivedPlaces: number[] = [];
  const rounded = new Map<number, number>();
  /** The kernel's facts may be strict or have a common factor; the engine's are rounded: round once, on first use. */
  const round = (place: number): number => {
    const fact = all[place]!;
    if (fact.relation !== "lt") return place;
    const before = rounded.get(place);
    if (before !== undefined) return before;
    const tight = tighten(fact, translation.embedding);
    if (tight === undefined || tight === "absurd") return place;
    steps.push((rest) => ({ by: "tighten", hypothesis: place, rest }));
    all.push(tight);
    rounded.set(place, all.length - 1);
    return all.length - 1;
  };
  const placeOf = (source: Source): { place: number; engine: IntegerFact } => {
    switch (source.kind) {
      case "fact":
        return { place: context.places[source.index]!, engine: problem.facts[source.index]! };
      case "case":
        return {
          place: context.chosen.get(source.clause)! + source.index,
          engine: problem.clauses[source.clause]![source.alternative]![source.index]!,
        };
      case "step":
        return { place: derivedPlaces[source.index]!, engine: derived[source.index]! };
    }
  };
  const derived: IntegerFact[] = [];
  let last: Refutation = { by: "sum", multiples: [] };
  for (const step of proof.steps) {
    const multiples: Multiple[] = step.parts.map(({ multiplier, source }) => {
      const { place, engine } = placeOf(source);
      const at = round(place);
      // The kernel's fact is a positive multiple of the engine's, save for rounding.
      return { multiplier: scaled(multiplier, engine, all[at]!, translation), factors: [{ hypothesis: at }] };
    });
    const sum = combine(step, placeOf);
    steps.push((rest) => ({ by: "derive", multiples, rest }));
    all.push({ relation: sum.relation, polynomial: translation.polynomial(sum) });
    let place = all.length - 1;
    const tight = sum.coefficients.size === 0 ? undefined : tighten(all[place]!, translation.embedding);
    last = {
      by: "sum",
      multiples: [
        { multiplier: sum.relation === "eq" && sum.constant < 0n ? -1 : 1, factors: [{ hypothesis: place }] },
      ],
    };
    if (tight === "absurd") {
      last = { by: "tighten", hypothesis: place, rest: last };
      break;
    }
    let result = sum;
    if (step.divisor !== 1n && tight !== undefined) {
      const at = place;
      steps.push((rest) => ({ by: "tighten", hypothesis: at, rest }));
      all.push(tight);
      place = all.length - 1;
      result = translation.integerFact(tight)!;
    }
    derived.push(result);
    derivedPlaces.push(place);
  }
  return steps.reduceRight<Refutation>((rest, make) => make(rest), last);
}

/** What the multiplier of the engine's fact is for the kernel's, which may differ by a positive factor. */
function scaled(
  multiplier: bigint,
  engine: IntegerFact,
  fact: Fact,
  translation: Translation,
): ReturnType<typeof rational> {
  const polynomial = translation.polynomial(engine);
  for (const [key, { coefficient }] of polynomial) {
    if (key === "") continue;
    const own = fact.polynomial.get(key)?.coefficient;
    if (own === undefined) break;
    return rational(multiplier * numerator(coefficient) * denominator(own), denominator(coefficient) * numerator(own));
  }
  return rational(multiplier);
}

function combine(
  step: { readonly parts: readonly { readonly multiplier: bigint; readonly source: Source }[] },
  placeOf: (source: Source) => { engine: IntegerFact },
): IntegerFact {
  const coefficients = new Map<number, bigint>();
  let constant = 0n;
  let relation: "eq" | "le" = "eq";
  for (const { multiplier, source } of step.parts) {
    const { engine } = placeOf(source);
    if (engine.relation === "le") relation = "le";
    for (const [atom, c] of engine.coefficients)
      coefficients.set(atom, (coefficients.get(atom) ?? 0n) + multiplier * c);
    constant += multiplier * engine.constant;
  }
  for (const [atom, c] of coefficients) if (c === 0n) coefficients.delete(atom);
  return { relation, coefficients, constant };
}
