import { visibleNames } from "../print/goal.ts";
import { Elaborator } from "../elaborate/elaborator.ts";
import type { Local } from "../elaborate/elaboration.ts";
import { isFact } from "../elaborate/statement.ts";
import { Unifier } from "./unifier.ts";
import type { Goal } from "../goal/goal.ts";
import { type ProofState, TacticFailure } from "../goal/state.ts";
import type { Expression } from "../syntax/tree.ts";
import type { Block, Tactic } from "../syntax/proofs/tree.ts";
import { isApp, type Term, type Theorem } from "@lemma/lean-kernel";

/** A theorem that may be named: proved earlier in the same file. */
export interface NamedTheorem {
  readonly name: string;
  readonly theorem: Theorem;
  /** Per leading ∀ or premise: whether it is left to unification. */
  readonly implicit: readonly boolean[];
}

/** What tactics share while one proof is checked. */
export interface Session {
  readonly state: ProofState;
  readonly opens: readonly string[];
  readonly lemmas: ReadonlyMap<string, NamedTheorem>;
  /** Constants of the file, behind every local name. */
  readonly globals: readonly Local[];
  run(tactic: Tactic): void;
  runBlock(block: Block): void;
}

/** Steps for the kernel's `convert` and `normalize`. */
export const spender = (session: Session) => (): void => session.state.budget.spend(1);

/** An elaborator that sees the goal's context under the names that the goal shows. */
export function elaboratorFor(session: Session, goal: Goal, unifier = new Unifier()): Elaborator {
  const names = visibleNames(goal);
  const scope = goal.entries.map((entry, i): Local => {
    const name = names[i]!;
    return entry.kind === "var" ? { name, term: entry.term } : { name };
  });
  const elaborator = new Elaborator(unifier, [...session.globals, ...scope], session.opens);
  for (const entry of goal.entries) {
    const finite = isFact(entry) && entry.kind === "hypothesis" ? finiteOf(entry.formula) : undefined;
    if (finite !== undefined) elaborator.noteFinite(finite);
  }
  return elaborator;
}

/** `∀ x, x ∈ h ↔ x ∈ s`: that h lists the elements of s. */
function finiteOf(formula: Term): { readonly set: Term; readonly elements: Term } | undefined {
  const body = isApp(formula, "forall") ? formula.args[0]! : undefined;
  const sides = body?.tag === "lam" && isApp(body.body, "iff") ? body.body.args : [];
  const [elements, set] = sides.map((side) => (isApp(side, "mem") ? side.args[1] : undefined));
  return elements?.tag === "var" && set !== undefined && set.loose === 0 ? { set, elements } : undefined;
}

/** The hypothesis of that name. */
export function findHypothesis(
  goal: Goal,
  name: string,
): { readonly index: number; readonly formula: Term } | undefined {
  const names = visibleNames(goal);
  for (let i = goal.entries.length - 1; i >= 0; i--) {
    const entry = goal.entries[i]!;
    if (names[i] === name && entry.kind === "hypothesis") return { index: i, formula: entry.formula };
  }
  return undefined;
}

export function needHypothesis(goal: Goal, name: string): { readonly index: number; readonly formula: Term } {
  const found = findHypothesis(goal, name);
  if (found === undefined) throw new TacticFailure(`unknown identifier '${name}'`);
  return found;
}

/** A closed term of the context. */
export const termIn = (session: Session, goal: Goal, syntax: Expression, type?: Term["type"]): Term =>
  elaboratorFor(session, goal).closed(syntax, type);
export const formulaIn = (session: Session, goal: Goal, syntax: Expression): Term =>
  elaboratorFor(session, goal).formula(syntax);
