import type { Budget } from "@lemma/lean-kernel/budget";
import {
  app,
  isField,
  isNumeric,
  nat,
  occurs,
  ringIdentity,
  RuleError,
  sameType,
  type Term,
  type Theorem,
} from "@lemma/lean-kernel";
import { Hiding, type Judged } from "./hiding.ts";

/** Operations on literals that a `norm_num` extension evaluates: what `ring` asks when it meets no ring operation. */
const evaluated = new Set(
  (
    "add sub mul div mod neg inv pow cast succ decimal Nat.gcd Nat.lcm Int.gcd Int.lcm Nat.fib " +
    "sum prod range empty eq ne lt le gt ge"
  ).split(" "),
);

/** A number that Mathlib's `NormNum.derive` finds: made of literals by operations that have an extension. */
export const isDerived = (term: Term): boolean =>
  !term.hasVar &&
  isNumeric(term.type) &&
  !occurs(term, (part) => {
    if (part.tag === "app") return !evaluated.has(part.op) || (part.op === "empty" && isNumeric(part.type));
    return part.tag === "call" || part.tag === "meta";
  });

/**
 * Terms as `ring` reads them at their own type: sums, products, powers with natural exponents, differences and negatives where
 * there are any, quotients in fields, literals. Anything else is an atom as it stands: `↑(n + 1)`, `a - b` over ℕ, `|x|`, `s.card`.
 */
export class RingAtoms extends Hiding {
  term(term: Term): Term {
    if (term.loose > 0 || term.open || !isNumeric(term.type) || term.tag === "num") return term;
    if (term.tag !== "app") return this.hide(term);
    if (isDerived(term)) return term;
    if (!this.#isOperation(term)) return this.hide(term);
    const args = term.args.map((arg) => this.term(arg));
    return args.every((arg, i) => arg === term.args[i]) ? term : app(term.op, args, term.type);
  }

  #isOperation({ op, args, type }: Term & { tag: "app" }): boolean {
    switch (op) {
      case "add":
      case "mul":
        return true;
      case "sub":
      case "neg":
        return !sameType(type, nat);
      case "div":
      case "inv":
        return isField(type);
      case "pow":
        return sameType(args[1]!.type, nat);
      default:
        return false;
    }
  }
}

/** ⊢ a = b; unsure where the kernel knows of the sides what `ring` need not. */
export function ringEquation(a: Term, b: Term, budget: Budget): Judged | undefined {
  const atoms = new RingAtoms();
  const [x, y] = [atoms.term(a), atoms.term(b)];
  const identity = (left: Term, right: Term): Theorem | undefined => {
    try {
      return ringIdentity(left, right, budget);
    } catch (error) {
      if (error instanceof RuleError || error instanceof RangeError) return undefined;
      throw error;
    }
  };
  const found = identity(x, y);
  if (found !== undefined) return { theorem: atoms.restore(found), isSure: true };
  const beyond = atoms.isOpaque ? identity(a, b) : undefined;
  return beyond && { theorem: beyond, isSure: false };
}
