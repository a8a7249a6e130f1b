import type { Budget } from "./budget.ts";
import { equalPolynomials, scale } from "./number/polynomial.ts";
import { isInteger, numerator } from "./number/rational.ts";
import { Embedding, type Fact } from "./embed.ts";
import { decide, numberOf } from "./evaluate.ts";
import { at, eq, falseTerm, forall, iff, imp, normalize, not, numeral, or, and } from "./logic.ts";
import { hide } from "./hide.ts";
import { joinLemmas, type LemmaSet, noLemmas } from "./rests.ts";
import { type Clause, type Refutation, refutes } from "./refutation.ts";
import {
  abstract,
  app,
  type AppTerm,
  betaHead,
  call,
  equal,
  freshId,
  isApp,
  isMade,
  isProp,
  type LamTerm,
  num,
  occursVar,
  type Term,
  variable,
  type VarTerm,
} from "./term.ts";
import { isIntegral, isNumeric, nat, sameType } from "./type.ts";

/** A rule was used where it does not apply. A tactic's bug, or a certificate that does not check; never a proof. */
export class RuleError extends Error {
  override readonly name = "RuleError";

  constructor(message: string) {
    // Search tries rules by the thousand, and nobody reads where one refused: taking the stack would cost more than the rule.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(message);
    Error.stackTraceLimit = stackTraceLimit;
  }
}

class Proved {
  readonly #made = true;
  declare readonly hypotheses: readonly Term[];
  declare readonly conclusion: Term;
  /** The lemmas of the book that its proof uses, by number. */
  declare readonly lemmas: LemmaSet;

  constructor(hypotheses: readonly Term[], conclusion: Term, lemmas: LemmaSet) {
    this.hypotheses = Object.freeze(hypotheses);
    this.conclusion = conclusion;
    this.lemmas = lemmas;
    Object.freeze(this);
  }

  static isMade(value: object): boolean {
    return #made in value && value.#made;
  }
}
hide(Proved);

/**
 * `hypotheses ⊢ conclusion`: in every assignment of values to the free variables where all hypotheses hold, so does the
 * conclusion. Only the rules of this file make one: the class does not leave it, each rule asks its premises for the private
 * mark, and neither a theorem nor a term in it can be changed.
 */
export type Theorem = Proved;

/** Whether a rule made the value: what has a theorem's shape and type may still be a forgery. */
export const isTheorem = (value: unknown): value is Theorem =>
  typeof value === "object" && value !== null && Proved.isMade(value);

/** The end of every rule: `premises` is what it rests on, whose genuineness is all that is left to check, and whose lemmas it inherits. */
function make(premises: readonly Theorem[], hypotheses: readonly Term[], conclusion: Term): Theorem {
  let lemmas = noLemmas;
  for (const premise of premises) {
    need(Proved.isMade(premise), "a premise was not made by a rule");
    lemmas = joinLemmas(lemmas, premise.lemmas);
  }
  need(isMade(conclusion), "the conclusion is not a term");
  need(isProp(conclusion) && !conclusion.open && conclusion.loose === 0, "the conclusion is not a closed-off formula");
  return new Proved(hypotheses, conclusion, lemmas);
}

const need: (condition: boolean, reason: string) => asserts condition = (condition, reason) => {
  if (!condition) throw new RuleError(reason);
};

function join(...theorems: readonly Theorem[]): readonly Term[] {
  const [first, ...others] = theorems;
  let all = first?.hypotheses ?? [];
  for (const { hypotheses } of others) {
    if (hypotheses === all) continue;
    const missing = hypotheses.filter((h) => !all.some((known) => equal(known, h)));
    if (missing.length > 0) all = [...all, ...missing];
  }
  return all;
}
const without = (hypotheses: readonly Term[], formula: Term): readonly Term[] =>
  hypotheses.filter((h) => !equal(h, formula));

// ── Propositional logic ──────────────────────────────────────────────────────────────────────────────────────────────

/** φ ⊢ φ */
export const assume = (formula: Term): Theorem => make([], [formula], formula);
/** Γ ⊢ ψ gives Γ − φ ⊢ φ → ψ */
export const discharge = (formula: Term, theorem: Theorem): Theorem =>
  make([theorem], without(theorem.hypotheses, formula), imp(formula, theorem.conclusion));
