import {
  and,
  app,
  betaHead,
  call,
  eq,
  falseTerm,
  fun,
  isUnknown,
  nat,
  num,
  or,
  power,
  prop,
  sameType,
  trueTerm,
  type Term,
  type Type,
} from "@lemma/lean-kernel";
import type { Argument, Expression } from "../syntax/tree.ts";
import type { Elaboration } from "./elaboration.ts";
import { UnsupportedProblem } from "./problem.ts";

/**
 * The kernel has no list that is written out. What statements say of one is read as the formula that it means: of `Pairwise` each
 * pair, of a member which item it is. That a number's digits *are* a list is not read: as arithmetic, tactics would see through it
 * where Lean's do not.
 */

/** The items of `[a, b, c]`; undefined for anything else. */
export function itemsOf(syntax: Expression): readonly Expression[] | undefined {
  if (syntax.kind === "paren") return itemsOf(syntax.inner);
  return syntax.kind === "list" ? syntax.items : undefined;
}

const joined = (parts: readonly Term[], join: typeof and, none: Term): Term =>
  parts.length === 0 ? none : parts.reduceRight((rest, part) => join(part, rest));
const conjunction = (parts: readonly Term[]): Term => joined(parts, and, trueTerm);
const disjunction = (parts: readonly Term[]): Term => joined(parts, or, falseTerm);

/** `Nat.digits b n` with a literal b ≥ 2; undefined for another term. */
function digitsOf(term: Term): { readonly base: Term; readonly of: Term } | undefined {
  if (term.tag !== "app" || term.op !== "Nat.digits") return undefined;
  const [base, of] = term.args as [Term, Term];
  if (base.tag !== "num" || base.value < 2n)
    throw new UnsupportedProblem("the digits in a base that is no literal above 1");
  return { base, of };
}

/** `x₀ + b * (x₁ + b * (… + b * 0))`, which is what `Nat.ofDigits b [x₀, x₁, …]` unfolds to. */
const valueOf = (base: Term, items: readonly Term[]): Term =>
  items.reduceRight((rest, item) => app("add", [item, app("mul", [base, rest], nat)], nat), num(0n, nat) as Term);

/** `x ∈ [a, b]` and `d ∈ Nat.digits b n`; undefined for another container. */
export function listMembership(elaborator: Elaboration, element: Expression, container: Expression): Term | undefined {
  const { unifier } = elaborator;
  const items = itemsOf(container);
  if (items !== undefined) {
    const type = unifier.freshType();
    elaborator.standsIn("a list");
    const terms = items.map((item) => elaborator.at(item, type));
    const x = elaborator.term(element);
    if (!unifier.unifyTypes(x.type, type)) throw new UnsupportedProblem("a member of another type than its list");
    return disjunction(terms.map((term) => eq(x, term)));
  }
  const digits = isDigits(container) ? digitsOf(unifier.zonk(elaborator.term(container))) : undefined;
  if (digits === undefined) return undefined;
  elaborator.standsIn("Nat.digits");
  const { base, of } = digits;
  const d = elaborator.at(element, nat);
  // The i-th digit: n has one where bⁱ ≤ n.
  const predicate = elaborator.binding("i", nat, (i) => {
    const scale = power(base, i, nat);
    const digit = app("mod", [app("div", [of, scale], nat), base], nat);
    return conjunction([app("le", [scale, of], prop), eq(digit, d)]);
  });
  return app("exists", [predicate], prop);
}

const isDigits = (syntax: Expression): boolean =>
  syntax.kind === "paren"
    ? isDigits(syntax.inner)
    : syntax.kind === "apply" && syntax.fn.kind === "name" && /(^|\.)digits$/.test(syntax.fn.name);

/** `List.Pairwise R [a, b, c]`, `[a, b, c].Nodup`, `Nat.ofDigits b [a, b, c]`; undefined for another name or another list. */
export function listFunction(
  elaborator: Elaboration,
  name: string,
  args: readonly Argument[],
  syntax: Expression,
  expected?: Type,
): Term | undefined {
  const list = args.at(-1);
  const items = list?.name === undefined && list !== undefined ? itemsOf(list.value) : undefined;
  if (items === undefined) return undefined;
  const first = args[0]!.value;
  elaborator.standsIn("a list");
  switch (name) {
    case "List.Pairwise": {
      if (args.length !== 2) return undefined;
      const type = elaborator.unifier.freshType();
      const relation = elaborator.at(first, fun(type, fun(type, prop)));
      const terms = items.map((item) => elaborator.at(item, type));
      return pairwise(elaborator.unifier.zonk(relation), terms);
    }
    case "List.Nodup": {
      if (args.length !== 1) return undefined;
      const type = elaborator.unifier.freshType();
      const terms = items.map((item) => elaborator.at(item, type));
      return conjunction(pairs(terms).map(([x, y]) => app("ne", [x, y], prop)));
    }
    case "Nat.ofDigits":
    case "ofDigits": {
      if (args.length !== 2) return undefined;
      const type = expected ?? elaborator.unifier.freshType();
      const base = elaborator.at(first, type);
      // In another type than ℕ the digits would be cast: it has to be known.
      return elaborator.postpone(base.type, syntax, (known) => {
        if (isUnknown(known)) return undefined;
        if (!sameType(known, nat)) throw new UnsupportedProblem(`Nat.ofDigits in ${known.key}`);
        return valueOf(
          base,
          items.map((item) => elaborator.at(item, nat)),
        );
      });
    }
    default:
      return undefined;
  }
}

const pairs = (terms: readonly Term[]): (readonly [Term, Term])[] =>
  terms.flatMap((x, i) => terms.slice(i + 1).map((y) => [x, y] as const));

const pairwise = (relation: Term, terms: readonly Term[]): Term =>
  conjunction(pairs(terms).map(([x, y]) => betaHead(call(call(relation, x), y))));
