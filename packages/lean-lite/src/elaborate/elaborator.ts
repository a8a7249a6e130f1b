import { app, int, nat, num, pair, prop, type Term, type Type } from "@lemma/lean-kernel";
import type { Expression } from "../syntax/tree.ts";
import { binder, big, setOf } from "./binders.ts";
import { describe } from "../print/describe.ts";
import { Elaboration } from "./elaboration.ts";
import { application, head, project } from "./names.ts";
import { binary, enumeration, unary } from "./notations.ts";
import { elaborateOperators, isOperator } from "./operators.ts";
import { ElaborationProblem, UnsupportedProblem } from "./problem.ts";

/**
 * Turns syntax into typed terms the way Lean does: from left to right, each piece as far as the types known by then allow, and what
 * they do not allow as an obligation. Nothing is guessed on the way; `settle` decides at the end.
 */
export class Elaborator extends Elaboration {
  protected override read(syntax: Expression, expected?: Type): Term {
    const { unifier } = this;
    if (isOperator(syntax)) return elaborateOperators(this, syntax, expected);
    switch (syntax.kind) {
      case "paren":
        return this.term(syntax.inner, expected);
      case "number": {
        const type = expected === undefined ? unifier.freshType() : unifier.type(expected);
        this.obligations.add({ kind: "numeral", type, at: syntax.from });
        return num(syntax.value, type);
      }
      case "decimal": {
        const [whole, fraction] = syntax.text.split(".") as [string, string];
        return app(
          "decimal",
          [num(BigInt(whole + fraction), nat), num(BigInt(fraction.length), nat)],
          expected === undefined ? unifier.freshType() : unifier.type(expected),
        );
      }
      case "ascription": {
        if (syntax.type === undefined) throw new UnsupportedProblem("(… :)");
        const type = this.type(syntax.type);
        return this.ensure(this.term(syntax.inner, type), type, syntax);
      }
      case "name":
        return head(this, syntax, [], syntax, expected);
      case "apply":
        return application(this, syntax.fn, syntax.args, syntax, expected);
      case "binary":
        return binary(this, syntax, expected);
      case "unary":
        return unary(this, syntax, expected);
      case "modEq": {
        const type = syntax.over === "ℕ" ? nat : int;
        const [n, a, b] = [syntax.modulus, syntax.left, syntax.right].map((part) => this.at(part, type));
        return app("modEq", [n!, a!, b!], prop);
      }
      case "binder":
        return binder(this, syntax, expected);
      case "big":
        return big(this, syntax, expected);
      case "setOf":
        return setOf(this, syntax, expected);
      case "enumeration":
        return enumeration(this, syntax.items, expected, syntax);
      case "list":
        throw new UnsupportedProblem("a list");
      case "tuple": {
        const parts = syntax.items.map((item) => this.term(item));
        return parts.reduceRight((right, leftPart) => app("pair", [leftPart, right], pair(leftPart.type, right.type)));
      }
      case "project":
        return project(this, syntax.inner, syntax.field, [], syntax, expected);
      case "if": {
        const condition = this.at(syntax.condition, prop);
        const type = expected ?? unifier.freshType();
        const yes = this.ensure(this.term(syntax.yes, type), type, syntax.yes);
        const no = this.ensure(this.term(syntax.no, type), type, syntax.no);
        return app("ite", [condition, yes, no], unifier.type(type));
      }
      case "hole":
        return unifier.freshTerm(expected ?? unifier.freshType());
      case "dot":
        throw new ElaborationProblem(
          "invalid occurrence of `·` notation, it must be surrounded by parentheses",
          syntax.from,
        );
      case "anonymous": {
        const type = expected === undefined ? undefined : unifier.type(expected);
        if (type?.name === "×" && syntax.items.length === 2) {
          return app(
            "pair",
            [this.at(syntax.items[0]!, type.args[0]!), this.at(syntax.items[1]!, type.args[1]!)],
            type,
          );
        }
        throw new UnsupportedProblem("an anonymous constructor in a statement");
      }
      case "show":
        return this.at(syntax.body, this.type(syntax.type));
      case "assumption":
      case "by":
      case "calc":
      case "have":
      case "other":
      case "sorry":
      default:
        throw new UnsupportedProblem(describe(syntax));
    }
  }
}
