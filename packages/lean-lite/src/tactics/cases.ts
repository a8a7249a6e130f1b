import { TacticFailure, cut } from "../goal/state.ts";
import { findHypothesis, type Session } from "../proof/session.ts";
import { ProofReader } from "../proof/terms.ts";
import { unfoldTo } from "../proof/unfold.ts";
import type { Expression } from "../syntax/tree.ts";
import type { Pattern } from "../syntax/proofs/tree.ts";
import { requireCases } from "./alternatives.ts";
import { hypothesis } from "./goals.ts";
import { destructure, naturalNamed, removeEntry, substituteBy } from "./patterns.ts";
import { inductionOn } from "./induction.ts";
import type { TacticRule } from "./tactic.ts";
import { absurd, assume, convert, equal, falseTerm, imp, isApp, modusPonens, not, type Term } from "@lemma/lean-kernel";
import { byComputation, decideSteps } from "../proof/computation.ts";
import { UnsolvedGoals, UnsupportedTactic } from "../proof/failures.ts";

/** The name of a hypothesis that holds what a term proves; the term's own name when it is one already. */
function subjectOf(session: Session, syntax: Expression): string {
  const { state } = session;
  const { goal } = state;
  if (syntax.kind === "name" && findHypothesis(goal, syntax.name) !== undefined) return syntax.name;
  if (syntax.kind === "name" && naturalNamed(goal, syntax.name) !== undefined) return syntax.name;
  const theorem = new ProofReader(session, goal).theorem(syntax)();
  const name = `✝case${state.budget.spent}`;
  state.refine([{ entries: [...goal.entries, hypothesis(name, theorem.conclusion)], target: goal.target }], ([proof]) =>
    cut(theorem, proof!),
  );
  return name;
}

export const rcases: TacticRule = (session, { terms, patterns = [] }) => {
  const subject = subjectOf(session, terms![0]!);
  destructure(session, { name: subject }, patterns[0] ?? { kind: "name", name: "_" });
};

/** `cases' e with a b`: the names in order, over all alternatives. */
export const casesPrime: TacticRule = (session, { terms, patterns = [] }) => {
  const { state } = session;
  const subject = subjectOf(session, terms![0]!);
  const hidden: Pattern = { kind: "name", name: "_" };
  const formula = findHypothesis(state.goal, subject)?.formula;
  if (formula === undefined)
    destructure(session, { name: subject }, { kind: "or", items: [hidden, patterns[0] ?? hidden] });
  else destructure(session, { name: subject }, shape(formula, patterns));
};

function shape(formula: Term, patterns: readonly Pattern[]): Pattern {
  const name = (i: number): Pattern => patterns[i] ?? { kind: "name", name: "_" };
  if (unfoldTo(formula, "or") !== undefined) return { kind: "or", items: [name(0), name(1)] };
  if (unfoldTo(formula, "false") !== undefined) return { kind: "tuple", items: [] };
  return { kind: "tuple", items: [name(0), name(1)] };
}

/** `cases h` and `cases h with | inl h => … | inr h => …`; on a natural number, zero and successor. */
export const cases: TacticRule = (session, tactic) => {
  const { state } = session;
  const syntax = tactic.terms![0]!;
  const { goal } = state;
  if (syntax.kind === "name" && findHypothesis(goal, syntax.name) === undefined) {
    const isVariable = goal.entries.some((entry) => entry.kind === "var" && entry.name === syntax.name);
    if (isVariable) {
      requireCases(tactic.alternatives, { zero: 0, succ: 1 });
      inductionOn(session, tactic, false);
      return;
    }
  }
  const subject = subjectOf(session, syntax);
  const formula = findHypothesis(state.goal, subject)!.formula;
  const { alternatives, patterns } = tactic;
  if (isApp(formula, "eq")) {
    byConstructors(session, subject, formula);
    return;
  }
  if (alternatives === undefined) {
    destructure(session, { name: subject }, shape(formula, patterns ?? []));
    return;
  }
  const tags = unfoldTo(formula, "or") !== undefined ? ["inl", "inr"] : ["intro"];
  requireCases(alternatives, tags.length === 2 ? { inl: 1, inr: 1 } : { intro: 2 });
  const byTag = (tag: string): (typeof alternatives)[number] => {
    const found = alternatives.find((alternative) => alternative.tag === tag || alternative.tag === "_");
    if (found === undefined) throw new TacticFailure(`Alternative '${tag}' has not been provided`);
    return found;
  };
  const names = (tag: string, count: number): Pattern[] =>
    Array.from({ length: count }, (_, i) => ({ kind: "name", name: byTag(tag).names[i] ?? "_" }));
  const after = state.holes.slice(1);
  if (tags.length === 2) {
    destructure(session, { name: subject }, { kind: "or", items: [names("inl", 1)[0]!, names("inr", 1)[0]!] });
  } else destructure(session, { name: subject }, { kind: "tuple", items: names("intro", 2) });
  const opened = state.holes.slice(0, state.holes.length - after.length);
  opened.forEach((hole, i) => {
    const left = state.focus(hole, () => session.runBlock(byTag(tags[i] ?? "intro").body));
    if (left.length > 0) throw new UnsolvedGoals(left);
  });
  state.holes = after;
};

/** `cases h` on an equation: two literals are the same or no case is left, a variable is replaced. */
function byConstructors(session: Session, name: string, formula: Term & { tag: "app" }): void {
  const { state } = session;
  const [a, b] = formula.args as [Term, Term];
  const refuted = byComputation(not(formula), session, decideSteps);
  if (refuted !== undefined) {
    const impossible = modusPonens(convert(refuted, imp(formula, falseTerm), state.budget), assume(formula));
    state.close(absurd(impossible, state.goal.target));
  } else if (equal(a, b)) removeEntry(session, name);
  else if (a.tag === "var" || b.tag === "var") substituteBy(session, name);
  else throw new UnsupportedTactic("cases on this equation");
}
