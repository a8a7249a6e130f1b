import { TacticFailure, type Hole } from "../goal/state.ts";
import { negationNormal } from "../arithmetic/negation.ts";
import {
  assume,
  byContradiction,
  discharge,
  equal,
  isApp,
  modusPonens,
  not,
  type Term,
  type Theorem,
} from "@lemma/lean-kernel";
import { visibleNames } from "../print/goal.ts";
import { negationAsImplication, symmetric, transport, sidesOf } from "../proof/equations.ts";
import { needHypothesis, type Session } from "../proof/session.ts";
import type { Pattern, Tactic } from "../syntax/proofs/tree.ts";
import { addHypothesis, hypothesis } from "./goals.ts";
import { assumption, contradiction } from "./closing.ts";
import { byContra } from "./classical.ts";
import { constructor, left, right } from "./constructor.ts";
import { introduce } from "./intro.ts";
import { rfl } from "./rfl.ts";
import { destructure } from "./patterns.ts";
import { pushNegation } from "./push-neg.ts";
import { simpAll } from "./simp.ts";
import type { TacticRule } from "./tactic.ts";

const span = { from: 0, to: 0 };
const named = (name: string, more: Partial<Tactic> = {}): Tactic => ({ name, ...more, ...span });
const anonymous: Pattern = { kind: "name", name: "_" };

/** How deep a tableau may branch before it is given up. */
const deepest = 24;

/** Closes every goal that `attempt` leaves, or fails as a whole. */
function closing(session: Session, work: () => void): boolean {
  const { state } = session;
  return state.attempt(() => {
    const [hole, ...rest] = state.holes;
    const leftOver = state.focus(hole!, work);
    if (leftOver.length > 0) throw new TacticFailure("not closed");
    state.holes = rest;
  });
}

/** `tauto`: a tableau for propositional logic, with assumptions, contradictions and reflexivity at its leaves. */
export const tauto: TacticRule = (session) => {
  if (!closing(session, () => tableau(session, deepest))) throw new TacticFailure("tauto failed to solve some goals");
};

/** Works until no goal is in focus any more. @throws {TacticFailure} */
function tableau(session: Session, depth: number): void {
  const { state } = session;
  if (state.holes.length === 0) return;
  if (depth === 0) throw new TacticFailure("tauto: too deep");
  state.tick(10);
  const leaves: readonly TacticRule[] = [assumption, rfl, contradiction];
  for (const leaf of leaves) if (closing(session, () => leaf(session, named("leaf")))) return;
  const each = (work: () => void): void => {
    work();
    state.holes = state.holes.flatMap((hole) => state.focus(hole, () => tableau(session, depth - 1)));
  };
  const { target } = state.goal;
  if (isApp(target, "imp") || isApp(target, "forall") || isApp(target, "not") || isApp(target, "ne"))
    return each(() => introduce(session, undefined));
  if (isApp(target, "and") || isApp(target, "iff")) return each(() => constructor(session, named("constructor")));
  if (takeApart(session)) return each(() => undefined);
  if (isApp(target, "or")) {
    for (const side of [left, right]) if (closing(session, () => each(() => side(session, named("or"))))) return;
    return each(() => byContra(session, named("by_contra", { flags: ["!"] })));
  }
  if (splitHypothesis(session)) return each(() => undefined);
  throw new TacticFailure("tauto failed");
}

/** One step that loses nothing and does not branch: ∧, ∃, ↔, a used implication, a negation moved inwards. */
function takeApart(session: Session): boolean {
  const { state } = session;
  const { goal } = state;
  const names = visibleNames(goal);
  for (const [i, entry] of goal.entries.entries()) {
    if (entry.kind !== "hypothesis") continue;
    const { formula } = entry;
    if (isApp(formula, "and") || isApp(formula, "exists") || isApp(formula, "iff")) {
      destructure(session, { name: names[i]! }, { kind: "tuple", items: [anonymous, anonymous] });
      return true;
    }
    if (isApp(formula, "not")) {
      const pushed = pushNegation(session, formula);
      const next = pushed === undefined ? undefined : sidesOf(pushed)[1];
      if (next !== undefined && !isApp(next, "not") && !isApp(next, "ne")) {
        replaceAt(session, i, transport(pushed!, assume(formula)));
        return true;
      }
    }
    if (isApp(formula, "imp")) {
      const [premise, conclusion] = formula.args as [Term, Term];
      const isKnown = (wanted: Term): boolean =>
        goal.entries.some((other) => other.kind === "hypothesis" && equal(other.formula, wanted));
      if (isKnown(premise) && !isKnown(conclusion)) {
        addHypothesis(session, "this✝", modusPonens(assume(formula), assume(premise)));
        return true;
      }
    }
  }
  return false;
}

