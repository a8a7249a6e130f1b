import { Budget, StepLimitError } from "@lemma/lean-kernel/budget";
import { isIntegral, nat, numberOf, occurs, opsNamed, sameType, type Term, type Type } from "@lemma/lean-kernel";
import { equals, numerator } from "@lemma/lean-kernel/rational";

/** Functions on ℕ, ℤ and finite sets of them whose definitions Lean's `whnf` unfolds to a value. */
const functions = opsNamed(
  "add sub mul div mod neg pow cast abs min max ite sum prod card filter image range empty insert singleton union inter sdiff",
  "succ pred natAbs toNat Nat.gcd Nat.lcm Int.gcd Int.lcm Nat.factorial Nat.choose Nat.fib Nat.totient Nat.divisors",
  "Nat.properDivisors setOf Set.Icc Set.Ico Set.Ioc Set.Ioo Set.Ici Set.Ioi Set.Iic Set.Iio Finset.Icc Finset.Ico Finset.Ioc Finset.Ioo",
);

/** Propositions with a `Decidable` instance that reduces. */
const propositions = opsNamed(
  "eq ne lt le gt ge subset dvd true false not and or imp iff forall exists even odd modEq mem Nat.Coprime Nat.Prime",
);

const isComputable = (type: Type): boolean =>
  isIntegral(type) ||
  type.name === "Prop" ||
  ((type.name === "Finset" || type.name === "Set") && isIntegral(type.args[0]!));

/** Divisors are found by trying all smaller numbers in Mathlib, however fast they are found here. */
const mostDivided = 2000n;
/** And so are primes, each trial one deeper than the last: beyond this Lean's recursion depth may end it. */
const mostTried = 50n;

/**
 * Whether Lean computes the closed term by unfolding definitions: arithmetic of ℕ and ℤ and finite sets of them. Real and
 * rational numbers do not reduce, and neither do functions by well-founded recursion (`Nat.sqrt`, `Nat.log`, `Nat.digits`).
 */
export function reduces(term: Term): boolean {
  if (term.hasVar || term.open) return false;
  return !occurs(term, (part) => {
    switch (part.tag) {
      case "num":
      case "bound":
        return !isComputable(part.type);
      case "lam":
        return !isComputable(part.domain);
      case "app":
        if (part.type.name === "Prop")
          return !propositions.has(part.op) || (part.op === "Nat.Prime" && !isSmall(part.args[0]!, mostTried));
        if (!functions.has(part.op) || !isComputable(part.type)) return true;
        return part.op.endsWith("ivisors") && !isSmall(part.args[0]!, mostDivided);
      case "call":
      case "meta":
      case "var":
      default:
        return true;
    }
  });
}

const closedNumber = (term: Term): bigint | undefined => {
  if (term.hasVar) return undefined;
  try {
    const value = numberOf(term, new Budget(1000));
    return value === undefined ? undefined : numerator(value);
  } catch (error) {
    if (error instanceof StepLimitError) return undefined;
    throw error;
  }
};

/** Under a binder its range bounds it, and that is counted. */
const isSmall = (term: Term, most: bigint): boolean => {
  const value = term.loose > 0 ? 0n : closedNumber(term);
  return value !== undefined && value <= most;
};

/** What `Meta.evalNat` evaluates while it unifies, however little may be unfolded. */
const offsets = new Set(["add", "sub", "mul", "div", "mod", "pow", "succ"]);

const isOffset = (term: Term): boolean =>
  sameType(term.type, nat) &&
  !occurs(term, (part) => (part.tag === "app" ? !offsets.has(part.op) : part.tag !== "num"));

const mostSteps = 10_000;

/**
 * Whether two closed integers are the same to Lean's unifier: `2 + 2` and `4` over ℕ always, other terms where definitions unfold
 * (`exact`, `apply`) and not where they do not (`rw`, `simp`). Real and rational numbers never.
 */
export function sameNumber(a: Term, b: Term, unfolds: boolean): boolean {
  if (a.open || b.open || a.hasVar || b.hasVar || !sameType(a.type, b.type) || !isIntegral(a.type)) return false;
  if (!(isOffset(a) && isOffset(b)) && !(unfolds && reduces(a) && reduces(b))) return false;
  const [x, y] = [numberOf(a, new Budget(mostSteps)), numberOf(b, new Budget(mostSteps))];
  return x !== undefined && y !== undefined && equals(x, y);
}
