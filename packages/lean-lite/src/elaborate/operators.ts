import {
  app,
  isFun,
  isIntegral,
  isNumeric,
  isUnknown,
  type Op,
  power,
  prop,
  sameType,
  type Term,
  type Type,
} from "@lemma/lean-kernel";
import type { Expression } from "../syntax/tree.ts";
import { coercible } from "./coercions.ts";
import type { Elaboration } from "./elaboration.ts";
import { UnsupportedProblem } from "./problem.ts";

interface Operator {
  readonly op: Op;
  /** `HAdd α β γ` and its kin, one class with three types; the others take two values of one type. */
  readonly isHeterogeneous: boolean;
  /** Whether the operator has an instance with all three types this one. */
  readonly isOn: (type: Type) => boolean;
}

const arithmetic = (op: Op, isOn: (type: Type) => boolean = isNumeric): Operator => ({
  op,
  isHeterogeneous: true,
  isOn,
});
const onSets = (op: Op): Operator => ({ op, isHeterogeneous: false, isOn: () => false });

/** Operators that Lean elaborates as one tree (`binop%`), with their constants. */
const operators: Readonly<Record<string, Operator>> = {
  "+": arithmetic("add"),
  "-": arithmetic("sub"),
  "*": arithmetic("mul"),
  "/": arithmetic("div"),
  "%": arithmetic("mod", isIntegral),
  "∪": onSets("union"),
  "∩": onSets("inter"),
  "\\": onSets("sdiff"),
};

/** Relations that share the tree of both sides (`binrel%`). */
export const relationOps: Readonly<Record<string, Op>> = {
  "=": "eq",
  "≠": "ne",
  "<": "lt",
  "≤": "le",
  ">": "gt",
  "≥": "ge",
};

export const isOperator = (syntax: Expression): boolean =>
  (syntax.kind === "binary" && (operators[syntax.op] !== undefined || syntax.op === "^")) ||
  (syntax.kind === "unary" && syntax.op === "neg");

/** The leaves of a `binop%` tree are elaborated without an expected type; a power's exponent takes no part (`rightact%`). */
type Tree =
  | { readonly kind: "leaf"; readonly term: Term; readonly syntax: Expression }
  | {
      readonly kind: "binary";
      readonly operator: Operator;
      readonly left: Tree;
      readonly right: Tree;
      readonly syntax: Expression & { readonly kind: "binary" };
    }
  | { readonly kind: "neg"; readonly operand: Tree; readonly syntax: Expression }
  | { readonly kind: "power"; readonly base: Tree; readonly exponent: Term; readonly syntax: Expression };

function treeOf(elaborator: Elaboration, syntax: Expression): Tree {
  const tree = branch(elaborator, syntax);
  elaborator.obligations.progress();
  return tree;
}

function branch(elaborator: Elaboration, syntax: Expression): Tree {
  // A plain parenthesis is transparent; `(· + 1)` was read as a function.
  if (syntax.kind === "paren") return branch(elaborator, syntax.inner);
  if (syntax.kind === "unary" && syntax.op === "neg")
    return { kind: "neg", operand: branch(elaborator, syntax.operand), syntax };
  if (syntax.kind === "binary") {
    if (syntax.op === "^") {
      const base = branch(elaborator, syntax.left);
      return { kind: "power", base, exponent: elaborator.term(syntax.right), syntax };
    }
    const operator = operators[syntax.op];
    if (operator !== undefined) {
      const left = branch(elaborator, syntax.left);
      return { kind: "binary", operator, left, right: branch(elaborator, syntax.right), syntax };
    }
  }
  return { kind: "leaf", term: elaborator.term(syntax), syntax };
}

/** The largest of the leaves' types, as far as known; undefined where none is, or where two do not compare. */
function largest(elaborator: Elaboration, trees: readonly Tree[], expected?: Type): Type | undefined {
  let max: Type | undefined;
  let isComparable = true;
  if (expected !== undefined) {
    const known = elaborator.unifier.type(expected);
    if (!isUnknown(known)) max = known;
  }
  const visit = (tree: Tree): void => {
    if (!isComparable) return;
    switch (tree.kind) {
      case "leaf": {
        const type = elaborator.unifier.type(tree.term.type);
        if (isUnknown(type)) return;
        if (max === undefined) max = type;
        else if (!sameType(max, type) && !coercible(type, max)) {
          if (coercible(max, type)) max = type;
          else isComparable = false;
        }
        return;
      }
      case "neg":
        return visit(tree.operand);
      case "power":
        return visit(tree.base);
      case "binary":
        visit(tree.left);
        visit(tree.right);
    }
  };
  trees.forEach(visit);
  return isComparable ? max : undefined;
}