function replaceAt(session: Session, index: number, theorem: Theorem): void {
  const { goal } = session.state;
  const others = goal.entries.filter((_, i) => i !== index);
  addHypothesis(session, "this✝", theorem);
  const { target } = session.state.goal;
  session.state.refine(
    [{ entries: [...others, hypothesis("this✝", theorem.conclusion)], target }],
    ([proof]) => proof!,
  );
}

/** The first disjunction among the hypotheses, as two goals. */
function splitHypothesis(session: Session): boolean {
  const { goal } = session.state;
  const names = visibleNames(goal);
  const index = goal.entries.findLastIndex((entry) => entry.kind === "hypothesis" && isApp(entry.formula, "or"));
  if (index < 0) return splitImplication(session);
  destructure(session, { name: names[index]! }, { kind: "or", items: [anonymous, anonymous] });
  return true;
}

/** p → q as ¬p ∨ q, where p was not at hand. */
function splitImplication(session: Session): boolean {
  const { state } = session;
  const index = state.goal.entries.findLastIndex((entry) => entry.kind === "hypothesis" && isApp(entry.formula, "imp"));
  const entry = state.goal.entries[index];
  if (entry?.kind !== "hypothesis") return false;
  replaceAt(session, index, negationNormal(assume(entry.formula), state.budget, false));
  return true;
}

/** `aesop`, as far as it is asked here: simplification with the hypotheses, then propositional search on what is left. */
export const aesop: TacticRule = (session) => {
  const { state } = session;
  const search = (depth: number): void => {
    if (state.holes.length === 0) return;
    if (depth === 0) throw new TacticFailure("aesop: too deep");
    if (closing(session, () => simpAll(session, named("simp_all")))) return;
    if (closing(session, () => tableau(session, deepest))) return;
    const before = state.goal;
    state.attempt(() => simpAll(session, named("simp_all")));
    state.holes = state.holes.flatMap((hole: Hole) =>
      state.focus(hole, () => {
        if (closing(session, () => tableau(session, deepest))) return;
        const { target } = state.goal;
        if (isApp(target, "forall") || isApp(target, "imp") || isApp(target, "not")) introduce(session, undefined);
        else if (isApp(target, "and") || isApp(target, "iff")) constructor(session, named("constructor"));
        else if (!takeApart(session) && !splitHypothesis(session) && state.goal === before)
          throw new TacticFailure("aesop: failed to prove the goal");
        state.holes = state.holes.flatMap((each) => state.focus(each, () => search(depth - 1)));
      }),
    );
  };
  if (!closing(session, () => search(8)))
    throw new TacticFailure("aesop: failed to prove the goal after exhaustive search.");
};

/** `contrapose h`, `contrapose! h`: from h : q and goal p to h : ¬p and goal ¬q. Without h, on `p → q`. */
export const contrapose: TacticRule = (session, { names = [], flags = [] }) => {
  const { state } = session;
  const pushes = flags.includes("!");
  if (names.length === 0) {
    introduce(session, "this✝");
    contrapose(session, named("contrapose", { names: ["this✝"], flags }));
    const { goal } = state;
    const negated = needHypothesis(goal, "this✝");
    const entries = goal.entries.filter((_, i) => i !== negated.index);
    const implication = discharge(negated.formula, assume(goal.target)).conclusion;
    state.refine([{ entries, target: implication }], ([proof]) => modusPonens(proof!, assume(negated.formula)));
    return;
  }
  const [name] = names as [string];
  const { goal } = state;
  const { formula: q, index } = needHypothesis(goal, name);
  const p = goal.target;
  const inward = (formula: Term): Theorem | undefined => (pushes ? pushNegation(session, formula) : undefined);
  const [given, wanted] = [inward(not(p)), inward(not(q))];
  const entries = goal.entries.map((entry, i) =>
    i === index ? hypothesis(name, given === undefined ? not(p) : sidesOf(given)[1]) : entry,
  );
  const target = wanted === undefined ? not(q) : sidesOf(wanted)[1];
  state.refine([{ entries, target }], ([proof]) => {
    const notQ = wanted === undefined ? proof! : transport(symmetric(wanted), proof!);
    const contradictory = modusPonens(negationAsImplication(notQ), assume(q));
    if (given === undefined) return byContradiction(p, contradictory);
    const pushed = transport(given, assume(not(p)));
    return byContradiction(p, modusPonens(discharge(pushed.conclusion, contradictory), pushed));
  });
};
