import type { Expression } from "../../syntax/tree.ts";
import { walk } from "../sketch.ts";
import type { Sketch } from "../sketch.ts";

/** Tactic lines to try after the sketch's opening. Lower ranks are tried first. */
export interface Script {
  readonly rank: number;
  readonly lines: readonly string[];
}

/** A family of scripts for the statements that it fits. */
export type ScriptSource = (sketch: Sketch) => Iterable<Script>;

export const script = (rank: number, ...lines: readonly string[]): Script => ({ rank, lines });

/** `nlinarith [a, b]`, or bare when there is nothing to add. */
export const withHints = (tactic: string, hints: readonly string[]): string =>
  hints.length === 0 ? tactic : `${tactic} [${[...new Set(hints)].join(", ")}]`;

/** Whether some node of the goal (and, with `everywhere`, of a hypothesis) passes the test. */
export function mentions(sketch: Sketch, test: (node: Expression) => boolean, everywhere = true): boolean {
  let found = false;
  const visit = (node: Expression): void => {
    found ||= test(node);
  };
  walk(sketch.goal, visit);
  if (everywhere) for (const { expression } of sketch.hypotheses) walk(expression, visit);
  return found;
}

export const isBinary = (node: Expression, op: string): boolean => node.kind === "binary" && node.op === op;

export const isCallOf = (node: Expression, names: RegExp): boolean =>
  node.kind === "apply" && node.fn.kind === "name" && names.test(node.fn.name);

/** The numeric types that the statement writes down. */
export function typesIn(sketch: Sketch): Set<string> {
  const types = new Set<string>();
  const add = (text: string): void => {
    for (const [name] of text.matchAll(/[ℕℤℚℝℂ]/g)) types.add(name);
  };
  for (const { type } of sketch.variables) add(type);
  for (const { text } of sketch.hypotheses) add(text);
  add(sketch.goalText);
  // A closed statement over bare numerals is about ℕ.
  if (types.size === 0) types.add("ℕ");
  return types;
}

/** Names of the hypotheses that are equations. */
export function equationNames(sketch: Sketch): string[] {
  return sketch.hypotheses.filter(({ expression }) => isBinary(expression, "=")).map(({ name }) => name);
}
