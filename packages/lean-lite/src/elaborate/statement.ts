import type { Entry, Goal } from "../goal/goal.ts";
import { isUnknown, prop, variable, type VarTerm } from "@lemma/lean-kernel";
import type { Declaration } from "../syntax/statement.ts";
import { Elaborator, type Local } from "./elaborator.ts";
import { ElaborationProblem, UnsupportedProblem } from "./problem.ts";
import { Unifier } from "./unifier.ts";

/** `a`, `x₁`, `n'`: what Lean binds of itself when a statement uses it undeclared. */
const autoboundName = /^[\p{L}][₀-₉0-9']*$/u;

/** What a statement's words may mean beyond the library, from what stands before it in its file. */
export interface Before {
  readonly globals: readonly Local[];
  /** Whether a letter that nobody bound is a variable. */
  readonly mayBind: (name: string) => boolean;
}

/** The initial goal of a theorem. @throws {ElaborationProblem | UnsupportedProblem} */
export function elaborateStatement(
  declaration: Declaration,
  opens: readonly string[],
  { globals, mayBind }: Before = { globals: [], mayBind: () => true },
): Goal {
  const unifier = new Unifier();
  const autobound = new Map<string, VarTerm>();
  const bind = (name: string): VarTerm | undefined => {
    if (!autoboundName.test(name) || !mayBind(name)) return undefined;
    let known = autobound.get(name);
    if (known === undefined) autobound.set(name, (known = variable(name, unifier.freshType())));
    return known;
  };
  const elaborator = new Elaborator(unifier, globals, opens, bind);
  const entries: Entry[] = [];
  for (const binder of declaration.binders) {
    if (binder.names[0] === "inst✝") throw new UnsupportedProblem("a class instance");
    for (const name of binder.names) {
      const type = binder.type === undefined ? unifier.freshType() : elaborator.typeOf(binder.type);
      if (type !== undefined) {
        const term = variable(name, type);
        entries.push({ kind: "var", name, term });
        elaborator.push({ name, term });
        continue;
      }
      const formula = elaborator.at(binder.type!, prop);
      // `(_ : p)` has a name that nobody can write.
      entries.push({ kind: "hypothesis", name: name === "_" ? "x✝" : name, formula });
      elaborator.push({ name });
    }
  }
  const target = elaborator.at(declaration.type, prop);
  // What nobody bound and nothing determines is another variable wherever the project forbids it.
  const undetermined = [...autobound].find(([, term]) => unifier.type(term.type).open);
  if (undetermined !== undefined) throw new UnsupportedProblem(`the variable ${undetermined[0]}, which nothing binds`);
  // Only now do Lean's default instances decide: a later hypothesis may have more to say of an earlier numeral.
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
