import type { Op, Rules } from "./constants.ts";
import type { Budget } from "./number/budget.ts";
import {
  absolute,
  add,
  equals,
  isInteger,
  multiply,
  numerator,
  type Rational,
  rational,
  sign,
} from "./number/rational.ts";
import { modularPower } from "./number/modular.ts";
import { type Elements, integers, makers, overSets, sorted } from "./finite-sets.ts";
import { bits, operations, relations, remainder } from "./numbers.ts";
import type { AppTerm, Term } from "./term.ts";
import { isNumeric, nat, sameType, type Type } from "./type.ts";

/** What a closed term can stand for: a number, a truth value, a finite set of numbers. */
export type Value = { readonly number: Rational } | { readonly truth: boolean } | { readonly elements: Elements };

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

interface Environment {
  readonly value: Value;
  readonly rest: Environment | undefined;
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
  const lazy = formulas[term.op];
  if (lazy !== undefined) return lazy(term, environment, budget);
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
  const { op } = term;
  const type = term.args[0]?.type ?? term.type;
  if (sets.length > 0) {
    // Every element of the first against every one of the others.
    budget.spend(sets.reduce((product, elements) => product * (1 + elements.length), 1));
    const known = overSets[op];
    return known?.sets === sets.length && known.numbers === numbers.length
      ? known.value(sets, numbers, budget)
      : undefined;
  }
  // A greatest common divisor, and with it every step on fractions, takes the square of the length.
  budget.spend(whole && !dividing.has(op) ? words : words ** 2);
  const test = relations[op];
  if (test !== undefined) return truth(test(numbers[0]!, numbers[1]!, type, budget));
  const make = makers[op];
  if (make !== undefined) {
    const elements = make(numbers, budget, term.type);
    return elements === undefined ? undefined : { elements };
  }
  const result = operations[op]?.(numbers, type, budget, term.args[1]?.type);
  return result === undefined ? undefined : { number: result };
}

const dividing = new Set<Op>(["div", "inv", "Nat.gcd", "Int.gcd", "Nat.lcm", "Int.lcm", "Nat.Coprime"]);

type Lazy = (term: AppTerm, environment: Environment | undefined, budget: Budget) => Value | undefined;

const truthOf = (term: Term, environment: Environment | undefined, budget: Budget): boolean | undefined => {
  const value = walk(term, environment, budget);
  return value !== undefined && "truth" in value ? value.truth : undefined;
};
const truth = (value: boolean | undefined): Value | undefined => (value === undefined ? undefined : { truth: value });

const sumLike =
  (unit: Rational, combine: (a: Rational, b: Rational) => Rational): Lazy =>
  (term, environment, budget) => {
    const [s, f] = term.args as [Term, Term];
    const elements = walk(s, environment, budget);
    if (elements === undefined || !("elements" in elements) || f.tag !== "lam") return undefined;
    let total = unit;
    for (const element of elements.elements) {
      const value = walk(f.body, { value: { number: element }, rest: environment }, budget);
      if (value === undefined || !("number" in value)) return undefined;
      budget.spend(1 + Math.ceil(bits(total) / 64));
      total = combine(total, value.number);
    }
    return { number: total };
  };