/** Γ ⊢ φ → ψ and Δ ⊢ φ give Γ, Δ ⊢ ψ */
export function modusPonens(implication: Theorem, premise: Theorem): Theorem {
  const { conclusion } = implication;
  need(isApp(conclusion, "imp"), "modusPonens: not an implication");
  need(equal(conclusion.args[0]!, premise.conclusion), "modusPonens: the premise differs");
  return make([implication, premise], join(implication, premise), conclusion.args[1]!);
}
/** Γ ⊢ φ and Δ ⊢ ψ give Γ, Δ ⊢ φ ∧ ψ */
export const conjoin = (left: Theorem, right: Theorem): Theorem =>
  make([left, right], join(left, right), and(left.conclusion, right.conclusion));
/** Γ ⊢ φ ∧ ψ gives either side; so does Γ ⊢ φ ↔ ψ its two implications. */
export function side(theorem: Theorem, which: 0 | 1): Theorem {
  const { conclusion } = theorem;
  if (isApp(conclusion, "iff")) {
    const [a, b] = conclusion.args as [Term, Term];
    return make([theorem], theorem.hypotheses, which === 0 ? imp(a, b) : imp(b, a));
  }
  need(isApp(conclusion, "and"), "side: not a conjunction");
  return make([theorem], theorem.hypotheses, conclusion.args[which]!);
}
/** Γ ⊢ φ → ψ and Δ ⊢ ψ → φ give Γ, Δ ⊢ φ ↔ ψ */
export function equivalence(forward: Theorem, backward: Theorem): Theorem {
  const [f, b] = [forward.conclusion, backward.conclusion];
  need(isApp(f, "imp") && isApp(b, "imp"), "equivalence: not implications");
  need(equal(f.args[0]!, b.args[1]!) && equal(f.args[1]!, b.args[0]!), "equivalence: the sides differ");
  return make([forward, backward], join(forward, backward), iff(f.args[0]!, f.args[1]!));
}
export const orLeft = (theorem: Theorem, right: Term): Theorem =>
  make([theorem], theorem.hypotheses, or(theorem.conclusion, right));
export const orRight = (left: Term, theorem: Theorem): Theorem =>
  make([theorem], theorem.hypotheses, or(left, theorem.conclusion));
/** Γ ⊢ φ ∨ ψ, Δ ⊢ χ and Ξ ⊢ χ give Γ, Δ − φ, Ξ − ψ ⊢ χ */
export function cases(disjunction: Theorem, left: Theorem, right: Theorem): Theorem {
  const { conclusion } = disjunction;
  need(isApp(conclusion, "or"), "cases: not a disjunction");
  need(equal(left.conclusion, right.conclusion), "cases: the branches prove different things");
  const [a, b] = conclusion.args as [Term, Term];
  const parts = [
    make([left], without(left.hypotheses, a), left.conclusion),
    make([right], without(right.hypotheses, b), right.conclusion),
  ] as const;
  return make([disjunction, ...parts], join(disjunction, ...parts), left.conclusion);
}
/** Γ ⊢ False gives Γ − ¬φ ⊢ φ */
export function byContradiction(formula: Term, contradiction: Theorem): Theorem {
  need(equal(contradiction.conclusion, falseTerm), "byContradiction: the premise is not False");
  return make([contradiction], without(contradiction.hypotheses, not(formula)), formula);
}

