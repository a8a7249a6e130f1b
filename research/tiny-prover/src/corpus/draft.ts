import type { Random } from "@lemma/interfaces";

/** The names one drawn theorem uses. A conjecture about a theorem keeps its names, so that the two read alike. */
export interface Naming {
  readonly variables: readonly string[];
  readonly functions: readonly string[];
  /** The i-th hypothesis. */
  readonly hypothesis: (index: number) => string;
}

/** A statement together with proofs worth trying. Nothing here is trusted: a draft counts once the checker accepts a proof. */
export interface Draft {
  readonly binders: readonly string[];
  readonly goal: string;
  /** Tactic blocks, the most readable first. */
  readonly proofs: readonly string[];
}

/** One kind of problem. `draw` must give a true statement; the checker has the last word. */
export interface Family {
  readonly name: string;
  /** How often it is drawn, relative to the others. */
  readonly share: number;
  readonly draw: (random: Random, naming: Naming) => Draft;
}

const variableSets: readonly (readonly string[])[] = [
  ["x", "y", "z", "w"],
  ["a", "b", "c", "d"],
  ["x", "y", "z", "t"],
  ["m", "n", "k", "l"],
  ["p", "q", "r", "s"],
  ["u", "v", "w", "t"],
  ["n", "m", "k", "j"],
  ["b", "a", "c", "d"],
  ["k", "n", "m", "p"],
  ["t", "s", "x", "y"],
];

const functionSets: readonly (readonly string[])[] = [
  ["f", "g"],
  ["f", "g"],
  ["f", "φ"],
  ["p", "q"],
  ["g", "f"],
  ["u", "v"],
];

const digits = "₀₁₂₃₄₅₆₇₈₉";

const hypothesisNames: readonly ((index: number) => string)[] = [
  (index) => `h${digits[index]!}`,
  (index) => `h${digits[index]!}`,
  (index) => `h${digits[index]!}`,
  (index) => `h${digits[index + 1]!}`,
  (index) => (index === 0 ? "h" : `h${"'".repeat(index)}`),
  (index) => `h${"abcdefgh"[index]!}`,
  (index) => `h${index + 1}`,
];

export function drawNaming(random: Random): Naming {
  const variables = random.choice(variableSets);
  // A function must not share a variable's name: `p` as both would not elaborate.
  const functions = random.choice(functionSets.filter((set) => !set.some((name) => variables.includes(name))));
  return { variables, functions, hypothesis: random.choice(hypothesisNames) };
}

/** `theorem NAME (binders) : goal := by` */
export function statementOf(draft: Draft, name: string): string {
  const binders = draft.binders.length === 0 ? "" : ` ${draft.binders.join(" ")}`;
  return `theorem ${name}${binders} : ${draft.goal} := by`;
}

export function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? Math.abs(a) : greatestCommonDivisor(b, a % b);
}

/** An integer from `low` to `high` that is none of `except`. */
export function integerExcept(random: Random, low: number, high: number, ...except: readonly number[]): number {
  for (;;) {
    const value = random.between(low, high);
    if (!except.includes(value)) return value;
  }
}

/** A reduced fraction as Lean writes it: `3`, `-3`, `5 / 2`, `-5 / 2`. */
export function fraction(numerator: number, denominator: number): string {
  const divisor = greatestCommonDivisor(numerator, denominator) * Math.sign(denominator);
  const top = numerator / divisor;
  const bottom = denominator / divisor;
  return bottom === 1 ? `${top}` : `${top} / ${bottom}`;
}

/** `3 * x ^ 2 - x + 5` from its terms; zero coefficients vanish, and no term at all is `0`. */
export function sum(terms: readonly (readonly [coefficient: number, atom: string])[]): string {
  let text = "";
  for (const [coefficient, atom] of terms) {
    if (coefficient === 0) continue;
    const size = Math.abs(coefficient);
    const body = atom === "" ? `${size}` : size === 1 ? atom : `${size} * ${atom}`;
    if (text === "") text = coefficient < 0 ? `-${body}` : body;
    else text += coefficient < 0 ? ` - ${body}` : ` + ${body}`;
  }
  return text === "" ? "0" : text;
}

/** A polynomial in one variable from its coefficients, highest degree first. */
export function polynomial(coefficients: readonly number[], variable: string): string {
  const degree = coefficients.length - 1;
  return sum(
    coefficients.map((coefficient, i) => {
      const power = degree - i;
      return [coefficient, power === 0 ? "" : power === 1 ? variable : `${variable} ^ ${power}`] as const;
    }),
  );
}

/** The value of a polynomial (coefficients highest degree first) at `x`. */
export function evaluate(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((value, coefficient) => value * x + coefficient, 0);
}

/** A number as an argument: `f 3`, but `f (-3)`. */
export function argument(value: number): string {
  return value < 0 ? `(${value})` : `${value}`;
}

/** b^e mod m without overflow, for m < 2²⁶. */
export function powerModulo(base: number, exponent: number, modulus: number): number {
  let result = 1 % modulus;
  for (let i = 0; i < exponent; i += 1) result = (result * (base % modulus)) % modulus;
  return result;
}
