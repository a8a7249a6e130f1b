import type { Expression } from "../syntax/tree.ts";
import { unwrap } from "./sketch.ts";

/** The double that an arithmetic expression over the reals stands for; NaN where it is not understood. Guides hints only. */
export function approximate(expression: Expression, values: ReadonlyMap<string, number>): number {
  const node = unwrap(expression);
  if (node.kind === "number") return Number(node.value);
  if (node.kind === "decimal") return Number(node.text);
  if (node.kind === "name") return values.get(node.name) ?? Number.NaN;
  if (node.kind === "ascription") return approximate(node.inner, values);
  if (node.kind === "unary") {
    const x = approximate(node.operand, values);
    if (node.op === "neg") return -x;
    if (node.op === "sqrt") return Math.sqrt(Math.max(0, x));
    if (node.op === "inv") return x === 0 ? 0 : 1 / x;
    if (node.op === "abs") return Math.abs(x);
    return node.op === "coe" ? x : Number.NaN;
  }
  if (node.kind === "binary") {
    const [x, y] = [approximate(node.left, values), approximate(node.right, values)];
    if (node.op === "+") return x + y;
    if (node.op === "-") return x - y;
    if (node.op === "*") return x * y;
    if (node.op === "/") return y === 0 ? 0 : x / y;
    return node.op === "^" ? x ** y : Number.NaN;
  }
  if (node.kind === "apply" && node.fn.kind === "name" && node.args.length === 1) {
    const x = approximate(node.args[0]!.value, values);
    if (node.fn.name === "Real.sqrt" || node.fn.name === "sqrt") return Math.sqrt(Math.max(0, x));
    if (node.fn.name === "abs") return Math.abs(x);
  }
  return Number.NaN;
}

/** A fraction with a denominator of at most 12 near `x`, as Lean text. */
export function nearFraction(x: number): string | undefined {
  for (let d = 1; d <= 12; d += 1) {
    const n = Math.round(x * d);
    if (Math.abs(n / d - x) < 1e-4 && Math.abs(n) < 1000) return d === 1 ? String(n) : `${n} / ${d}`;
  }
  return undefined;
}