/** Puts coercions to `max` at the leaves; under an operator that `max` does not have, each side is a tree of its own. */
function coerceLeaves(elaborator: Elaboration, tree: Tree, max: Type): Tree {
  switch (tree.kind) {
    case "leaf":
      return { ...tree, term: elaborator.ensure(tree.term, max, tree.syntax) };
    case "neg":
      return { ...tree, operand: coerceLeaves(elaborator, tree.operand, max) };
    case "power":
      return { ...tree, base: coerceLeaves(elaborator, tree.base, max) };
    case "binary": {
      const { operator, syntax } = tree;
      if (operator.isOn(max)) {
        const left = coerceLeaves(elaborator, tree.left, max);
        return { ...tree, left, right: coerceLeaves(elaborator, tree.right, max) };
      }
      const left = complete(elaborator, tree.left);
      return {
        kind: "leaf",
        term: combine(elaborator, operator, left, complete(elaborator, tree.right), syntax),
        syntax,
      };
    }
  }
}

function complete(elaborator: Elaboration, tree: Tree, expected?: Type): Term {
  const max = largest(elaborator, [tree], expected);
  return build(elaborator, max === undefined ? tree : coerceLeaves(elaborator, tree, max));
}

function combine(
  elaborator: Elaboration,
  { op, isHeterogeneous }: Operator,
  left: Term,
  right: Term,
  syntax: Expression & { readonly kind: "binary" },
): Term {
  if (!isHeterogeneous) return app(op, [left, elaborator.ensure(right, left.type, syntax)], left.type);
  const out = elaborator.unifier.freshType();
  elaborator.obligations.add({
    kind: "arithmetic",
    symbol: syntax.op,
    left: left.type,
    right: right.type,
    out,
    at: syntax.from,
  });
  return app(op, [left, right], elaborator.unifier.type(out));
}

function build(elaborator: Elaboration, tree: Tree): Term {
  const { unifier, obligations } = elaborator;
  switch (tree.kind) {
    case "leaf":
      return tree.term;
    case "neg": {
      const operand = build(elaborator, tree.operand);
      obligations.add({ kind: "negation", type: operand.type, at: tree.syntax.from });
      return app("neg", [operand], operand.type);
    }
    case "power": {
      const base = build(elaborator, tree.base);
      const out = unifier.freshType();
      obligations.add({ kind: "power", base: base.type, exponent: tree.exponent.type, out, at: tree.syntax.from });
      return power(base, tree.exponent, unifier.type(out));
    }
    case "binary": {
      const left = build(elaborator, tree.left);
      return combine(elaborator, tree.operator, left, build(elaborator, tree.right), tree.syntax);
    }
  }
}

/** An arithmetic expression: its leaves first, then one type for all of them, the largest there is. */
export const elaborateOperators = (elaborator: Elaboration, syntax: Expression, expected: Type | undefined): Term =>
  complete(elaborator, treeOf(elaborator, syntax), expected);

/** `a = b` and its kin: the leaves of both sides agree on one type. */
export function elaborateRelation(elaborator: Elaboration, syntax: Expression & { kind: "binary" }): Term {
  let left = treeOf(elaborator, syntax.left);
  let right = treeOf(elaborator, syntax.right);
  const max = largest(elaborator, [left, right]);
  if (max !== undefined) {
    left = coerceLeaves(elaborator, left, max);
    right = coerceLeaves(elaborator, right, max);
  }
  const a = build(elaborator, left);
  const b = elaborator.ensure(build(elaborator, right), a.type, syntax.right);
  elaborator.obligations.progress();
  const op = relationOps[syntax.op]!;
  const type = elaborator.unifier.type(a.type);
  // On functions and formulas an order is pointwise, and on sets it is `⊆`: the fragment has neither under this name.
  if (op !== "eq" && op !== "ne" && (isFun(type) || sameType(type, prop)))
    throw new UnsupportedProblem(`${syntax.op} on ${type.key}`);
  return app(op, [a, b], prop);
}
