import type { Entry, Goal } from "../goal/goal.ts";
import { isUnknown, prop, variable, type VarTerm } from "@lemma/lean-kernel";
import type { Declaration } from "../syntax/statement.ts";
import { Elaborator } from "./elaborator.ts";
import { ElaborationProblem, UnsupportedProblem } from "./problem.ts";
import { typeOf } from "./types.ts";
import { Unifier } from "./unifier.ts";

/** `a`, `x₁`, `n'`: what Lean binds of itself when a statement uses it undeclared. */
const autoboundName = /^[\p{L}][₀-₉0-9']*$/u;

/** The initial goal of a theorem. @throws {ElaborationProblem | UnsupportedProblem} */
export function elaborateStatement(declaration: Declaration, opens: readonly string[]): Goal {
  const unifier = new Unifier();
  const autobound = new Map<string, VarTerm>();
  const bind = (name: string): VarTerm | undefined => {
    if (!autoboundName.test(name)) return undefined;
    let known = autobound.get(name);
    if (known === undefined) autobound.set(name, (known = variable(name, unifier.freshType())));
    return known;
  };
  const elaborator = new Elaborator(unifier, [], opens, bind);
  const entries: Entry[] = [];
  const hasOpenType = (): boolean =>
    [...autobound.values()].some((term) => unifier.type(term.type).open) ||
    entries.some((entry) => entry.kind === "var" && unifier.type(entry.term.type).open);
  for (const binder of declaration.binders) {
    if (binder.type === undefined) {
      for (const name of binder.names) {
        const term = variable(name, unifier.freshType());
        entries.push({ kind: "var", name, term });
        elaborator.push({ name, term });
      }
      continue;
    }
    const type = typeOf(binder.type, unifier);
    if (type !== undefined) {
      for (const name of binder.names) {
        const term = variable(name, type);
        entries.push({ kind: "var", name, term });
        elaborator.push({ name, term });
      }
      continue;
    }
    if (binder.names[0] === "inst✝") throw new UnsupportedProblem("a class instance");
    for (const name of binder.names) {
      const formula = elaborator.term(binder.type, prop);
      const ensured = elaborator.ensure(formula, prop, binder.type);
      // While some variable's type is still open, a numeral must not decide it: later text may.
      if (!hasOpenType()) elaborator.settle();
      // `(_ : p)` has a name that nobody can write.
      entries.push({ kind: "hypothesis", name: name === "_" ? "x✝" : name, formula: ensured });
      elaborator.push({ name });
    }
  }
  const target = elaborator.ensure(elaborator.term(declaration.type, prop), prop, declaration.type);
  // At the end of the statement Lean's default instances decide: numerals without a type are natural, and so are the
  // variables they meet. An arrow `↑x` might have been decided otherwise by then: that is left to Lean.
  if (hasOpenType() && declaration.tokens.slice(0, declaration.type.to).some(({ text }) => text === "↑"))
    throw new UnsupportedProblem("a variable whose type is left open");
  elaborator.settle();
  const all: Entry[] = [...[...autobound].map(([name, term]): Entry => ({ kind: "var", name, term })), ...entries];
  const finished = all.map((entry): Entry => {
    if (entry.kind === "hypothesis") return { ...entry, formula: unifier.zonk(entry.formula) };
    const type = unifier.type(entry.term.type);
    if (isUnknown(type)) throw new ElaborationProblem(`failed to infer binder type of ${entry.name}`, 0);
    return { ...entry, term: variable(entry.name, type, entry.term.id) };
  });
  const goal: Goal = { entries: finished, target: unifier.zonk(target) };
  const isOpen =
    goal.target.open || goal.entries.some((entry) => (entry.kind === "var" ? entry.term : entry.formula).open);
  if (isOpen) throw new ElaborationProblem("don't know how to synthesize placeholder", declaration.type.from);
  return goal;
}
