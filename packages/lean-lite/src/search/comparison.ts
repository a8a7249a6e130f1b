import type { Expression } from "../syntax/tree.ts";
import { unwrap } from "./sketch.ts";

/** A comparison read from left to right as `small R large`, with R one of `=`, `≠`, `<`, `≤`. */
export interface ReadComparison {
  readonly relation: "=" | "≠" | "<" | "≤";
  readonly small: Expression;
  readonly large: Expression;
}

export function readComparison(expression: Expression): ReadComparison | undefined {
  const node = unwrap(expression);
  if (node.kind !== "binary") return undefined;
  const { op } = node;
  if (op === "=" || op === "≠" || op === "<" || op === "≤")
    return { relation: op, small: node.left, large: node.right };
  if (op === ">") return { relation: "<", small: node.right, large: node.left };
  if (op === "≥") return { relation: "≤", small: node.right, large: node.left };
  return undefined;
}

export const isNumeral = (expression: Expression, value: bigint): boolean => {
  const node = unwrap(expression);
  if (node.kind === "ascription") return isNumeral(node.inner, value);
  return node.kind === "number" && node.value === value;
};