// ── Quantifiers ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** Γ ⊢ φ gives Γ ⊢ ∀ x, φ when x is not free in Γ */
export function generalize(free: VarTerm, theorem: Theorem, name: string = free.name): Theorem {
  need(isMade(free), "generalize: not a variable");
  need(!theorem.hypotheses.some((h) => occursVar(h, free.id)), "generalize: the variable is free in a hypothesis");
  return make([theorem], theorem.hypotheses, forall(abstract(theorem.conclusion, free, name)));
}
/** Γ ⊢ ∀ x, φ gives Γ ⊢ φ[t] */
export function specialize(theorem: Theorem, value: Term): Theorem {
  const { conclusion } = theorem;
  need(isApp(conclusion, "forall") && !value.open && value.loose === 0, "specialize: not a universal statement");
  return make([theorem], theorem.hypotheses, at(conclusion, value));
}
/** Γ ⊢ φ[t] gives Γ ⊢ ∃ x, φ */
export function witness(statement: Term, value: Term, theorem: Theorem): Theorem {
  need(isApp(statement, "exists") && !value.open && value.loose === 0, "witness: not an existential statement");
  need(equal(at(statement, value), theorem.conclusion), "witness: not the instance");
  return make([theorem], theorem.hypotheses, statement);
}
/** Γ ⊢ ∃ x, φ and Δ, φ[x] ⊢ χ give Γ, Δ ⊢ χ when x is free in neither Δ nor χ */
export function choose(existence: Theorem, free: VarTerm, theorem: Theorem): Theorem {
  const { conclusion } = existence;
  need(isApp(conclusion, "exists"), "choose: not an existential statement");
  need(isMade(free), "choose: not a variable");
  need(!occursVar(conclusion, free.id), "choose: the variable is free in the existential statement");
  const rest = without(theorem.hypotheses, at(conclusion, free));
  need(!rest.some((h) => occursVar(h, free.id)), "choose: the variable is free in a hypothesis");
  need(!occursVar(theorem.conclusion, free.id), "choose: the variable escapes");
  const body = make([theorem], rest, theorem.conclusion);
  return make([existence, body], join(existence, body), theorem.conclusion);
}

// ── Equality ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** ⊢ t = t */
export const reflexivity = (term: Term): Theorem => make([], [], eq(term, term));
/** Γ ⊢ a = b gives Γ ⊢ b = a */
export function symmetry(equation: Theorem): Theorem {
  const { conclusion } = equation;
  need(isApp(conclusion, "eq"), "symmetry: not an equation");
  return make([equation], equation.hypotheses, eq(conclusion.args[1]!, conclusion.args[0]!));
}
/** Γ ⊢ a = b and Δ ⊢ b = c give Γ, Δ ⊢ a = c */
export function transitivity(first: Theorem, second: Theorem): Theorem {
  const [f, s] = [first.conclusion, second.conclusion];
  need(isApp(f, "eq") && isApp(s, "eq") && equal(f.args[1]!, s.args[0]!), "transitivity: the equations do not meet");
  return make([first, second], join(first, second), eq(f.args[0]!, s.args[1]!));
}
/** Γ ⊢ p ↔ q gives Γ ⊢ p = q: propositions with the same truth value are equal. */
export function propositional(theorem: Theorem): Theorem {
  const { conclusion } = theorem;
  need(isApp(conclusion, "iff"), "propositional: not an equivalence");
  return make([theorem], theorem.hypotheses, eq(conclusion.args[0]!, conclusion.args[1]!));
}
/** Γᵢ ⊢ aᵢ = bᵢ give ∪Γᵢ ⊢ op a₁ … = op b₁ …; where no equation is given, the argument stays. */
export function congruence(term: AppTerm, equations: Iterable<Theorem | undefined>): Theorem {
  const given: Theorem[] = [];
  const args = [...term.args];
  let i = 0;
  for (const equation of equations) {
    if (equation !== undefined) {
      const { conclusion } = equation;
      need(
        isApp(conclusion, "eq") && equal(conclusion.args[0]!, args[i]!),
        "congruence: not an equation of the argument",
      );
      args[i] = conclusion.args[1]!;
      given.push(equation);
    }
    i += 1;
  }
  return make(given, join(...given), eq(term, app(term.op, args, term.type)));
}
/** Γ ⊢ a = b (or a ↔ b) and Δ ⊢ φ[a] give Γ, Δ ⊢ φ[b], φ given as `fun x => φ[x]` */
export function rewrite(equation: Theorem, motive: LamTerm, theorem: Theorem): Theorem {
  const { conclusion } = equation;
  need(isApp(conclusion, "eq") || isApp(conclusion, "iff"), "rewrite: not an equation");
  const [a, b] = conclusion.args as [Term, Term];
  need(sameType(motive.domain, a.type) && motive.loose === 0 && !motive.open, "rewrite: the motive does not fit");
  need(equal(betaHead(call(motive, a)), theorem.conclusion), "rewrite: the motive does not match");
  return make([equation, theorem], join(equation, theorem), betaHead(call(motive, b)));
}
/** Γ ⊢ a = b gives Γ ⊢ (fun x => a) = (fun x => b) when x is not free in Γ. `a ↔ b` gives the same of predicates. */
export function extensionality(free: VarTerm, theorem: Theorem): Theorem {
  const { conclusion, hypotheses } = theorem;
  need(isApp(conclusion, "eq") || isApp(conclusion, "iff"), "extensionality: not an equation");
  need(isMade(free), "extensionality: not a variable");
  need(!hypotheses.some((h) => occursVar(h, free.id)), "extensionality: the variable is free in a hypothesis");
  return make([theorem], hypotheses, eq(abstract(conclusion.args[0]!, free), abstract(conclusion.args[1]!, free)));
}
/** Γ ⊢ ∀ x, f x = g x gives Γ ⊢ f = g */
export function functionExtensionality(f: Term, g: Term, theorem: Theorem): Theorem {
  const domain = f.type.args[0];
  need(
    domain !== undefined && f.type.name === "→" && sameType(f.type, g.type),
    "functionExtensionality: not functions",
  );
  const x = variable("x", domain, freshId());
  const wanted = forall(abstract(eq(betaHead(call(f, x)), betaHead(call(g, x))), x));
  need(equal(wanted, theorem.conclusion), "functionExtensionality: not pointwise equality");
  return make([theorem], theorem.hypotheses, eq(f, g));
}
/** Γ ⊢ φ gives Γ ⊢ ψ when both have the same normal form under beta and the definitions of `logic.ts` */
export function convert(theorem: Theorem, formula: Term, budget: Budget): Theorem {
  need(Proved.isMade(theorem), "a premise was not made by a rule");
  if (equal(theorem.conclusion, formula)) return theorem;
  const spend = (): void => budget.spend(1);
  need(equal(normalize(theorem.conclusion, spend), normalize(formula, spend)), "convert: not the same by definition");
  return make([theorem], theorem.hypotheses, formula);
}

