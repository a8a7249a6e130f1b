import type { Budget } from "@lemma/lean-kernel/budget";
import { proveInteger } from "../arithmetic/integer.ts";
import { type Offset, offsetOf } from "../arithmetic/offset.ts";
import {
  app,
  assume,
  discharge,
  equal,
  equivalence,
  falseTerm,
  isApp,
  nat,
  not,
  num,
  oneOf,
  type Op,
  propositional,
  sameType,
  type Term,
  type Theorem,
  trueTerm,
} from "@lemma/lean-kernel";
import { equalsFalse, equalsTrue } from "../proof/equations.ts";

const withOffset = ({ base, offset }: Offset, by: bigint): Term => {
  const rest = num(offset - by, nat);
  if (base === undefined) return rest;
  return offset === by ? base : app("add", [base, rest]);
};

/**
 * ⊢ (x + 3 = 5) = (x = 2): the literals on both sides of `=`, `≤` and `<` over ℕ cancel, as Lean's simprocs `Nat.reduceEqDiff` and
 * `Nat.reduceLeDiff` have it; undefined where there is nothing to cancel.
 */
export function cancelOffsets(term: Term, budget: Budget): Theorem | undefined {
  if (term.tag !== "app" || !oneOf(term.op, "eq", "le", "lt") || !sameType(term.args[0]!.type, nat)) return undefined;
  const [a, b] = [offsetOf(term.args[0]!), offsetOf(term.args[1]!)];
  const common = a.offset < b.offset ? a.offset : b.offset;
  if (a.base === undefined && b.base === undefined) return undefined;
  const isSame = a.base !== undefined && b.base !== undefined && equal(a.base, b.base);
  if (common === 0n && !isSame) return undefined;
  const next = decided(term.op, a, b) ?? app(term.op, [withOffset(a, common), withOffset(b, common)]);
  if (isApp(next, "true")) return mapped(proveInteger([], term, budget), equalsTrue);
  if (isApp(next, "false")) return mapped(proveInteger([], not(term), budget), (refuted) => equalsFalse(refuted, term));
  const [there, back] = [proveInteger([assume(term)], next, budget), proveInteger([assume(next)], term, budget)];
  if (there === undefined || back === undefined) return undefined;
  return propositional(equivalence(discharge(term, there), discharge(next, back)));
}

const mapped = (theorem: Theorem | undefined, make: (theorem: Theorem) => Theorem): Theorem | undefined =>
  theorem === undefined ? undefined : make(theorem);

/** What the literals alone decide, since nothing natural is negative. */
function decided(op: Op, a: Offset, b: Offset): Term | undefined {
  if (a.base !== undefined && b.base !== undefined) {
    if (!equal(a.base, b.base)) return undefined;
    const holds = op === "eq" ? a.offset === b.offset : op === "le" ? a.offset <= b.offset : a.offset < b.offset;
    return holds ? trueTerm : falseTerm;
  }
  if (b.base === undefined && (op === "lt" ? a.offset >= b.offset : a.offset > b.offset)) return falseTerm;
  if (a.base !== undefined) return undefined;
  if (op === "eq") return b.offset > a.offset ? falseTerm : undefined;
  return (op === "lt" ? a.offset < b.offset : a.offset <= b.offset) ? trueTerm : undefined;
}
