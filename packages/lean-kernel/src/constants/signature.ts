import { isNumeric, isOrdered, int, isFun, nat, prop, sameType, type Type } from "../type.ts";
import type { Signature } from "./record.ts";

export type { Signature };

export const arity =
  (count: number, rule: (args: readonly [Type, Type, Type]) => Type | undefined): Signature =>
  (args) =>
    args.length === count ? rule(args as unknown as readonly [Type, Type, Type]) : undefined;

export const when = (condition: boolean, type: Type): Type | undefined => (condition ? type : undefined);

export const sameOf = (count: number, test: (type: Type) => boolean): Signature =>
  arity(count, (args) => when(args.slice(0, count).every((arg) => sameType(arg, args[0])) && test(args[0]), args[0]));
export const relation = (test: (type: Type) => boolean): Signature =>
  arity(2, ([a, b]) => when(sameType(a, b) && test(a), prop));
export const connective = (count: number): Signature =>
  arity(count, (args) =>
    when(
      args.slice(0, count).every((arg) => sameType(arg, prop)),
      prop,
    ),
  );
export const quantifier: Signature = arity(1, ([p]) => when(isPredicate(p), prop));
export const fixed =
  (from: readonly Type[], to: Type): Signature =>
  (args) =>
    when(args.length === from.length && from.every((type, i) => sameType(type, args[i]!)), to);
export const binary = (from: Type): Signature => fixed([from, from], from);
/** A property of a number. */
export const ofNumber: Signature = arity(1, ([a]) => when(isNumeric(a), prop));
/** A property of a function between ordered types. */
export const ofOrder: Signature = arity(1, ([f]) =>
  when(isFun(f) && isOrdered(f.args[0]!) && isOrdered(f.args[1]!), prop),
);

export const isInt = (type: Type): boolean => sameType(type, int);
export const isNatOrInt = (type: Type): boolean => sameType(type, nat) || isInt(type);
export const isFinset = (type: Type): boolean => type.name === "Finset";
export const isSet = (type: Type): boolean => type.name === "Set";
export const isCollection = (type: Type): boolean => isFinset(type) || isSet(type);
export const isPredicate = (type: Type): boolean => isFun(type) && sameType(type.args[1]!, prop);
