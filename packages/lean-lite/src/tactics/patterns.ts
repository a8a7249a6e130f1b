import type { Entry, Goal } from "../goal/goal.ts";
import { cut, type Hole, TacticFailure } from "../goal/state.ts";
import { UnsupportedTactic } from "../proof/failures.ts";
import {
  abstraction,
  absurd,
  assume,
  at,
  cases,
  choose,
  convert,
  isApp,
  nat,
  occursVar,
  sameType,
  side,
  type Term,
  type Theorem,
  variable,
  type VarTerm,
} from "@lemma/lean-kernel";
import { useLemma } from "../arithmetic/negation.ts";
import { visibleNames } from "../print/goal.ts";
import { needHypothesis, type Session } from "../proof/session.ts";
import { unfoldTo } from "../proof/unfold.ts";
import { rewriteHypothesisBy } from "./substitution.ts";
import type { Pattern } from "../syntax/proofs/tree.ts";
import { reworded } from "./goals.ts";

/** What is taken apart: a hypothesis of the goal, by the name it has there. */
export interface Subject {
  readonly name: string;
}

/** `rcases h with pattern`: the first goal becomes one goal per alternative. */
export function destructure(session: Session, subject: Subject, pattern: Pattern): void {
  const { state } = session;
  state.tick();
  const { goal } = state;
  if (pattern.kind === "name") {
    if (pattern.name === "rfl") {
      asEquation(session, subject.name);
      substituteBy(session, subject.name);
      return;
    }
    if (pattern.name === "-") {
      removeEntry(session, subject.name);
      return;
    }
    renameEntry(session, subject.name, pattern.name === "_" ? "h✝" : pattern.name);
    return;
  }
  if (pattern.kind === "or" && pattern.items.length === 1) {
    destructure(session, subject, pattern.items[0]!);
    return;
  }
  // `⟨x⟩` names the first part of two, and the other has no name.
  const items =
    pattern.kind === "tuple" && pattern.items.length === 1
      ? [pattern.items[0]!, { kind: "name", name: "_" } as const]
      : pattern.items;
  if (pattern.kind === "or" && naturalNamed(goal, subject.name) !== undefined) {
    const rest: Pattern = items.length === 2 ? items[1]! : { kind: "or", items: items.slice(1) };
    zeroOrSuccessor(session, naturalNamed(goal, subject.name)!, rest);
    return;
  }
  const natural = naturalNamed(goal, subject.name);
  // A tuple is the pattern of the first constructor, which takes none of it.
  if (natural !== undefined) {
    zeroOrSuccessor(session, natural, { kind: "name", name: "_" });
    return;
  }
  const { index, formula } = needHypothesis(goal, subject.name);
  const entries = goal.entries.filter((_, i) => i !== index);
  const open = (target: Term & { tag: "app" }): Theorem => convert(assume(formula), target, state.budget);
  if (pattern.kind === "or") {
    const target = unfoldTo(formula, "or");
    // Alternatives beyond those that the type has are left over, as in Lean.
    if (target === undefined && (unfoldTo(formula, "and") ?? unfoldTo(formula, "exists")) !== undefined) {
      if (items[0]!.kind === "name") throw new UnsupportedTactic("a name for the first part of one alternative");
      destructure(session, subject, items[0]!);
      return;
    }
    if (target === undefined) throw new TacticFailure(`rcases: ${subject.name} is not a disjunction`);
    const [a, b] = target.args as [Term, Term];
    const rest: Pattern = items.length === 2 ? items[1]! : { kind: "or", items: items.slice(1) };
    split(session, { entries, target: goal.target }, open(target), [a, b], [items[0]!, rest]);
    return;
  }
  if (items.length === 0) {
    const target = unfoldTo(formula, "false");
    if (target === undefined) throw new TacticFailure("rcases: the pattern ⟨⟩ needs False");
    state.close(absurd(open(target), goal.target));
    return;
  }
  const target = unfoldTo(formula, "and") ?? unfoldTo(formula, "exists") ?? unfoldTo(formula, "iff");
  if (target === undefined && (unfoldTo(formula, "or") ?? unfoldTo(formula, "eq")) !== undefined)
    throw new UnsupportedTactic("⟨…⟩ for a disjunction or an equation");
  if (target === undefined) throw new TacticFailure(`rcases: ${subject.name} is no conjunction or existential`);
  const rest: Pattern = items.length === 2 ? items[1]! : { kind: "tuple", items: items.slice(1) };
  const [firstName, secondName] = [`✝a${state.budget.spent}`, `✝b${state.budget.spent}`];
  if (target.op === "exists") {
    const body = abstraction(target.args[0]!);
    const given = items[0]!;
    const name = given.kind === "name" && given.name !== "_" && given.name !== "rfl" ? given.name : `${body.name}✝`;
    const free = variable(name, body.domain);
    const instance = at(target, free);
    const existence = open(target);
    const inner: Entry[] = [
      ...entries,
      { kind: "var", name, term: free },
      { kind: "hypothesis", name: secondName, formula: instance },
    ];
    state.refine([{ entries: inner, target: goal.target }], ([proof]) => choose(existence, free, proof!));
    destructure(session, { name: secondName }, rest);
    return;
  }
  const whole = open(target);
  const [left, right] = [side(whole, 0), side(whole, 1)];
  const inner: Entry[] = [
    ...entries,
    { kind: "hypothesis", name: firstName, formula: left.conclusion },
    { kind: "hypothesis", name: secondName, formula: right.conclusion },
  ];
  state.refine([{ entries: inner, target: goal.target }], ([proof]) => cut(left, cut(right, proof!)));
  destructureAll(session, firstName, items[0]!, secondName, rest);
}

