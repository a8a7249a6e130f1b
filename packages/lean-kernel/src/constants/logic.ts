import { compare, equals, numerator, sign } from "../number/rational.ts";
import type { LamTerm } from "../node.ts";
import { isField, isNumeric, isOrdered, nat, prop, sameType } from "../type.ts";
import { boundedQuantifier, truthOf } from "./looking.ts";
import { type ConstantRecord, type Looking, name } from "./record.ts";
import type { LogicOp } from "./names.ts";
import { arity, connective, quantifier, relation, type Signature, when } from "./signature.ts";
import { looking, test, truth } from "./value.ts";

const sameType2: Signature = (args) => when(args.length === 2 && sameType(args[0]!, args[1]!), prop);

const equality =
  (positive: boolean): Looking =>
  ({ args }, environment, budget, walk) => {
    const [a, b] = [walk(args[0]!, environment, budget), walk(args[1]!, environment, budget)];
    if (a === undefined || b === undefined) return undefined;
    if ("number" in a && "number" in b) return { truth: equals(a.number, b.number) === positive };
    if ("truth" in a && "truth" in b) return { truth: (a.truth === b.truth) === positive };
    if ("elements" in a && "elements" in b) {
      const same = a.elements.length === b.elements.length && a.elements.every((x, i) => equals(x, b.elements[i]!));
      return { truth: same === positive };
    }
    return undefined;
  };

/** Relations, connectives, quantifiers. */
export const logic: Readonly<Record<LogicOp, ConstantRecord>> = {
  eq: { signature: sameType2, value: looking(equality(true)), comparison: { relation: "eq" } },
  ne: {
    signature: sameType2,
    value: looking(equality(false)),
    unfold: ([a, b], { eq, imp, falseTerm }) => imp(eq(a!, b!), falseTerm),
    comparison: { relation: "ne" },
  },
  lt: {
    signature: relation(isOrdered),
    names: { "Nat.lt": name([nat, nat], prop) },
    value: test(([a, b]) => compare(a!, b!) < 0),
    comparison: { relation: "lt" },
  },
  le: {
    signature: relation(isOrdered),
    names: { "Nat.le": name([nat, nat], prop) },
    value: test(([a, b]) => compare(a!, b!) <= 0),
    comparison: { relation: "le" },
  },
  gt: {
    signature: relation(isOrdered),
    value: test(([a, b]) => compare(a!, b!) > 0),
    unfold: ([a, b], { lt }) => lt(b!, a!),
    comparison: { relation: "lt", swapped: true },
  },
  ge: {
    signature: relation(isOrdered),
    value: test(([a, b]) => compare(a!, b!) >= 0),
    unfold: ([a, b], { le }) => le(b!, a!),
    comparison: { relation: "le", swapped: true },
  },
  dvd: {
    signature: relation(isNumeric),
    // On a field everything divides but zero, which divides zero alone.
    value: test(([a, b], type) => {
      if (sign(a!) === 0) return sign(b!) === 0;
      return isField(type) || numerator(b!) % numerator(a!) === 0n;
    }),
    unfold: ([a, b], { app, bound, eq, exists, lam, lift }) => {
      const { type } = a!;
      return exists(lam("c", type, eq(lift(b!, 1), app("mul", [lift(a!, 1), bound(0, type)]))));
    },
  },
  true: { signature: connective(0), names: { True: name([], prop) }, value: looking(() => ({ truth: true })) },
  false: { signature: connective(0), names: { False: name([], prop) }, value: looking(() => ({ truth: false })) },
  not: {
    signature: connective(1),
    names: { Not: name([prop], prop) },
    value: looking(({ args }, environment, budget, walk) => {
      const value = truthOf(args[0]!, environment, budget, walk);
      return truth(value === undefined ? undefined : !value);
    }),
    unfold: ([p], { imp, falseTerm }) => imp(p!, falseTerm),
  },
  and: {
    signature: connective(2),
    names: { And: name([prop, prop], prop) },
    value: looking(({ args }, environment, budget, walk) => {
      const left = truthOf(args[0]!, environment, budget, walk);
      return truth(left === true ? truthOf(args[1]!, environment, budget, walk) : left);
    }),
  },
  or: {
    signature: connective(2),
    names: { Or: name([prop, prop], prop) },
    value: looking(({ args }, environment, budget, walk) => {
      const left = truthOf(args[0]!, environment, budget, walk);
      return truth(left === false ? truthOf(args[1]!, environment, budget, walk) : left);
    }),
  },
  imp: {
    signature: connective(2),
    value: looking(({ args }, environment, budget, walk) => {
      const left = truthOf(args[0]!, environment, budget, walk);
      if (left === true) return truth(truthOf(args[1]!, environment, budget, walk));
      return truth(left === false ? true : undefined);
    }),
  },
  iff: {
    signature: connective(2),
    names: { Iff: name([prop, prop], prop) },
    value: looking(({ args }, environment, budget, walk) => {
      const left = truthOf(args[0]!, environment, budget, walk);
      const right = truthOf(args[1]!, environment, budget, walk);
      return left === undefined || right === undefined ? undefined : { truth: left === right };
    }),
  },
  forall: { signature: quantifier, value: looking(boundedQuantifier(true)) },
  exists: { signature: quantifier, value: looking(boundedQuantifier(false)) },
  existsUnique: {
    signature: quantifier,
    unfold: ([p], { abstraction, and, bound, eq, exists, forall, imp, instantiate, lam, lift }) => {
      const body = abstraction(p!);
      const same = lift(body, 1) as LamTerm;
      const [x, y] = [bound(1, body.domain), bound(0, body.domain)];
      const unique = forall(lam("y", body.domain, imp(instantiate(lift(same, 1) as LamTerm, y), eq(y, x))));
      return exists(lam(body.name, body.domain, and(body.body, unique)));
    },
  },
  ite: {
    signature: arity(3, ([c, a, b]) => when(sameType(c, prop) && sameType(a, b), a)),
    value: looking(({ args }, environment, budget, walk) => {
      const condition = truthOf(args[0]!, environment, budget, walk);
      return condition === undefined ? undefined : walk(args[condition ? 1 : 2]!, environment, budget);
    }),
  },
  /** A function of which something is still open; elaboration writes it so, and no closed term has it. */
  "fun?": { signature: () => undefined },
};
