import type { Budget } from "../budget.ts";
import type { Rational } from "../number/rational.ts";
import type { Type } from "../type.ts";
import type { Elements, Looking, Value, ValueRule } from "./record.ts";

type OfNumbers = Extract<ValueRule, { readonly of: "numbers" }>;
type Makes<T> = (numbers: readonly Rational[], type: Type, budget: Budget, second: Type | undefined) => T | undefined;

export const truth = (value: boolean | undefined): Value | undefined =>
  value === undefined ? undefined : { truth: value };

/** The number that a constant makes of numbers. The type of a second argument tells the powers apart. */
export const operation = (of: Makes<Rational>): OfNumbers => ({
  of: "numbers",
  apply: (numbers, { type, second }, budget) => {
    const result = of(numbers, type, budget, second);
    return result === undefined ? undefined : { number: result };
  },
});

/** Truth of a relation between numbers. */
export const test = (of: Makes<boolean>): OfNumbers => ({
  of: "numbers",
  apply: (numbers, { type, second }, budget) => truth(of(numbers, type, budget, second)),
});

/** A set made of numbers; `type` is the set's own. */
export const elements = (of: Makes<Elements>): OfNumbers => ({
  of: "numbers",
  apply: (numbers, { result, second }, budget) => {
    const made = of(numbers, result, budget, second);
    return made === undefined ? undefined : { elements: made };
  },
});

/** Of a rule that divides numbers, or looks for their common divisors. */
export const dividing = (rule: OfNumbers): OfNumbers => ({ ...rule, divides: true });

type OverSets = (sets: readonly Elements[], numbers: readonly Rational[], budget: Budget) => Value;
export const overSets = (sets: number, numbers: number, apply: OverSets): ValueRule => ({
  of: "sets",
  sets,
  numbers,
  apply,
});

export const looking = (apply: Looking): ValueRule => ({ of: "terms", apply });
