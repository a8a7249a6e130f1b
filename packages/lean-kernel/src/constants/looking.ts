import type { Budget } from "../budget.ts";
import { integers } from "../number/elements.ts";
import { numerator, type Rational } from "../number/rational.ts";
import type { Term } from "../node.ts";
import { nat, sameType, type Type } from "../type.ts";
import type { Elements, Environment, Looking, Value, Walk } from "./record.ts";

export const truthOf = (
  term: Term,
  environment: Environment | undefined,
  budget: Budget,
  walk: Walk,
): boolean | undefined => {
  const value = walk(term, environment, budget);
  return value !== undefined && "truth" in value ? value.truth : undefined;
};

/** Reads the value of the body of `f` at each element of `s`, in order; undefined where one is not known, or `read` makes nothing of it. */
export function atElements<T>(
  s: Term,
  f: Term,
  environment: Environment | undefined,
  budget: Budget,
  walk: Walk,
  read: (value: Value, element: Rational) => T | undefined,
): readonly T[] | undefined {
  const elements = walk(s, environment, budget);
  if (elements === undefined || !("elements" in elements) || f.tag !== "lam") return undefined;
  const all: T[] = [];
  for (const element of elements.elements) {
    const value = walk(f.body, { value: { number: element }, rest: environment }, budget);
    const own = value === undefined ? undefined : read(value, element);
    if (own === undefined) return undefined;
    all.push(own);
  }
  return all;
}

/** `∀ x, x < n → …` and `∃ x, x ∈ s ∧ …`: decided only where a bound makes them finite. */
export const boundedQuantifier =
  (universal: boolean): Looking =>
  (term, environment, budget, walk) => {
    const body = term.args[0]!;
    if (body.tag !== "lam" || body.body.tag !== "app" || body.body.op !== (universal ? "imp" : "and")) return undefined;
    const [guard, rest] = body.body.args as [Term, Term];
    const elements = range(guard, body.domain, environment, budget, walk);
    if (elements === undefined) return undefined;
    for (const element of elements) {
      const value = truthOf(rest, { value: { number: element }, rest: environment }, budget, walk);
      if (value === undefined) return undefined;
      if (value !== universal) return { truth: !universal };
    }
    return { truth: universal };
  };

/** All elements that a bound leaves: `x < n`, `x ∈ s` with x the bound variable 0; ℕ's own zero helps. */
function range(
  guard: Term,
  domain: Type,
  environment: Environment | undefined,
  budget: Budget,
  walk: Walk,
): Elements | undefined {
  if (guard.tag !== "app") return undefined;
  const isX = (part: Term): boolean => part.tag === "bound" && part.index === 0;
  // The bound must not mention x: it is evaluated where x has no value.
  const outside = (part: Term): Value | undefined =>
    mentions(part, 0) ? undefined : walk(part, { value: { elements: [] }, rest: environment }, budget);
  const [a, b] = guard.args as [Term, Term];
  if (guard.op === "mem" && isX(a)) {
    const value = outside(b);
    return value !== undefined && "elements" in value ? value.elements : undefined;
  }
  if (!sameType(domain, nat)) return undefined;
  const upper =
    (guard.op === "lt" || guard.op === "le") && isX(a)
      ? outside(b)
      : (guard.op === "gt" || guard.op === "ge") && isX(b)
        ? outside(a)
        : undefined;
  if (upper === undefined || !("number" in upper)) return undefined;
  const end = numerator(upper.number) - (guard.op === "lt" || guard.op === "gt" ? 1n : 0n);
  return integers(0n, end, budget);
}

function mentions(term: Term, index: number): boolean {
  if (term.loose <= index) return false;
  if (term.tag === "bound") return term.index === index;
  if (term.tag === "app") return term.args.some((arg) => mentions(arg, index));
  if (term.tag === "call") return mentions(term.fn, index) || mentions(term.arg, index);
  return term.tag === "lam" && mentions(term.body, index + 1);
}
