import type { Budget } from "@lemma/lean-kernel/budget";
import { solveLinearSystem } from "../engines/linear-system.ts";
import {
  addPolynomials,
  atom,
  constant,
  multiplyPolynomials,
  type Polynomial,
  powerPolynomial,
  scale,
  subtractPolynomials,
} from "@lemma/lean-kernel/polynomial";
import { format, invert, rational, type Rational, sign } from "@lemma/lean-kernel/rational";
import type { Expression } from "../syntax/tree.ts";
import { readComparison } from "./comparison.ts";
import { unwrap } from "./sketch.ts";
import type { Sketch } from "./sketch.ts";

/** An expression over a field as a polynomial in its variables; undefined for anything but + − * ^ and division by numerals. */
function toPolynomial(expression: Expression, atoms: Map<string, number>, budget: Budget): Polynomial | undefined {
  const node = unwrap(expression);
  const recur = (part: Expression): Polynomial | undefined => toPolynomial(part, atoms, budget);
  if (node.kind === "number") return constant(rational(node.value));
  if (node.kind === "ascription") return recur(node.inner);
  if (node.kind === "name") {
    const id = atoms.get(node.name) ?? atoms.size;
    atoms.set(node.name, id);
    return atom(id);
  }
  if (node.kind === "unary") {
    const inner = node.op === "neg" ? recur(node.operand) : undefined;
    return inner && scale(inner, -1);
  }
  if (node.kind !== "binary") return undefined;
  if (node.op === "^") {
    const base = recur(node.left);
    const exponent = unwrap(node.right);
    if (base === undefined || exponent.kind !== "number" || exponent.value > 12n) return undefined;
    return powerPolynomial(base, Number(exponent.value), budget);
  }
  const [left, right] = [recur(node.left), recur(node.right)];
  if (left === undefined || right === undefined) return undefined;
  if (node.op === "+") return addPolynomials(left, right);
  if (node.op === "-") return subtractPolynomials(left, right);
  if (node.op === "*") return multiplyPolynomials(left, right, budget);
  const divisor = node.op === "/" && right.size === 1 ? right.get("")?.coefficient : undefined;
  return divisor === undefined ? undefined : scale(left, invert(divisor));
}

/**
 * `linear_combination e₁ * h₁ + …` for a goal that is an equation: multipliers of low degree that turn the hypotheses'
 * equations into the goal's, by linear algebra over their coefficients.
 */
export function linearCombination(sketch: Sketch, degree: 0 | 1, budget: Budget): string | undefined {
  const atoms = new Map<string, number>();
  const read = (expression: Expression): Polynomial | undefined => {
    const comparison = readComparison(expression);
    if (comparison?.relation !== "=") return undefined;
    const [left, right] = [
      toPolynomial(comparison.small, atoms, budget),
      toPolynomial(comparison.large, atoms, budget),
    ];
    return left && right && subtractPolynomials(left, right);
  };
  const goal = read(sketch.goal);
  if (goal === undefined || goal.size === 0) return undefined;
  const equations = sketch.hypotheses.flatMap(({ name, expression }) => {
    const polynomial = read(expression);
    return polynomial === undefined || polynomial.size === 0 ? [] : [{ name, polynomial }];
  });
  if (equations.length === 0 || atoms.size > 6) return undefined;
  const multipliers: { text: string; polynomial: Polynomial }[] = [{ text: "", polynomial: constant(1) }];
  if (degree === 1) for (const [text, id] of atoms) multipliers.push({ text, polynomial: atom(id) });

  const rows = new Map<string, number>();
  const rowOf = (key: string): number => {
    const row = rows.get(key) ?? rows.size;
    rows.set(key, row);
    return row;
  };
  const column = (p: Polynomial): Map<number, Rational> =>
    new Map([...p].map(([key, { coefficient }]) => [rowOf(key), coefficient] as const));
  const summands = equations.flatMap(({ name, polynomial }) =>
    multipliers.map(({ text, polynomial: factor }) => ({
      name,
      text,
      product: multiplyPolynomials(factor, polynomial, budget),
    })),
  );
  // Σ xᵢ productᵢ − t · goal = 0 with t = 1: the last row asks for t.
  const columns = summands.map(({ product }) => column(product));
  const goalColumn = column(scale(goal, -1));
  goalColumn.set(rows.size, 1);
  const solution = solveLinearSystem([...columns, goalColumn], rows.size, budget);
  if (solution === undefined) return undefined;
  const byName = new Map<string, string[]>();
  summands.forEach(({ name, text }, i) => {
    const value = solution[i]!;
    if (sign(value) === 0) return;
    const number = format(value);
    const simple =
      text === "" ? number : number === "1" ? text : `${number.includes("/") ? `(${number})` : number} * ${text}`;
    byName.set(name, [...(byName.get(name) ?? []), simple]);
  });
  if (byName.size === 0) return undefined;
  const parts = [...byName].map(([name, factors]) => {
    if (factors.length === 1 && factors[0] === "1") return name;
    const factor = factors.join(" + ");
    return `${/^[\w.]+$/u.test(factor) ? factor : `(${factor})`} * ${name}`;
  });
  return `linear_combination ${parts.join(" + ")}`;
}
