import type { Expression } from "../syntax/tree.ts";
import type { Tactic } from "../syntax/proofs/tree.ts";
import { cut, Hole, TacticFailure } from "../goal/state.ts";
import {
  abstract,
  assume,
  convert,
  discharge,
  eq,
  forall,
  generalize,
  imp,
  modusPonens,
  prop,
  reflexivity,
  specialize,
  type Term,
  type Theorem,
  variable,
  type VarTerm,
} from "@lemma/lean-kernel";
import { elaboratorFor, formulaIn, type Session, termIn } from "../proof/session.ts";
import { ProofReader } from "../proof/terms.ts";
import { UnsolvedGoals, UnsupportedTactic } from "../proof/failures.ts";
import { type Entry, type Goal, valueName } from "../goal/goal.ts";
import { symmetric } from "../proof/equations.ts";
import { hypothesis, withTarget } from "./goals.ts";
import { destructure } from "./patterns.ts";
import { rewriteEverywhere } from "./substitution.ts";
import type { TacticRule } from "./tactic.ts";

/** `have pat : T := e`, `have h := e`, `have h : T` (a goal first), `have h (x : A) : T := e`. */
export const have: TacticRule = (session, tactic) => {
  const { state } = session;
  const { goal } = state;
  const pattern = tactic.patterns?.[0] ?? ({ kind: "name", name: "this" } as const);
  const name =
    pattern.kind === "name" && pattern.name !== "rfl" && pattern.name !== "_"
      ? pattern.name
      : `✝have${state.budget.spent}`;
  const finish = (): void => {
    if (pattern.kind !== "name" || pattern.name === "rfl") destructure(session, { name }, pattern);
  };
  if (tactic.type === undefined) {
    if (tactic.value === undefined) throw new TacticFailure("have: a type is needed");
    const reader = new ProofReader(session, goal, "named");
    const { formula: known, make: prove } = reader.claim(tactic.value);
    // Without holes the theorem is there, in the words that its making gives it.
    const theorem = reader.holes.length > 0 ? undefined : prove();
    const stated = theorem?.conclusion ?? known;
    const others = state.holes.slice(1);
    const entry: Entry = {
      kind: "hypothesis",
      name,
      formula: stated,
      isUnsettled: true,
      ...(leavesRedexes(tactic.value) ? { isReduced: true } : {}),
    };
    state.refine([{ entries: [...goal.entries, entry], target: goal.target }], ([proof]) =>
      cut(theorem ?? convert(prove(), stated, state.budget), proof!),
    );
    if (reader.holes.length === 0) {
      finish();
      return;
    }
    if (pattern.kind !== "name") throw new UnsupportedTactic("have with a pattern and holes");
    const [next] = state.holes;
    state.holes = [...reader.holes, next!, ...others];
    return;
  }
  const { formula, make, holes } = claim(session, tactic, tactic.type, tactic.value);
  const rest = state.holes.slice(1);
  state.refine([{ entries: [...goal.entries, hypothesis(name, formula)], target: goal.target }], ([proof]) =>
    cut(make(), proof!),
  );
  const main = state.holes[0]!;
  state.holes = [...holes, main, ...rest];
  if (holes.length === 0) finish();
  else if (pattern.kind !== "name") throw new UnsupportedTactic("have with a pattern and no proof");
};

/** Whether the term's type has a function applied to its argument in Lean: `congr_arg (fun x => x ^ 2) h`. */
const leavesRedexes = (syntax: Expression): boolean => {
  if (syntax.kind !== "apply" || syntax.fn.kind !== "name" || !/^(congr_arg|congrArg)$/.test(syntax.fn.name))
    return false;
  const first = syntax.args[0]?.value;
  return (first?.kind === "paren" ? first.inner : first)?.kind === "binder";
};

