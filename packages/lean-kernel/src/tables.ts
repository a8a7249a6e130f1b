// Tables over the constants, for those who print, search and sample: no rule looks into them.
import { allOps, type Op, recordOf } from "./constants.ts";
import type { Words } from "./constants/words.ts";

const names: ReadonlySet<string> = new Set(allOps);

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
export const leanNameOf = (op: Op): string => Object.keys(recordOf(op).names ?? {})[0] ?? op;

/** Whether a constant has this name. */
export const isOp = (name: string): name is Op => names.has(name);
