import { app, finset, fun, isFun, prop, set, type Term, type Type, variable } from "@lemma/lean-kernel";
import type { Binder, Expression } from "../syntax/tree.ts";
import type { Elaboration } from "./elaboration.ts";
import { ElaborationProblem, UnsupportedProblem } from "./problem.ts";

export function binder(on: Elaboration, syntax: Expression & { kind: "binder" }, expected?: Type): Term {
  if (syntax.op === "fun" || syntax.op === "λ") return lambda(on, syntax.binders, syntax.body, expected, "fun");
  return quantified(on, syntax.op, syntax.binders, syntax.body, syntax);
}

/** Each name has a binder, and so a type, of its own: `∀ n x, …` may bind a natural and a real number. */
function quantified(
  on: Elaboration,
  op: string,
  binders: readonly Binder[],
  body: Expression,
  syntax: Expression,
): Term {
  const names = binders.flatMap((binder) => {
    if (binder.pattern !== undefined) throw new UnsupportedProblem("a pattern in a binder");
    if (binder.predicate !== undefined && binder.names.length > 1)
      throw new UnsupportedProblem(`${binder.names.join(" ")} ${binder.predicate.op} … in a binder`);
    return binder.names.map((name) => ({ name, binder }));
  });
  if (op === "∃!" && names.length > 1) throw new UnsupportedProblem("∃! of several variables");
  const kernelOp = op === "∀" ? "forall" : op === "∃" ? "exists" : "existsUnique";
  const go = (i: number): Term => {
    const own = names[i];
    if (own === undefined) return on.at(body, prop);
    const { name, binder } = own;
    const type = binder.type === undefined ? on.unifier.freshType() : on.typeOf(binder.type);
    if (type === undefined) {
      // `(h : p)` in a ∀: an implication, its proof unnamed since nothing here can mention it.
      if (op !== "∀") throw new UnsupportedProblem(`a proof bound by ${op}`);
      const premise = on.at(binder.type!, prop);
      on.push({ name });
      const conclusion = go(i + 1);
      on.pop();
      return app("imp", [premise, conclusion], prop);
    }
    const free = variable(name, type);
    on.push({ name, term: free });
    const guard = guardOf(on, binder, name, syntax);
    const inner = go(i + 1);
    on.pop();
    const guarded = guard === undefined ? inner : app(op === "∀" ? "imp" : "and", [guard, inner], prop);
    return app(kernelOp, [on.bind(free, guarded)], prop);
  };
  return go(0);
}

function guardOf(on: Elaboration, binder: Binder, name: string, syntax: Expression): Term | undefined {
  if (binder.predicate === undefined) return undefined;
  const span = { from: syntax.from, to: syntax.to };
  const left: Expression = { kind: "name", name, ...span };
  return on.at({ kind: "binary", op: binder.predicate.op, left, right: binder.predicate.right, ...span }, prop);
}

function lambda(
  on: Elaboration,
  binders: readonly Binder[],
  body: Expression,
  expected: Type | undefined,
  what: string,
): Term {
  const flat = binders.flatMap((binder) => {
    if (binder.pattern !== undefined) throw new UnsupportedProblem("a pattern in a binder");
    return binder.names.map((name) => ({ name, binder }));
  });
  const go = (i: number, wanted: Type | undefined): Term => {
    const own = flat[i];
    const { unifier } = on;
    if (own === undefined) return wanted === undefined ? on.term(body) : on.at(body, wanted);
    const known = wanted === undefined ? undefined : unifier.type(wanted);
    const domain = known !== undefined && isFun(known) ? known.args[0]! : unifier.freshType();
    if (own.binder.type !== undefined) {
      const given = on.typeOf(own.binder.type);
      if (given === undefined) throw new UnsupportedProblem("a proof bound by fun");
      if (!unifier.unifyTypes(domain, given)) throw new ElaborationProblem("type mismatch in a binder", body.from);
    }
    const free = variable(own.name, unifier.type(domain));
    on.push({ name: own.name, term: free });
    const guard = guardOf(on, own.binder, own.name, body);
    if (guard !== undefined && what !== "setOf") throw new UnsupportedProblem("a bounded binder of fun");
    // `{x ∈ s | p}` of a Finset s was a Set in older Mathlib and is a Finset in newer.
    if (own.binder.predicate?.op === "∈" && guard?.tag === "app" && unifier.type(guard.args[1]!.type).name !== "Set")
      throw new UnsupportedProblem("{x ∈ s | p} with s no Set");
    const rest = go(i + 1, known !== undefined && isFun(known) ? known.args[1] : undefined);
    on.pop();
    return on.bind(free, guard === undefined ? rest : app("and", [guard, rest], prop));
  };
  return go(0, expected);
}

/** `∑ x ∈ s with p, f` is `Finset.sum (Finset.filter (fun x => p) s) (fun x => f)`. */
export function big(on: Elaboration, syntax: Expression & { kind: "big" }, expected?: Type): Term {
  const { unifier } = on;
  const { op, binder, condition } = syntax;
  const symbol = op === "sum" ? "∑" : "∏";
  if (syntax.over === undefined) throw new UnsupportedProblem(`${symbol} over a type`);
  const element = unifier.freshType();
  const filter = condition && lambda(on, [binder], condition, fun(element, prop), "fun");
  const inside = on.at(syntax.over, finset(element));
  const over = filter === undefined ? inside : app("filter", [filter, inside], finset(unifier.type(element)));
  const result = unifier.freshType();
  if (expected !== undefined) unifier.unifyTypes(result, expected);
  const body = lambda(on, [binder], syntax.body, fun(element, result), "fun");
  return app(op, [over, body], unifier.type(result));
}

export function setOf(on: Elaboration, syntax: Expression & { kind: "setOf" }, expected: Type | undefined): Term {
  const { unifier } = on;
  const element = unifier.freshType();
  if (expected !== undefined) {
    if (unifier.type(expected).name === "Finset") throw new UnsupportedProblem("a Finset by a predicate");
    unifier.speculate(() => unifier.unifyTypes(set(element), expected));
  }
  const predicate = lambda(on, [syntax.binder], syntax.body, fun(element, prop), "setOf");
  return app("setOf", [predicate], set(unifier.type(element)));
}