/** The formula claimed, under its binders, and its proof. */
function claim(
  session: Session,
  tactic: Tactic,
  type: Expression,
  value: Expression | undefined,
): { formula: Term; make: () => Theorem; holes: readonly Hole[] } {
  const { goal } = session.state;
  const binderSyntax = tactic.terms?.[0];
  if (binderSyntax?.kind === "binder") {
    const elaborator = elaboratorFor(session, goal);
    const bound: Entry[] = [];
    for (const binder of binderSyntax.binders) {
      const known = binder.type === undefined ? undefined : elaborator.typeOf(binder.type);
      for (const name of binder.names) {
        if (known !== undefined) {
          const term = variable(name, known);
          bound.push({ kind: "var", name, term });
          elaborator.push({ name, term });
        } else if (binder.type !== undefined) {
          const formula = elaborator.finish(elaborator.term(binder.type, prop), binder.type, prop);
          bound.push({ kind: "hypothesis", name, formula });
          elaborator.push({ name });
        } else throw new UnsupportedTactic("a binder without a type");
      }
    }
    const inner = elaborator.formula(type);
    const hole = new Hole({ entries: [...goal.entries, ...bound], target: inner });
    const formula = bound
      .toReversed()
      .reduce<Term>(
        (body, entry) => (entry.kind === "var" ? forall(abstract(body, entry.term)) : imp(entry.formula, body)),
        inner,
      );
    const close = (theorem: Theorem): Theorem =>
      bound
        .toReversed()
        .reduce(
          (body, entry) => (entry.kind === "var" ? generalize(entry.term, body) : discharge(entry.formula, body)),
          theorem,
        );
    if (value === undefined) return { formula, make: () => close(hole.theorem()), holes: [hole] };
    const make = proveIn(session, hole, value);
    return { formula, make: () => close(make()), holes: [] };
  }
  const formula = formulaIn(session, goal, type);
  const hole = new Hole(withTarget(goal, formula));
  if (value === undefined) return { formula, make: () => hole.theorem(), holes: [hole] };
  return { formula, make: proveIn(session, hole, value), holes: [] };
}

/** Proves a hole by a term, whose `by` blocks run now. */
function proveIn(session: Session, hole: Hole, value: Expression): () => Theorem {
  const { state } = session;
  const left = state.focus(hole, () => {
    const reader = new ProofReader(session, hole.goal);
    const make = reader.theorem(value, hole.goal.target);
    state.refine([], make);
  });
  if (left.length > 0) throw new UnsolvedGoals(left);
  return () => hole.theorem();
}

/** `obtain pat := e`, `obtain pat : T := e`, `rcases e with pat`. */
export const obtain: TacticRule = (session, tactic) => {
  const { state } = session;
  const { goal } = state;
  const pattern = tactic.patterns?.[0];
  if (tactic.value === undefined || pattern === undefined) throw new UnsupportedTactic("obtain without a value");
  const reader = new ProofReader(session, goal);
  const make = reader.theorem(
    tactic.value,
    tactic.type === undefined ? undefined : formulaIn(session, goal, tactic.type),
  );
  const theorem = make();
  const name = `✝obtain${state.budget.spent}`;
  state.refine([{ entries: [...goal.entries, hypothesis(name, theorem.conclusion)], target: goal.target }], ([proof]) =>
    cut(theorem, proof!),
  );
  destructure(session, { name }, pattern);
};

/** `suffices h : T from e` / `by tac`. */
export const suffices: TacticRule = (session, tactic) => {
  const { state } = session;
  const { goal } = state;
  if (tactic.type === undefined) throw new TacticFailure("suffices: a type is needed");
  const formula = formulaIn(session, goal, tactic.type);
  const name = tactic.patterns?.[0]?.kind === "name" ? tactic.patterns[0].name : "this";
  const main = new Hole({ entries: [...goal.entries, hypothesis(name, formula)], target: goal.target });
  if (tactic.value === undefined) {
    state.refine([main.goal, withTarget(goal, formula)], ([use, proof]) => cut(proof!, use!));
    return;
  }
  const make = proveIn(session, main, tactic.value);
  state.refine([withTarget(goal, formula)], ([proof]) => cut(proof!, make()));
};

/** `set x := e with h`: a new variable with `h : x = e`, put for e everywhere it is seen. */
export const set: TacticRule = (session, tactic) => {
  const { state } = session;
  const { goal } = state;
  const [name, equationName] = tactic.names ?? [];
  // A block may end at the word itself: there is nothing to name.
  if (name === undefined || tactic.value === undefined)
    throw new TacticFailure(`${tactic.name}: a name and a value are needed`);
  const type = tactic.type === undefined ? undefined : elaboratorFor(session, goal).type(tactic.type);
  const value = termIn(session, goal, tactic.value, type);
  const free: VarTerm = variable(name, value.type);
  const equation = eq(free, value);
  const entries: Entry[] = [
    ...goal.entries,
    { kind: "var", name, term: free },
    hypothesis(equationName ?? valueName(name), equation),
  ];
  // x is new: from `x = e ⊢ φ` follow `⊢ ∀ x, x = e → φ` and, at e, φ.
  const named: Goal = { entries, target: goal.target };
  state.refine([named], ([proof]) => instantiateDefinition(proof!, free, value, equation));
  // `set` shows x wherever e stood, in hypotheses and target.
  if (tactic.name === "set") rewriteEverywhere(session, symmetric(assume(equation)), equation);
};

function instantiateDefinition(proof: Theorem, free: VarTerm, value: Term, equation: Term): Theorem {
  const general = generalize(free, discharge(equation, proof));
  return modusPonens(specialize(general, value), reflexivity(value));
}
