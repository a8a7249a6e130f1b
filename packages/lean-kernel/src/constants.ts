import { arithmetic } from "./constants/arithmetic.ts";
import { functions } from "./constants/functions.ts";
import { logic } from "./constants/logic.ts";
import { numberTheory } from "./constants/number-theory.ts";
import type { Op } from "./constants/names.ts";
import type { ConstantRecord, LeanName } from "./constants/record.ts";
import { sets } from "./constants/sets.ts";
import { transcendental } from "./constants/transcendental.ts";
import { sameType, type Type } from "./type.ts";

export type { Op };

const records: Readonly<Record<Op, ConstantRecord>> = frozen({
  ...arithmetic,
  ...logic,
  ...sets,
  ...functions,
  ...numberTheory,
  ...transcendental,
});

/** Nobody changes what is in it, either: theorems rest on it. */
function frozen<T extends object>(value: T): T {
  if (Object.isFrozen(value)) return value;
  const parts: readonly unknown[] = Object.values(value);
  for (const part of parts) if (typeof part === "object" && part !== null) frozen(part);
  return Object.freeze(value);
}
const table: ReadonlyMap<string, ConstantRecord> = new Map(Object.entries(records));

/** What the kernel knows of a constant. */
export const recordOf = (op: Op): ConstantRecord => records[op];

/** All of them, in the order of the table. */
export const allOps = Object.keys(records) as readonly Op[];

/** How a Lean name is applied: the constant of the kernel, the types of its explicit arguments, its result. */
export interface Constant extends LeanName {
  readonly op: Op;
}

const named: ReadonlyMap<string, Constant> = new Map(
  allOps.flatMap((op) =>
    Object.entries(records[op].names ?? {}).map(([lean, applied]) => [lean, { op, ...applied }] as const),
  ),
);

/** What Lean's name is of; undefined for one that no constant has. */
export const constantNamed = (name: string): Constant | undefined => named.get(name);

/** The type of the constant applied to these terms; undefined where it has none, or not the one that is wanted. */
export function signatureOf(
  op: Op,
  args: readonly { readonly type: Type }[],
  wanted: Type | undefined,
): Type | undefined {
  const types: Type[] = [];
  for (const { type } of args) types.push(type);
  const result = table.get(op)?.signature(types, wanted);
  // A wanted type is a claim to be met, not a wish.
  return result !== undefined && wanted !== undefined && !sameType(result, wanted) ? undefined : result;
}
