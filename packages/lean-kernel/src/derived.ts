// What can be had from the rules and the builders of terms, for those who search: none of it can make a theorem that they do not make.
import { Budget } from "./budget.ts";
import { numberOf } from "./evaluate.ts";
import { eq, numeral, trueTerm } from "./logic.ts";
import { denominator, isInteger, numerator, type Rational, sign } from "./number/rational.ts";
import {
  abstract,
  app,
  type AppTerm,
  bound,
  equal,
  instantiate,
  isApp,
  lam,
  type LamTerm,
  lift,
  rebuild,
  type Term,
  type VarTerm,
} from "./term.ts";
import { byContradiction, evaluation, type Theorem } from "./theorem.ts";
import { int, isField, sameType, type Type } from "./type.ts";

/** ⊢ True */
export const truth = (): Theorem => evaluation(trueTerm, new Budget());
/** Γ ⊢ False gives Γ ⊢ φ */
export const absurd = (contradiction: Theorem, formula: Term): Theorem => byContradiction(formula, contradiction);

/** ⊢ t = n for a closed number t, n its value as a numeral or a quotient of numerals */
export function value(term: Term, budget: Budget): Theorem | undefined {
  const number = numberOf(term, budget);
  if (number === undefined || !fits(number, term.type)) return undefined;
  return evaluation(eq(term, literal(number, term)), budget);
}
function literal(number: Rational, like: Term): Term {
  const top = numeral(numerator(number), like.type);
  if (isInteger(number)) return top;
  const bottom = numeral(denominator(number), like.type);
  const { type } = like;
  return isApp(top, "neg") ? app("neg", [app("div", [top.args[0]!, bottom])], type) : app("div", [top, bottom], type);
}
/** Whether a rational number can be a value of `type`. */
const fits = (value: Rational, type: Type): boolean =>
  isField(type) || (isInteger(value) && (sameType(type, int) || sign(value) >= 0));

/** Base and exponent of a ^ n. */
export const powerIn = (term: Term): { readonly base: Term; readonly exponent: Term } | undefined =>
  isApp(term, "pow") ? { base: term.args[0]!, exponent: term.args[1]! } : undefined;
export const isDivides = (term: Term): term is AppTerm => isApp(term, "dvd");

/** `fun _ => term` with every occurrence of the closed-off subterm `target` bound; undefined when there is none. */
export function abstractTerm(term: Term, target: Term, name = "x"): LamTerm | undefined {
  let found = false;
  const walk = (part: Term, depth: number): Term => {
    if (part.size >= target.size && equal(part, depth === 0 ? target : lift(target, depth))) {
      found = true;
      return bound(depth, target.type);
    }
    if (part.tag === "bound") return part.index >= depth ? bound(part.index + 1, part.type) : part;
    return rebuild(part, walk, depth);
  };
  const body = walk(term, 0);
  return found ? lam(name, target.type, body) : undefined;
}

/** Replaces a free variable. */
export function substitute(term: Term, free: VarTerm, value: Term): Term {
  return term.hasVar ? instantiate(abstract(term, free), value) : term;
}