// ── Arithmetic ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** Γ ⊢ φ[0] and Δ ⊢ ∀ n, φ[n] → φ[n + 1] give Γ, Δ ⊢ ∀ n, φ[n] over ℕ */
export function induction(motive: LamTerm, base: Theorem, step: Theorem): Theorem {
  need(sameType(motive.domain, nat), "induction: not over ℕ");
  const n = variable(motive.name, nat, freshId());
  const next = app("add", [n, num(1n, nat)]);
  const wanted = forall(abstract(imp(betaHead(call(motive, n)), betaHead(call(motive, next))), n));
  need(equal(base.conclusion, betaHead(call(motive, num(0n, nat)))), "induction: the base differs");
  need(equal(step.conclusion, wanted), "induction: the step differs");
  return make([base, step], join(base, step), forall(motive));
}
/** ⊢ a = b for numbers with the same polynomial: the laws of commutative rings, and of fields for inverses */
export function ringIdentity(left: Term, right: Term, budget: Budget): Theorem {
  need(isNumeric(left.type) && sameType(left.type, right.type), "ringIdentity: not numbers of one type");
  const embedding = new Embedding(budget);
  need(
    equalPolynomials(embedding.polynomial(left), embedding.polynomial(right)),
    "ringIdentity: the polynomials differ",
  );
  return make([], [], eq(left, right));
}
/** ⊢ φ for a closed formula that evaluates to true */
export function evaluation(formula: Term, budget: Budget): Theorem {
  need(decide(formula, budget) === true, "evaluation: not known to be true");
  return make([], [], formula);
}
/**
 * Γᵢ ⊢ φᵢ give ∪Γᵢ ⊢ goal when the certificate refutes the φᵢ with the negated goal. Premises are comparisons of numbers, or
 * disjunctions of conjunctions of such (`clause`, counted apart); the goal is a comparison or False. An equation as goal takes a certificate for each order.
 */
