import { Random } from "@lemma/interfaces";
import { app, divides, type Term } from "@lemma/lean-kernel";
import type { Goal } from "../goal/goal.ts";
import { printTerm } from "../print/printer.ts";
import { flatten, sample } from "./counterexample.ts";
import { readGoal, type RefuteOptions } from "./refute.ts";

/** An operation on ℕ or ℤ that does not do what it does on numbers, at values that satisfy the statement's hypotheses. */
export interface Hazard {
  /** `subtraction`: it stops at 0; `division`: it rounds. */
  readonly kind: "subtraction" | "division";
  readonly type: "ℕ" | "ℤ";
  /** As Lean prints it: `n - 3`, `1 / 2`. */
  readonly text: string;
  /** Empty where nothing in it varies. */
  readonly at: Readonly<Record<string, string>>;
}

/**
 * The subtractions on ℕ and divisions on ℕ or ℤ of a statement that cut something off, each at values that the refuter found. What stands
 * under a binder of its own is left out.
 *
 * @returns undefined where the statement is not read.
 */
export function hazards(statement: string, options: RefuteOptions = {}): readonly Hazard[] | undefined {
  const { header } = options;
  const read = readGoal({ id: "", statement, ...(header === undefined ? {} : { header }) });
  if ("reason" in read) return undefined;
  const { premises, conclusion, variables } = flatten(read.goal);
  const entries: Goal["entries"] = [
    ...variables.map((term) => ({ kind: "var" as const, name: term.name, term })),
    ...premises.map((formula, i) => ({ kind: "hypothesis" as const, name: `h${i}`, formula })),
  ];
  const names = new Map(variables.map(({ id, name }) => [id, name]));
  const found = new Map<string, Hazard>();
  for (const term of operations([...premises, conclusion])) {
    const [a, b] = term.args as readonly [Term, Term];
    const isSubtraction = term.op === "sub";
    const target = isSubtraction ? app("le", [b, a]) : divides(b, a);
    const text = printTerm(term, {}, names);
    if (found.has(text)) continue;
    // An exact operation at every sample is none. What nothing varies in is the same at all of them, found or not.
    const goal = { ...read.goal, entries: term.hasVar ? entries : [], target };
    const { counterexample } = sample(goal, new Random(options.seed ?? 0), options.tries ?? 120);
    if (counterexample === undefined) continue;
    const inside = variables.filter(({ id }) => occurs(term, id)).map(({ name }) => name);
    found.set(text, {
      kind: isSubtraction ? "subtraction" : "division",
      type: term.type.key as "ℕ" | "ℤ",
      text,
      at: Object.fromEntries([...counterexample].filter(([name]) => inside.includes(name))),
    });
  }
  return [...found.values()];
}

type Operation = Extract<Term, { readonly tag: "app" }>;

function operations(formulas: readonly Term[]): readonly Operation[] {
  const found: Operation[] = [];
  const visit = (term: Term): void => {
    if (term.tag === "app") {
      const { key } = term.type;
      const cuts = (term.op === "sub" && key === "ℕ") || (term.op === "div" && (key === "ℕ" || key === "ℤ"));
      if (cuts && term.loose === 0) found.push(term);
    }
    childrenOf(term).forEach(visit);
  };
  formulas.forEach(visit);
  return found;
}

function childrenOf(term: Term): readonly Term[] {
  if (term.tag === "app") return term.args;
  if (term.tag === "call") return [term.fn, term.arg];
  return term.tag === "lam" ? [term.body] : [];
}

const occurs = (term: Term, id: number): boolean =>
  term.tag === "var" ? term.id === id : childrenOf(term).some((child) => occurs(child, id));
