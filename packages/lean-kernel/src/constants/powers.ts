import type { Budget } from "../budget.ts";
import { remainder } from "../number/integer.ts";
import { modularPower } from "../number/modular.ts";
import { bits, equals, invert, isInteger, numerator, power, type Rational, sign } from "../number/rational.ts";
import type { Term } from "../node.ts";
import { int, isField, nat, sameType, type Type } from "../type.ts";
import type { Environment, Walk } from "./record.ts";

/** Powers with more bits than this are not formed. */
const largestBits = 200_000;

export function powerOf(
  base: Rational,
  exponent: Rational,
  type: Type,
  exponentType: Type,
  budget: Budget,
): Rational | undefined {
  if (!sameType(exponentType, nat) && !sameType(exponentType, int)) return undefined;
  const e = numerator(exponent);
  const magnitude = e < 0n ? -e : e;
  const trivial = equals(base, 0) || equals(base, 1) || equals(base, -1);
  if (!trivial && (magnitude > 1_000_000n || bits(base) * Number(magnitude) > largestBits)) return undefined;
  const small = trivial && magnitude > 2n ? 2 + Number(magnitude % 2n) : Number(magnitude);
  const words = Math.ceil((bits(base) * small) / 64);
  // Fractions are brought to lowest terms, which takes the square.
  if (!trivial) budget.spend(isInteger(base) ? words : words ** 2);
  const raised = power(base, small);
  if (e >= 0n) return raised;
  return isField(type) ? (sign(raised) === 0 ? 0 : invert(raised)) : undefined;
}

/** The remainder of an integer term by m > 0 in 0 … m − 1, from those of its parts, so that powers are never formed. */
export function residueOf(
  term: Term,
  m: bigint,
  environment: Environment | undefined,
  budget: Budget,
  walk: Walk,
): bigint | undefined {
  const whole = (): bigint | undefined => {
    const value = walk(term, environment, budget);
    return value === undefined || !("number" in value) ? undefined : remainder(numerator(value.number), m);
  };
  if (term.tag !== "app" || (term.op !== "add" && term.op !== "mul" && term.op !== "pow")) return whole();
  const [a, b] = term.args as [Term, Term];
  const x = residueOf(a, m, environment, budget, walk);
  if (x === undefined) return undefined;
  if (term.op === "pow") {
    if (!sameType(b.type, nat)) return whole();
    const exponent = walk(b, environment, budget);
    if (exponent === undefined || !("number" in exponent)) return undefined;
    return modularPower(x, numerator(exponent.number), m, budget);
  }
  const y = residueOf(b, m, environment, budget, walk);
  if (y === undefined) return undefined;
  return remainder(term.op === "add" ? x + y : x * y, m);
}
