import type { Budget } from "@lemma/lean-kernel/budget";
import {
  app,
  assume,
  byContradiction,
  cases,
  conjoin,
  convert,
  eq,
  falseTerm,
  imp,
  isApp,
  isOrdered,
  le,
  lemmaAt,
  lt,
  modusPonens,
  not,
  orLeft,
  orRight,
  side,
  specialize,
  type Term,
  type Theorem,
  type Type,
} from "@lemma/lean-kernel";

/** A lemma at a type, specialised and applied to premises. */
export function useLemma(
  name: string,
  type: Type | undefined,
  values: readonly Term[],
  premises: readonly Theorem[] = [],
): Theorem {
  let theorem = lemmaAt(name, type)!.theorem;
  for (const value of values) theorem = specialize(theorem, value);
  for (const premise of premises) theorem = modusPonens(theorem, premise);
  return theorem;
}

const forward = (name: string, type: Type | undefined, values: readonly Term[], theorem: Theorem): Theorem =>
  modusPonens(side(useLemma(name, type, values), 0), theorem);

/**
 * Pushes negations inwards, spells implications as disjunctions: what remains is ∧ and ∨ of atoms, where a negated
 * comparison is the opposite one and `≠` on ordered types is `<` or `>`.
 */
export function negationNormal(theorem: Theorem, budget: Budget, splitNe: boolean): Theorem {
  budget.spend(1);
  const formula = theorem.conclusion;
  if (formula.tag !== "app") return theorem;
  const again = (next: Theorem): Theorem => negationNormal(next, budget, splitNe);
  const [a, b] = formula.args as [Term, Term];
  switch (formula.op) {
    case "and":
      return conjoin(again(side(theorem, 0)), again(side(theorem, 1)));
    case "or": {
      const [left, right] = [again(assume(a)), again(assume(b))];
      return cases(theorem, orLeft(left, right.conclusion), orRight(left.conclusion, right));
    }
    case "imp": {
      if (isApp(b, "false")) return again(convert(theorem, not(a), budget));
      // p → q: either p fails, or it holds and q does.
      const em = useLemma("em", undefined, [a]);
      const holds = orRight(not(a), modusPonens(theorem, assume(a)));
      return again(cases(em, holds, orLeft(assume(not(a)), b)));
    }
    case "iff":
      return again(conjoin(side(theorem, 0), side(theorem, 1)));
    case "ne":
      return splitNe && isOrdered(a.type) ? useLemma("lt_or_gt_of_ne", a.type, [a, b], [theorem]) : theorem;
    case "not":
      return negated(theorem, a, budget, again);
    default:
      return theorem;
  }
}

function negated(theorem: Theorem, inner: Term, budget: Budget, again: (next: Theorem) => Theorem): Theorem {
  if (inner.tag !== "app") return theorem;
  const [a, b] = inner.args as [Term, Term];
  switch (inner.op) {
    case "lt":
      return forward("not_lt", a.type, [a, b], theorem);
    case "le":
      return forward("not_le", a.type, [a, b], theorem);
    case "gt":
      return forward("not_lt", a.type, [b, a], convert(theorem, not(lt(b, a)), budget));
    case "ge":
      return forward("not_le", a.type, [b, a], convert(theorem, not(le(b, a)), budget));
    case "eq":
      return again(convert(theorem, neOf(a, b), budget));
    case "ne":
      return again(byContradiction(eq(a, b), contradict(theorem, inner, assume(not(eq(a, b))), budget)));
    case "not":
      return again(forward("not_not", undefined, [a], theorem));
    case "and":
      return again(forward("not_and_or", undefined, [a, b], theorem));
    case "or":
      return again(forward("not_or", undefined, [a, b], theorem));
    case "imp":
      return again(forward("not_imp", undefined, [a, b], theorem));
    case "iff": {
      // ¬(p ↔ q): p and not q, or not p and q.
      const split = again(useLemma("not_iff✝", undefined, [a, b], [theorem]));
      return split;
    }
    case "true":
      return theorem;
    default:
      return theorem;
  }
}

/** ⊢ ¬(a ≠ b) and ⊢ ¬(a = b) give False. */
function contradict(theorem: Theorem, ne: Term, notEq: Theorem, budget: Budget): Theorem {
  const asImplication = convert(theorem, imp(ne, falseTerm), budget);
  return modusPonens(asImplication, convert(notEq, ne, budget));
}

const neOf = (a: Term, b: Term): Term => app("ne", [a, b]);
