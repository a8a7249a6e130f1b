import { arithmetic, type ArithmeticOp } from "./constants/arithmetic.ts";
import { type FunctionOp, functions } from "./constants/functions.ts";
import { logic, type LogicOp } from "./constants/logic.ts";
import { numberTheory, type NumberTheoryOp } from "./constants/number-theory.ts";
import type { ConstantRecord, LeanName } from "./constants/record.ts";
import { type SetOp, sets } from "./constants/sets.ts";
import { transcendental, type TranscendentalOp } from "./constants/transcendental.ts";
import type { Words } from "./constants/words.ts";
import { sameType, type Type } from "./type.ts";

/** The constants of the fragment, by name: what has no record does not compile, and no term has it. */
export type Op = ArithmeticOp | LogicOp | SetOp | FunctionOp | NumberTheoryOp | TranscendentalOp;

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

/** What some constants have. */
export type Rules<T> = { readonly [K in Op]?: T };

/** Whether a constant is one of these. */
export const oneOf = (op: Op, ...ops: readonly Op[]): boolean => ops.includes(op);

/** The constants of these names, which spaces part: a name that no constant has does not compile. */
export const opsNamed = <S extends string>(
  ...lines: readonly (S & (Words<S> extends Op ? unknown : never))[]
): ReadonlySet<Op> => new Set(lines.flatMap((line) => line.split(" ")) as Op[]);

/** The same for each constant of these names: what a table has that is written for every constant. */
export const forEach = <S extends string, T>(
  names: S & (Words<S> extends Op ? unknown : never),
  value: T,
): Readonly<Record<Words<S>, T>> =>
  Object.fromEntries(names.split(" ").map((name) => [name, value])) as Record<Words<S>, T>;

/** The name in Lean under which a constant is printed; its own, where it has none. */
export const leanNameOf = (op: Op): string => Object.keys(records[op].names ?? {})[0] ?? op;

/** Whether a constant has this name. */
export const isOp = (name: string): name is Op => table.has(name);

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
