import { DimensionError } from "./errors.ts";

/**
 * A size: a number, a symbol such as `"batch"`, or a polynomial of symbols with integer coefficients in canonical text,
 * such as `"batch*seq"` or `"seq+1"`. Equal sizes are equal strings. A floor division that does not come out even is an
 * opaque symbol, written `div(seq;2)`.
 */
export type Dim = number | string;

/** Monomial (sorted atoms joined by `*`; `""` for the constant) → coefficient. */
type Polynomial = ReadonlyMap<string, number>;

/** Dropped when it is full: loops whose carries grow make new symbols each time they are traced. */
const parsed = new Map<string, Polynomial>();
const MAX_PARSED = 4096;

function parse(dim: Dim): Polynomial {
  if (typeof dim === "number") return new Map(dim === 0 ? [] : [["", dim]]);
  let polynomial = parsed.get(dim);
  if (polynomial === undefined) {
    polynomial = parseText(dim);
    if (parsed.size >= MAX_PARSED) parsed.clear();
    parsed.set(dim, polynomial);
  }
  return polynomial;
}

function parseText(text: string): Polynomial {
  const terms = text.replace(/\s+/g, "").match(/[+-]?(?:[^+\-(]|\([^()]*(?:\([^()]*\)[^()]*)*\))+/g);
  if (terms === null || terms.join("") !== text.replace(/\s+/g, "")) throw invalid(text);
  const result = new Map<string, number>();
  for (const term of terms) {
    let coefficient = term.startsWith("-") ? -1 : 1;
    const atoms: string[] = [];
    for (const factor of splitOutsideParentheses(term.replace(/^[+-]/, ""))) {
      if (/^\d+$/.test(factor)) coefficient *= Number(factor);
      else if (/^(?:[A-Za-z_][\w.']*|div\(.*\))$/.test(factor)) atoms.push(factor);
      else throw invalid(text);
    }
    const monomial = atoms.sort().join("*");
    result.set(monomial, (result.get(monomial) ?? 0) + coefficient);
  }
  return result;
}

function splitOutsideParentheses(term: string): string[] {
  const factors = [""];
  let depth = 0;
  for (const character of term) {
    if (character === "(") depth += 1;
    if (character === ")") depth -= 1;
    if (character === "*" && depth === 0) factors.push("");
    else factors[factors.length - 1] += character;
  }
  return factors;
}

const invalid = (text: string): DimensionError =>
  new DimensionError(`dimension "${text}": expected a number, a symbol, or a sum of products of them`);

const degree = (monomial: string): number => (monomial === "" ? 0 : splitOutsideParentheses(monomial).length);

/** Graded lexicographic, highest first: the order of printing and of division. */
const compareMonomials = (a: string, b: string): number => degree(b) - degree(a) || (a < b ? -1 : a > b ? 1 : 0);

function print(polynomial: Polynomial): Dim {
  const terms = [...polynomial].filter(([, c]) => c !== 0).sort(([a], [b]) => compareMonomials(a, b));
  if (terms.length === 0) return 0;
  if (terms.length === 1 && terms[0]![0] === "") return terms[0]![1];
  let text = "";
  for (const [monomial, coefficient] of terms) {
    const sign = coefficient < 0 ? "-" : text === "" ? "" : "+";
    const size = Math.abs(coefficient);
    text += sign + (monomial === "" ? String(size) : size === 1 ? monomial : `${size}*${monomial}`);
  }
  return text;
}

/** Checks a size that a user wrote and brings it to canonical text. */
export function normalizeDim(dim: Dim): Dim {
  if (typeof dim === "number") {
    if (!Number.isSafeInteger(dim) || dim < 0)
      throw new DimensionError(`dimension ${dim}: expected a whole number from 0 up`);
    return dim;
  }
  return print(parse(dim));
}

export function addDims(a: Dim, b: Dim): Dim {
  if (typeof a === "number" && typeof b === "number") return a + b;
  const sum = new Map(parse(a));
  for (const [monomial, c] of parse(b)) sum.set(monomial, (sum.get(monomial) ?? 0) + c);
  return print(sum);
}

export function mulDims(a: Dim, b: Dim): Dim {
  if (typeof a === "number" && typeof b === "number") return a * b;
  const product = new Map<string, number>();
  for (const [m, c] of parse(a))
    for (const [n, d] of parse(b)) {
      const monomial = joinMonomials(m, n);
      product.set(monomial, (product.get(monomial) ?? 0) + c * d);
    }
  return print(product);
}

const joinMonomials = (m: string, n: string): string =>
  m === "" ? n : n === "" ? m : [...splitOutsideParentheses(m), ...splitOutsideParentheses(n)].sort().join("*");

export const subDims = (a: Dim, b: Dim): Dim => addDims(a, mulDims(b, -1));

export const productOf = (shape: readonly Dim[]): Dim => shape.reduce<Dim>(mulDims, 1);

/** a / b where it comes out even, else undefined. */
export function divideExactly(a: Dim, b: Dim): Dim | undefined {
  if (typeof a === "number" && typeof b === "number") return b !== 0 && a % b === 0 ? a / b : undefined;
  const divisor = [...parse(b)].filter(([, c]) => c !== 0).sort(([m], [n]) => compareMonomials(m, n));
  if (divisor.length === 0) return undefined;
  const [leading, leadingCoefficient] = divisor[0]!;
  let rest = a;
  let quotient: Dim = 0;
  for (let step = 0; step < 64; step += 1) {
    if (rest === 0) return quotient;
    const [monomial, coefficient] = [...parse(rest)].sort(([m], [n]) => compareMonomials(m, n))[0]!;
    const factor = removeAtoms(monomial, leading);
    if (factor === undefined || coefficient % leadingCoefficient !== 0) return undefined;
    const term = print(new Map([[factor, coefficient / leadingCoefficient]]));
    quotient = addDims(quotient, term);
    rest = subDims(rest, mulDims(term, b));
  }
  return undefined;
}

/** ⌊a / b⌋, for sizes that need not divide. */
export function divideDims(a: Dim, b: Dim): Dim {
  const exact = divideExactly(a, b);
  if (exact !== undefined) return exact;
  if (typeof a === "number" && typeof b === "number") return Math.floor(a / b);
  return `div(${a};${b})`;
}

function removeAtoms(monomial: string, atoms: string): string | undefined {
  const left = monomial === "" ? [] : splitOutsideParentheses(monomial);
  for (const atom of atoms === "" ? [] : splitOutsideParentheses(atoms)) {
    const index = left.indexOf(atom);
    if (index < 0) return undefined;
    left.splice(index, 1);
  }
  return left.join("*");
}

/** A size as a sum of products, for those who compute it: `Σ coefficient · Π atoms`. */
export function termsOf(dim: Dim): { readonly coefficient: number; readonly atoms: readonly string[] }[] {
  return [...parse(dim)]
    .filter(([, coefficient]) => coefficient !== 0)
    .map(([monomial, coefficient]) => ({
      coefficient,
      atoms: monomial === "" ? [] : splitOutsideParentheses(monomial),
    }));
}

/** The two sides of an opaque `div(a;b)`. */
export function divisionParts(atom: string): readonly [Dim, Dim] | undefined {
  if (!atom.startsWith("div(")) return undefined;
  let depth = 0;
  for (let i = 4; i < atom.length; i += 1) {
    if (atom[i] === "(") depth += 1;
    if (atom[i] === ")") depth -= 1;
    if (atom[i] === ";" && depth === 0) return [asDim(atom.slice(4, i)), asDim(atom.slice(i + 1, -1))];
  }
  return undefined;
}

const asDim = (text: string): Dim => (/^\d+$/.test(text) ? Number(text) : text);

/** The symbols that a size depends on. */
export function symbolsOf(dim: Dim): Set<string> {
  const symbols = new Set<string>();
  if (typeof dim === "number") return symbols;
  for (const { atoms } of termsOf(dim))
    for (const atom of atoms) {
      const parts = divisionParts(atom);
      if (parts === undefined) symbols.add(atom);
      else for (const part of parts) for (const symbol of symbolsOf(part)) symbols.add(symbol);
    }
  return symbols;
}

/** What each symbol stands for in one call. */
export type Bindings = Readonly<Record<string, number>>;

/** @throws {DimensionError} when a symbol has no binding. */
export function evaluateDim(dim: Dim, bindings: Bindings): number {
  if (typeof dim === "number") return dim;
  let total = 0;
  for (const { coefficient, atoms } of termsOf(dim)) {
    let product = coefficient;
    for (const atom of atoms) {
      const parts = divisionParts(atom);
      const value =
        parts === undefined
          ? bindings[atom]
          : Math.floor(evaluateDim(parts[0], bindings) / evaluateDim(parts[1], bindings));
      if (value === undefined) throw new DimensionError(`dimension "${dim}": nothing binds "${atom}"`);
      product *= value;
    }
    total += product;
  }
  return total;
}

export const evaluateShape = (shape: readonly Dim[], bindings: Bindings): number[] =>
  shape.map((dim) => evaluateDim(dim, bindings));

/** Replaces symbols by sizes throughout. */
export function substituteDim(dim: Dim, replacements: ReadonlyMap<string, Dim>): Dim {
  if (typeof dim === "number" || replacements.size === 0) return dim;
  let total: Dim = 0;
  for (const { coefficient, atoms } of termsOf(dim)) {
    let product: Dim = coefficient;
    for (const atom of atoms) {
      const parts = divisionParts(atom);
      const replaced =
        parts === undefined
          ? (replacements.get(atom) ?? atom)
          : divideDims(substituteDim(parts[0], replacements), substituteDim(parts[1], replacements));
      product = mulDims(product, replaced);
    }
    total = addDims(total, product);
  }
  return total;
}

export const showShape = (shape: readonly Dim[]): string => `[${shape.join(", ")}]`;

export const sameShape = (a: readonly Dim[], b: readonly Dim[]): boolean =>
  a.length === b.length && a.every((dim, i) => dim === b[i]);
