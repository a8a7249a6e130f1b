import { recordOf } from "./constants.ts";
import type { Elements, Environment, Value } from "./constants/record.ts";
import type { Budget } from "./budget.ts";
import { bits, isInteger, type Rational, rational } from "./number/rational.ts";
import type { AppTerm, Term } from "./term.ts";

/**
 * The value of closed terms by Lean's definitions: truncated subtraction on ℕ, floor division on ℕ, Euclidean on ℤ,
 * `x / 0 = 0`, `x % 0 = x`. `undefined` for whatever it does not know. Quantifiers are decided only where a bound makes them
 * finite. @throws {StepLimitError}
 */
export function evaluate(term: Term, budget: Budget): Value | undefined {
  return term.hasVar || term.open ? undefined : walk(term, undefined, budget);
}

/** Whether a closed formula is true; undefined when that is not known. */
export function decide(term: Term, budget: Budget): boolean | undefined {
  const value = evaluate(term, budget);
  return value !== undefined && "truth" in value ? value.truth : undefined;
}

/** The number that a closed term stands for. */
export function numberOf(term: Term, budget: Budget): Rational | undefined {
  if (term.tag === "num") return rational(term.value);
  const value = evaluate(term, budget);
  return value !== undefined && "number" in value ? value.number : undefined;
}

function walk(term: Term, environment: Environment | undefined, budget: Budget): Value | undefined {
  budget.spend(1);
  switch (term.tag) {
    case "num":
      return { number: rational(term.value) };
    case "bound": {
      let place = environment;
      for (let i = 0; i < term.index; i++) place = place?.rest;
      return place?.value;
    }
    case "app":
      return walkApp(term, environment, budget);
    case "call":
    case "lam":
    case "meta":
    case "var":
    default:
      return undefined;
  }
}

function walkApp(term: AppTerm, environment: Environment | undefined, budget: Budget): Value | undefined {
  const rule = recordOf(term.op).value;
  if (rule?.of === "terms") return rule.apply(term, environment, budget, walk);
  const numbers: Rational[] = [];
  const sets: Elements[] = [];
  let words = 0;
  let whole = true;
  for (const arg of term.args) {
    const value = walk(arg, environment, budget);
    if (value === undefined || "truth" in value) return undefined;
    if ("number" in value) {
      numbers.push(value.number);
      words += Math.ceil(bits(value.number) / 64);
      whole &&= isInteger(value.number);
    } else sets.push(value.elements);
  }
  if (sets.length > 0) {
    // Every element of the first against every one of the others.
    budget.spend(sets.reduce((product, elements) => product * (1 + elements.length), 1));
    return rule?.of === "sets" && rule.sets === sets.length && rule.numbers === numbers.length
      ? rule.apply(sets, numbers, budget)
      : undefined;
  }
  if (rule?.of !== "numbers") return undefined;
  // A greatest common divisor, and with it every step on fractions, takes the square of the length.
  budget.spend(whole && rule.divides !== true ? words : words ** 2);
  const types = { type: term.args[0]?.type ?? term.type, second: term.args[1]?.type, result: term.type };
  return rule.apply(numbers, types, budget);
}
