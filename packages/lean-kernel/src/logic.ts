import { recordOf } from "./constants.ts";
import type { Formulas } from "./constants/record.ts";
import {
  app,
  type AppTerm,
  betaHead,
  bound,
  call,
  instantiate,
  isApp,
  lam,
  type LamTerm,
  num,
  rebuild,
  type Term,
  lift,
} from "./term.ts";
import { prop, sameType, type Type } from "./type.ts";

/** Builders for the formulas that rules speak of. */
export const trueTerm: AppTerm = app("true", []);
export const falseTerm: AppTerm = app("false", []);
export const eq = (a: Term, b: Term): AppTerm => app("eq", [a, b], prop);
export const lt = (a: Term, b: Term): AppTerm => app("lt", [a, b], prop);
export const le = (a: Term, b: Term): AppTerm => app("le", [a, b], prop);
export const not = (a: Term): AppTerm => app("not", [a], prop);
export const and = (a: Term, b: Term): AppTerm => app("and", [a, b], prop);
export const or = (a: Term, b: Term): AppTerm => app("or", [a, b], prop);
export const imp = (a: Term, b: Term): AppTerm => app("imp", [a, b], prop);
export const iff = (a: Term, b: Term): AppTerm => app("iff", [a, b], prop);
export const forall = (body: LamTerm): AppTerm => app("forall", [body], prop);
export const exists = (body: LamTerm): AppTerm => app("exists", [body], prop);
export const numeral = (value: bigint | number, type: Type): Term =>
  value >= 0 ? num(BigInt(value), type) : app("neg", [num(-BigInt(value), type)], type);

/** a ^ n, of the type that its base has unless another is named. */
export const power = (base: Term, exponent: Term, type?: Type): AppTerm => app("pow", [base, exponent], type);
/** a ∣ b. */
export const divides = (a: Term, b: Term): AppTerm => app("dvd", [a, b], prop);

/** The abstraction under a quantifier, eta-expanded where it is some other function value. */
export function abstraction(fn: Term): LamTerm {
  if (fn.tag === "lam") return fn;
  const domain = fn.type.args[0]!;
  return lam("x", domain, call(lift(fn, 1), bound(0, domain)));
}

/** `x ∈ s` as a formula, for the sets whose membership is one by definition. */
const membership = (x: Term, s: Term): Term | undefined =>
  s.tag === "app" ? recordOf(s.op).member?.(x, s.args, formulas) : undefined;

const formulas: Formulas = {
  app,
  bound,
  call,
  lam,
  lift,
  num,
  isApp,
  betaHead,
  instantiate,
  abstraction,
  membership,
  eq,
  lt,
  le,
  not,
  and,
  or,
  imp,
  forall,
  exists,
  trueTerm,
  falseTerm,
};

/** One unfolding at the head, or undefined. */
export function unfoldHead(term: Term): Term | undefined {
  if (term.tag === "call") {
    const reduced = betaHead(term);
    return reduced === term ? undefined : reduced;
  }
  if (term.tag !== "app") return undefined;
  return recordOf(term.op).unfold?.(term.args, formulas, term);
}

/** Normal form under beta, eta for quantifiers and the definitions above. `spend` is called once per node. */
export function normalize(term: Term, spend: () => void): Term {
  spend();
  if (term.tag === "lam") {
    const body = normalize(term.body, spend);
    return body === term.body ? term : lam(term.name, term.domain, body);
  }
  const head = unfoldHead(term);
  if (head !== undefined) return normalize(head, spend);
  if (term.tag === "app" && (term.op === "forall" || term.op === "exists") && term.args[0]!.tag !== "lam") {
    return normalize(app(term.op, [abstraction(term.args[0]!)]), spend);
  }
  const inner = rebuild(term, (part) => normalize(part, spend));
  if (inner === term) return term;
  const again = unfoldHead(inner);
  return again === undefined ? inner : normalize(again, spend);
}

/** The quantified body at `value`. */
export function at(quantified: AppTerm, value: Term): Term {
  const body = abstraction(quantified.args[0]!);
  if (!sameType(body.domain, value.type))
    throw new TypeError(`expected ${body.domain.key}, received ${value.type.key}`);
  return betaHead(instantiate(body, value));
}