/** All elements that a bound leaves: `∀ x, x < n → …`, `∀ x, x ∈ s → …` with x the bound variable 0; ℕ's own zero helps. */
function range(guard: Term, domain: Type, environment: Environment | undefined, budget: Budget): Elements | undefined {
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

const quantifier =
  (universal: boolean): Lazy =>
  (term, environment, budget) => {
    const body = term.args[0]!;
    if (body.tag !== "lam" || body.body.tag !== "app" || body.body.op !== (universal ? "imp" : "and")) return undefined;
    const [guard, rest] = body.body.args as [Term, Term];
    const elements = range(guard, body.domain, environment, budget);
    if (elements === undefined) return undefined;
    for (const element of elements) {
      const value = truthOf(rest, { value: { number: element }, rest: environment }, budget);
      if (value === undefined) return undefined;
      if (value !== universal) return { truth: !universal };
    }
    return { truth: universal };
  };

/** Constants that look at their arguments in their own order. */
const formulas: Rules<Lazy> = {
  true: () => ({ truth: true }),
  false: () => ({ truth: false }),
  not: ({ args }, environment, budget) => {
    const value = truthOf(args[0]!, environment, budget);
    return truth(value === undefined ? undefined : !value);
  },
  and: ({ args }, environment, budget) => {
    const left = truthOf(args[0]!, environment, budget);
    return left === true ? truth(truthOf(args[1]!, environment, budget)) : truth(left);
  },
  or: ({ args }, environment, budget) => {
    const left = truthOf(args[0]!, environment, budget);
    return left === false ? truth(truthOf(args[1]!, environment, budget)) : truth(left);
  },
  imp: ({ args }, environment, budget) => {
    const left = truthOf(args[0]!, environment, budget);
    return left === true ? truth(truthOf(args[1]!, environment, budget)) : truth(left === false ? true : undefined);
  },
  iff: ({ args }, environment, budget) => {
    const [left, right] = [truthOf(args[0]!, environment, budget), truthOf(args[1]!, environment, budget)];
    return left === undefined || right === undefined ? undefined : { truth: left === right };
  },
  forall: quantifier(true),
  exists: quantifier(false),
  ite: ({ args }, environment, budget) => {
    const condition = truthOf(args[0]!, environment, budget);
    return condition === undefined ? undefined : walk(args[condition ? 1 : 2]!, environment, budget);
  },
  sum: sumLike(0, add),
  prod: sumLike(1, multiply),
  filter: ({ args }, environment, budget) => {
    const [p, s] = args as [Term, Term];
    const elements = walk(s, environment, budget);
    if (elements === undefined || !("elements" in elements) || p.tag !== "lam") return undefined;
    const kept: Rational[] = [];
    for (const element of elements.elements) {
      const value = truthOf(p.body, { value: { number: element }, rest: environment }, budget);
      if (value === undefined) return undefined;
      if (value) kept.push(element);
    }
    return { elements: kept };
  },
  image: ({ args }, environment, budget) => {
    const [f, s] = args as [Term, Term];
    const elements = walk(s, environment, budget);
    if (elements === undefined || !("elements" in elements) || f.tag !== "lam") return undefined;
    const images: Rational[] = [];
    for (const element of elements.elements) {
      const value = walk(f.body, { value: { number: element }, rest: environment }, budget);
      if (value === undefined || !("number" in value)) return undefined;
      images.push(value.number);
    }
    return { elements: sorted(images, budget) };
  },
  eq: (term, environment, budget) => equality(term, environment, budget, true),
  ne: (term, environment, budget) => equality(term, environment, budget, false),
  // Of sets of sets nothing is known.
  empty: ({ type }) => (type.name === "Finset" && isNumeric(type.args[0]!) ? { elements: [] } : undefined),
  mod: ({ args }, environment, budget) => {
    const [dividend, divisor] = args as [Term, Term];
    const modulus = walk(divisor, environment, budget);
    if (modulus === undefined || !("number" in modulus)) return undefined;
    // a % 0 = a, and a % −m = a % m.
    if (sign(modulus.number) === 0) return walk(dividend, environment, budget);
    const value = residue(dividend, numerator(absolute(modulus.number)), environment, budget);
    return value === undefined ? undefined : { number: rational(value) };
  },
};

/** The remainder of an integer term by m > 0 in 0 … m − 1, from those of its parts, so that powers are never formed. */
function residue(term: Term, m: bigint, environment: Environment | undefined, budget: Budget): bigint | undefined {
  const parts = term.tag === "app" ? term.args : [];
  const whole = (): bigint | undefined => {
    const value = walk(term, environment, budget);
    return value === undefined || !("number" in value) ? undefined : remainder(numerator(value.number), m);
  };
  if (term.tag !== "app" || (term.op !== "add" && term.op !== "mul" && term.op !== "pow")) return whole();
  const [a, b] = parts as [Term, Term];
  const x = residue(a, m, environment, budget);
  if (x === undefined) return undefined;
  if (term.op === "pow") {
    if (!sameType(b.type, nat)) return whole();
    const exponent = walk(b, environment, budget);
    if (exponent === undefined || !("number" in exponent)) return undefined;
    return modularPower(x, numerator(exponent.number), m, budget);
  }
  const y = residue(b, m, environment, budget);
  if (y === undefined) return undefined;
  return remainder(term.op === "add" ? x + y : x * y, m);
}

function equality(
  { args }: AppTerm,
  environment: Environment | undefined,
  budget: Budget,
  positive: boolean,
): Value | undefined {
  const [a, b] = [walk(args[0]!, environment, budget), walk(args[1]!, environment, budget)];
  if (a === undefined || b === undefined) return undefined;
  if ("number" in a && "number" in b) return { truth: equals(a.number, b.number) === positive };
  if ("truth" in a && "truth" in b) return { truth: (a.truth === b.truth) === positive };
  if ("elements" in a && "elements" in b) {
    const same = a.elements.length === b.elements.length && a.elements.every((x, i) => equals(x, b.elements[i]!));
    return { truth: same === positive };
  }
  return undefined;
}
