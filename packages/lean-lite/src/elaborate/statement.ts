import type { Entry, Goal } from "../goal/goal.ts";
import { app, finset, isUnknown, prop, variable, type VarTerm } from "@lemma/lean-kernel";
import type { Declaration } from "../syntax/statement.ts";
import type { Expression } from "../syntax/tree.ts";
import { Elaborator } from "./elaborator.ts";
import type { Local } from "./elaboration.ts";
import { ElaborationProblem, UnsupportedProblem } from "./problem.ts";
import { Unknowns } from "./unknowns.ts";

/** `a`, `x₁`, `n'`: what Lean binds of itself when a statement uses it undeclared. */
const autoboundName = /^[\p{L}][₀-₉0-9']*$/u;

/** What a statement's words may mean beyond the library, from what stands before it in its file. */
export interface Before {
  readonly globals: readonly Local[];
  /** Whether a letter that nobody bound is a variable. */
  readonly mayBind: (name: string) => boolean;
}

/** What a statement says. */
export interface StatementGoal extends Goal {
  /** What was read as something else of the same meaning: Lean shows another goal, and its tactics see another. */
  readonly standIns: readonly string[];
}

/** Whether the entry is what holds of the one before it, by its type: no binder of the text has that name. */
export const isFact = ({ kind, name }: Entry): boolean => kind === "hypothesis" && name.includes(".");

/** The initial goal of a theorem. @throws {ElaborationProblem | UnsupportedProblem} */
export function elaborateStatement(
  declaration: Declaration,
  opens: readonly string[],
  { globals, mayBind }: Before = { globals: [], mayBind: () => true },
): StatementGoal {
  const unifier = new Unknowns();
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
      const finite = finiteSet(elaborator, name, binder.type!);
      if (finite !== undefined) {
        entries.push(...finite);
        elaborator.push({ name });
        continue;
      }
      const formula = elaborator.at(binder.type!, prop);
      // `(_ : p)` has a name that nobody can write.
      entries.push({ kind: "hypothesis", name: name === "_" ? "x✝" : name, formula });
      elaborator.push({ name });
    }
  }
  const target = elaborator.at(declaration.type, prop);
  // Only now do Lean's default instances decide: a later hypothesis may have more to say of an earlier numeral.
  elaborator.settle();
  const all: Entry[] = [...[...autobound].map(([name, term]): Entry => ({ kind: "var", name, term })), ...entries];
  const finished = all.map((entry): Entry => {
    if (entry.kind === "hypothesis") return { ...entry, formula: unifier.zonk(entry.formula) };
    const type = unifier.type(entry.term.type);
    if (isUnknown(type)) throw new ElaborationProblem(`failed to infer binder type of ${entry.name}`, 0);
    return { ...entry, term: variable(entry.name, type, entry.term.id) };
  });
  const goal: StatementGoal = {
    entries: finished,
    target: unifier.zonk(target),
    standIns: elaborator.standIns,
  };
  const isOpen =
    goal.target.open || goal.entries.some((entry) => (entry.kind === "var" ? entry.term : entry.formula).open);
  if (isOpen) throw new ElaborationProblem("don't know how to synthesize placeholder", declaration.type.from);
  return goal;
}

/**
 * `(h : Fintype s)` lists the elements of s: a Finset of that name that has them, and no other. `s.toFinset` is that Finset, whichever
 * instance lists them.
 */
function finiteSet(elaborator: Elaborator, name: string, syntax: Expression): Entry[] | undefined {
  if (syntax.kind !== "apply" || syntax.fn.kind !== "name" || syntax.fn.name !== "Fintype" || syntax.args.length !== 1)
    return undefined;
  if (elaborator.lookup("Fintype") !== undefined) return undefined;
  const all = elaborator.unifier.zonk(elaborator.term(syntax.args[0]!.value));
  if (all.type.name !== "Set") throw new UnsupportedProblem("Fintype of a type");
  const element = all.type.args[0]!;
  const elements = variable(name, finset(element));
  elaborator.standsIn("Fintype");
  elaborator.noteFinite({ set: all, elements });
  const same = elaborator.binding("x", element, (x) =>
    app("iff", [app("mem", [x, elements], prop), app("mem", [x, all], prop)], prop),
  );
  return [
    { kind: "var", name, term: elements },
    { kind: "hypothesis", name: `${name}.complete`, formula: app("forall", [same], prop) },
  ];
}