/** First one part, then in each goal that gives, the other. */
function destructureAll(
  session: Session,
  first: string,
  firstPattern: Pattern,
  second: string,
  secondPattern: Pattern,
): void {
  const { state } = session;
  const after = state.holes.slice(1);
  destructure(session, { name: first }, firstPattern);
  const opened = state.holes.slice(0, state.holes.length - after.length);
  const results = opened.flatMap((hole) =>
    state.focus(hole, () => destructure(session, { name: second }, secondPattern)),
  );
  state.holes = [...results, ...after];
}

function split(
  session: Session,
  base: Goal,
  disjunction: Theorem,
  parts: readonly [Term, Term],
  patterns: readonly [Pattern, Pattern],
): void {
  const { state } = session;
  const name = `✝c${state.budget.spent}`;
  const goals = parts.map((formula): Goal => ({
    entries: [...base.entries, { kind: "hypothesis", name, formula }],
    target: base.target,
    tag: formula === parts[0] ? "inl" : "inr",
  }));
  const after = state.holes.slice(1);
  state.refine(goals, ([left, right]) => cases(disjunction, left!, right!));
  const opened = state.holes.slice(0, 2);
  const results = opened.flatMap((hole, i) => state.focus(hole, () => destructure(session, { name }, patterns[i]!)));
  state.holes = [...results, ...after];
}

/** The variable over ℕ that the goal shows under this name. */
export function naturalNamed(goal: Goal, name: string): VarTerm | undefined {
  const entry = goal.entries[visibleNames(goal).lastIndexOf(name)];
  return entry?.kind === "var" && sameType(entry.term.type, nat) ? entry.term : undefined;
}

/** n becomes 0 in one goal and m + 1 in the other, where m is taken apart further. */
function zeroOrSuccessor(session: Session, n: VarTerm, rest: Pattern): void {
  const { state } = session;
  const { goal } = state;
  const alternatives = useLemma("Nat.eq_zero_or_eq_succ_pred✝", undefined, [n]);
  const [zero, successor] = (alternatives.conclusion as Term & { tag: "app" }).args as [Term, Term];
  const name = `✝n${state.budget.spent}`;
  const goals = [zero, successor].map((formula, i): Goal => ({
    entries: [...goal.entries, { kind: "hypothesis", name, formula }],
    target: goal.target,
    tag: i === 0 ? "zero" : "succ",
  }));
  const after = state.holes.slice(1);
  state.refine(goals, ([left, right]) => cases(alternatives, left!, right!));
  const [first, second] = state.holes as [Hole, Hole];
  const predecessor = rest.kind === "name" && rest.name !== "_" && rest.name !== "rfl" ? rest.name : `${n.name}✝`;
  const results = [
    ...state.focus(first, () => substituteBy(session, name)),
    ...state.focus(second, () => {
      const pattern: Pattern = {
        kind: "tuple",
        items: [
          { kind: "name", name: predecessor },
          { kind: "name", name: "rfl" },
        ],
      };
      destructure(session, { name }, pattern);
      if (rest.kind !== "name") destructure(session, { name: predecessor }, rest);
    }),
  ];
  state.holes = [...results, ...after];
}

export function renameEntry(session: Session, from: string, to: string): void {
  const { state } = session;
  const { goal } = state;
  const index = visibleNames(goal).lastIndexOf(from);
  if (index < 0) throw new TacticFailure(`unknown identifier '${from}'`);
  const entry = goal.entries[index]!;
  // A renamed hypothesis goes to the end, as the one just obtained.
  const entries = goal.entries.map((each, i) => (i === index ? { ...entry, name: to } : each));
  state.refine([{ entries, target: goal.target }], ([proof]) => proof!);
}

export function removeEntry(session: Session, name: string): void {
  const { state } = session;
  const { goal } = state;
  const index = visibleNames(goal).lastIndexOf(name);
  const entries = goal.entries.filter((_, i) => i !== index);
  state.refine([{ entries, target: goal.target }], ([proof]) => proof!);
}

/** Words a hypothesis as the equation that it unfolds to: `x ∈ {a}`. */
function asEquation(session: Session, name: string): void {
  const { state } = session;
  const { goal } = state;
  const { index, formula } = needHypothesis(goal, name);
  const equation = unfoldTo(formula, "eq");
  if (equation === undefined || equation === formula) return;
  const entries = goal.entries.map((entry, i) => (i === index ? reworded(entry, equation) : entry));
  state.refine([{ ...goal, entries }], ([proof]) => cut(convert(assume(formula), equation, state.budget), proof!));
}

/** `subst h` for `h : x = t` or `h : t = x`. */
export function substituteBy(session: Session, name: string): void {
  const { goal } = session.state;
  const { formula } = needHypothesis(goal, name);
  if (!isApp(formula, "eq")) throw new TacticFailure("subst: the hypothesis is not an equation");
  const [a, b] = formula.args as [Term, Term];
  // Lean replaces the right side's variable first: `h : a = x` becomes a.
  if (b.tag === "var" && !occursVar(a, b.id)) rewriteHypothesisBy(session, name, b, a, "backward");
  else if (a.tag === "var" && !occursVar(b, a.id)) rewriteHypothesisBy(session, name, a, b, "forward");
  else throw new TacticFailure("subst: neither side is a variable free in the other");
}
