import { app, int, isFun, isUnknown, nat, prop, rank, sameType, type Term, type Type } from "@lemma/lean-kernel";
import type { Expression } from "../syntax/tree.ts";
import type { Elaborator } from "./elaborator.ts";
import { ElaborationProblem } from "./problem.ts";

/** Operators that Lean elaborates as one tree (`binop%`, `unop%`, `rightact%`), with their constants. */
const operators: Readonly<Record<string, string>> = {
  "+": "add",
  "-": "sub",
  "*": "mul",
  "/": "div",
  "%": "mod",
  "∪": "union",
  "∩": "inter",
  "\\": "sdiff",
};

/** Relations that share the tree of both sides (`binrel%`). */
export const relationOps: Readonly<Record<string, string>> = {
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

type Tree =
  | { readonly kind: "leaf"; readonly term: Term; readonly syntax: Expression }
  | {
      readonly kind: "binary";
      readonly op: string;
      readonly left: Tree;
      readonly right: Tree;
      readonly syntax: Expression;
    }
  | { readonly kind: "neg"; readonly operand: Tree }
  | { readonly kind: "power"; readonly base: Tree; readonly exponent: Term; readonly syntax: Expression };

/** ℕ → ℤ → ℚ → ℝ → ℂ upwards, and a Finset as a Set. */
export const coercible = (from: Type, to: Type): boolean =>
  (rank(from) >= 0 && rank(from) < rank(to)) ||
  (from.name === "Finset" && to.name === "Set" && from.args[0]!.key === to.args[0]!.key);

function treeOf(elaborator: Elaborator, syntax: Expression): Tree {
  if (syntax.kind === "paren") {
    // `(· + 1)` would be a function; a plain parenthesis is transparent.
    return treeOf(elaborator, syntax.inner);
  }
  if (syntax.kind === "unary" && syntax.op === "neg")
    return { kind: "neg", operand: treeOf(elaborator, syntax.operand) };
  if (syntax.kind === "binary") {
    if (syntax.op === "^") {
      const base = treeOf(elaborator, syntax.left);
      const exponent = elaborator.term(syntax.right);
      return { kind: "power", base, exponent, syntax };
    }
    const op = operators[syntax.op];
    if (op !== undefined) {
      return {
        kind: "binary",
        op,
        left: treeOf(elaborator, syntax.left),
        right: treeOf(elaborator, syntax.right),
        syntax,
      };
    }
  }
  return { kind: "leaf", term: elaborator.term(syntax), syntax };
}

interface Analysis {
  max: Type | undefined;
  uncomparable: boolean;
}

function analyze(elaborator: Elaborator, tree: Tree, analysis: Analysis): void {
  if (analysis.uncomparable) return;
  switch (tree.kind) {
    case "leaf": {
      const type = elaborator.unifier.type(tree.term.type);
      if (isUnknown(type)) return;
      const { max } = analysis;
      if (max === undefined) analysis.max = type;
      else if (!sameType(max, type) && !coercible(type, max)) {
        if (coercible(max, type)) analysis.max = type;
        else analysis.uncomparable = true;
      }
      return;
    }
    case "neg":
      analyze(elaborator, tree.operand, analysis);
      return;
    case "power":
      analyze(elaborator, tree.base, analysis);
      return;
    case "binary":
      analyze(elaborator, tree.left, analysis);
      analyze(elaborator, tree.right, analysis);
  }
}

/** Puts coercions to `max` at the leaves. */
function applyCoercions(elaborator: Elaborator, tree: Tree, max: Type): Tree {
  switch (tree.kind) {
    case "leaf":
      return { ...tree, term: elaborator.ensure(tree.term, max, tree.syntax) };
    case "neg":
      return { ...tree, operand: applyCoercions(elaborator, tree.operand, max) };
    case "power":
      return { ...tree, base: applyCoercions(elaborator, tree.base, max) };
    case "binary":
      return {
        ...tree,
        left: applyCoercions(elaborator, tree.left, max),
        right: applyCoercions(elaborator, tree.right, max),
      };
  }
}

function build(elaborator: Elaborator, tree: Tree): Term {
  const { unifier } = elaborator;
  switch (tree.kind) {
    case "leaf":
      return tree.term;
    case "neg": {
      const operand = build(elaborator, tree.operand);
      unifier.noteNegation(operand.type);
      return app("neg", [operand], operand.type);
    }
    case "power": {
      const base = build(elaborator, tree.base);
      const exponent = tree.exponent;
      // Monoid.Pow is the default instance: an exponent that is only a numeral is natural, a negated one an integer.
      if (isUnknown(unifier.type(exponent.type))) {
        if (exponent.tag === "app" && exponent.op === "neg") unifier.unifyTypes(exponent.type, int);
        else unifier.unifyTypes(exponent.type, nat);
      }
      return app("pow", [base, exponent], base.type);
    }
    case "binary": {
      const left = build(elaborator, tree.left);
      const right = elaborator.ensure(build(elaborator, tree.right), left.type, tree.syntax);
      return app(tree.op, [left, right], left.type);
    }
  }
}

/** An arithmetic expression: its leaves first, then one type for all of them, the largest there is. */
export function elaborateOperators(elaborator: Elaborator, syntax: Expression, expected: Type | undefined): Term {
  const known = expected === undefined ? undefined : elaborator.unifier.type(expected);
  const tree = treeOf(elaborator, syntax);
  const analysis: Analysis = { max: known === undefined || isUnknown(known) ? undefined : known, uncomparable: false };
  analyze(elaborator, tree, analysis);
  if (analysis.max === undefined || analysis.uncomparable) return build(elaborator, tree);
  return build(elaborator, applyCoercions(elaborator, tree, analysis.max));
}

/** `a = b` and its kin: the leaves of both sides agree on one type. */
export function elaborateRelation(elaborator: Elaborator, syntax: Expression & { kind: "binary" }): Term {
  const left = treeOf(elaborator, syntax.left);
  const right = treeOf(elaborator, syntax.right);
  const analysis: Analysis = { max: undefined, uncomparable: false };
  analyze(elaborator, left, analysis);
  analyze(elaborator, right, analysis);
  const op = relationOps[syntax.op]!;
  let sides: [Term, Term];
  if (analysis.max === undefined || analysis.uncomparable) {
    const a = build(elaborator, left);
    sides = [a, elaborator.ensure(build(elaborator, right), a.type, syntax.right)];
  } else {
    const { max } = analysis;
    sides = [
      build(elaborator, applyCoercions(elaborator, left, max)),
      build(elaborator, applyCoercions(elaborator, right, max)),
    ];
  }
  const type = elaborator.unifier.type(sides[0].type);
  if (op !== "eq" && op !== "ne" && (isFun(type) || sameType(type, prop))) {
    throw new ElaborationProblem(`failed to synthesize\n  LT ${type.key}`, syntax.from);
  }
  // On sets `≤` is `⊆`; the fragment has it under that name only.
  return app(op, sides, prop);
}