export function arithmetic(
  given: Iterable<Theorem>,
  goal: Term,
  certificates: readonly Refutation[],
  budget: Budget,
): Theorem {
  const premises = [...given];
  const embedding = new Embedding(budget);
  const facts: Fact[] = [];
  const clauses: Clause[] = [];
  for (const { conclusion } of premises) {
    const fact = embedding.fact(conclusion);
    const clause = fact === undefined ? clauseOf(conclusion, embedding) : undefined;
    need(fact !== undefined || clause !== undefined, "arithmetic: a premise is no comparison");
    if (fact !== undefined) facts.push(fact);
    else clauses.push(clause!);
  }
  const denied = negations(goal, embedding);
  need(denied.length === certificates.length, "arithmetic: the wrong number of certificates");
  denied.forEach((negation, i) => {
    const known = negation === undefined ? facts : [...facts, negation];
    need(refutes(known, clauses, certificates[i]!, embedding, budget), "arithmetic: the certificate does not check");
  });
  return make(premises, join(...premises), goal);
}
/** A disjunction of conjunctions of comparisons. */
export function clauseOf(formula: Term, embedding: Embedding): Clause | undefined {
  const alternatives: Fact[][] = [];
  const open = [formula];
  while (open.length > 0) {
    const next = open.shift()!;
    if (isApp(next, "or")) {
      open.unshift(...next.args);
      continue;
    }
    const facts: Fact[] = [];
    const parts = [next];
    while (parts.length > 0) {
      const part = parts.shift()!;
      if (isApp(part, "and")) parts.unshift(...part.args);
      else {
        const fact = embedding.fact(part);
        if (fact === undefined) return undefined;
        facts.push(fact);
      }
    }
    alternatives.push(facts);
  }
  return alternatives;
}
/** The facts one of which holds if the goal does not. `p = 0` fails below or above. */
export function negations(goal: Term, embedding: Embedding): readonly (Fact | undefined)[] {
  if (equal(goal, falseTerm)) return [undefined];
  const fact = embedding.fact(goal);
  need(fact !== undefined, "arithmetic: the goal is no comparison");
  const { polynomial } = fact;
  const flipped = scale(polynomial, -1);
  switch (fact.relation) {
    case "le":
      return [{ relation: "lt", polynomial: flipped }];
    case "lt":
      return [{ relation: "le", polynomial: flipped }];
    case "ne":
      return [{ relation: "eq", polynomial }];
    case "eq":
      need(embedding.isOrdered(polynomial), "arithmetic: ℂ has no order");
      return [
        { relation: "lt", polynomial },
        { relation: "lt", polynomial: flipped },
      ];
  }
}
/** Γ ⊢ l ≤ x and Δ ⊢ x ≤ h over ℕ or ℤ, l and h closed, give Γ, Δ ⊢ x = l ∨ … ∨ x = h (False when l > h) */
export function intervalCases(lower: Theorem, upper: Theorem, budget: Budget): Theorem {
  const [l, u] = [lower.conclusion, upper.conclusion];
  need(isApp(l, "le") && isApp(u, "le") && equal(l.args[1]!, u.args[0]!), "intervalCases: not bounds of one term");
  const x = u.args[0]!;
  need(isIntegral(x.type), "intervalCases: not integers");
  const [from, to] = [numberOf(l.args[0]!, budget), numberOf(u.args[1]!, budget)];
  need(
    from !== undefined && to !== undefined && isInteger(from) && isInteger(to),
    "intervalCases: the bounds are not known",
  );
  const [first, last] = [numerator(from), numerator(to)];
  need(last - first < 2000n, "intervalCases: too many cases");
  let formula: Term | undefined;
  for (let i = last; i >= first; i--) {
    const here = eq(x, numeral(i, x.type));
    formula = formula === undefined ? here : or(here, formula);
    budget.spend(1);
  }
  return make([lower, upper], join(lower, upper), formula ?? falseTerm);
}

// ── Assumptions ──────────────────────────────────────────────────────────────────────────────────────────────────────

let isDoorTaken = false;
/**
 * The one way to a theorem without a proof: a function that makes ⊢ φ, resting on the lemma of that number. `book.ts` takes it
 * while it loads, and there is no second: who came first would leave the book, and with it the kernel, unable to load.
 */
export function takeAssumptionDoor(): (statement: Term, lemma: number) => Theorem {
  need(!isDoorTaken, "the door for assumptions is taken");
  isDoorTaken = true;
  return (statement, lemma) => {
    need(isMade(statement), "a lemma's statement is not a term");
    need(
      isProp(statement) && !statement.open && statement.loose === 0 && !statement.hasVar,
      "a lemma has no free variables",
    );
    return new Proved([], statement, Object.freeze([lemma]));
  };
}
