import { elaboratorFor, findHypothesis, formulaIn, needHypothesis, type Session, spender } from "../proof/session.ts";
import { ProofReader, byEvaluation, unfoldTo } from "../proof/terms.ts";
import type { Entry, Goal } from "../goal/goal.ts";
import { cut, TacticFailure } from "../goal/state.ts";
import { abstraction, at, eq, falseTerm, forall, imp, normalize, not } from "../kernel/logic.ts";
import {
  absurd,
  assume,
  byContradiction,
  cases as orElimination,
  conjoin,
  convert,
  discharge,
  equivalence,
  functionExtensionality,
  generalize,
  modusPonens,
  orLeft,
  orRight,
  reflexivity,
  specialize,
  type Theorem,
  truth,
  witness,
} from "../kernel/theorem.ts";
import { abstract, betaHead, call, equal, instantiate, isApp, occursVar, type Term, variable } from "../kernel/term.ts";
import { isFun, nat, sameType } from "../kernel/type.ts";
import { useLemma } from "../arithmetic/negation.ts";
import { visibleNames } from "../print/goal.ts";
import { symmetric, transport } from "../proof/equations.ts";
import { pushNegation } from "./push-neg.ts";
import type { Expression } from "../syntax/tree.ts";
import type { TacticRule } from "./tactic.ts";
import { destructure } from "./patterns.ts";

export const withTarget = (goal: Goal, target: Term): Goal => ({ entries: goal.entries, target });
export const withEntry = (goal: Goal, ...entries: readonly Entry[]): Goal => ({
  entries: [...goal.entries, ...entries],
  target: goal.target,
});
export const hypothesis = (name: string, formula: Term): Entry => ({ kind: "hypothesis", name, formula });

/** Replaces the target by one that it is by definition. */
export function changeTarget(session: Session, target: Term): void {
  const { state } = session;
  const { goal } = state;
  if (equal(goal.target, target)) return;
  const spend = spender(session);
  if (!equal(normalize(goal.target, spend), normalize(target, spend)))
    throw new TacticFailure("'show' tactic failed, type mismatch");
  state.refine([withTarget(goal, target)], ([proof]) => convert(proof!, goal.target, state.budget));
}

/** One step of `intro`: a variable or a premise. */
export function introduce(session: Session, name: string | undefined): void {
  const { state } = session;
  const { goal } = state;
  const target = unfoldTo(goal.target, "forall") ?? unfoldTo(goal.target, "imp");
  if (target === undefined) {
    throw new TacticFailure(
      "Tactic `introN` failed: There are no additional binders or `let` bindings in the goal to introduce",
    );
  }
  const back = (theorem: Theorem): Theorem => convert(theorem, goal.target, state.budget);
  if (target.op === "forall") {
    const body = abstraction(target.args[0]!);
    const free = variable(name === undefined || name === "_" ? `${body.name}✝` : name, body.domain);
    const next = betaHead(instantiate(body, free));
    const entries: Entry[] = [...goal.entries, { kind: "var", name: free.name, term: free }];
    state.refine([{ entries, target: next }], ([proof]) => back(generalize(free, proof!, body.name)));
    return;
  }
  const [premise, conclusion] = target.args as [Term, Term];
  const entries = [...goal.entries, hypothesis(name === undefined || name === "_" ? "a✝" : name, premise)];
  state.refine([{ entries, target: conclusion }], ([proof]) => back(discharge(premise, proof!)));
}

export const intro: TacticRule = (session, { patterns = [] }) => {
  if (patterns.length === 0) {
    introduce(session, undefined);
    return;
  }
  const go = (i: number): void => {
    const pattern = patterns[i];
    if (pattern === undefined) return;
    if (pattern.kind === "name" && pattern.name !== "rfl") {
      introduce(session, pattern.name);
      go(i + 1);
      return;
    }
    const temporary = `✝${i}`;
    introduce(session, temporary);
    const before = session.state.holes.slice(1);
    destructure(session, { name: temporary }, pattern);
    // Every case goes on with the patterns that are left.
    const opened = session.state.holes.slice(0, session.state.holes.length - before.length);
    const results = opened.flatMap((hole) => session.state.focus(hole, () => go(i + 1)));
    session.state.holes = [...results, ...before];
  };
  go(0);
};

export const intros: TacticRule = (session, tactic) => {
  if ((tactic.patterns ?? []).length > 0) {
    intro(session, tactic);
    return;
  }
  for (;;) {
    const { target } = session.state.goal;
    if (!isApp(target, "forall") && !isApp(target, "imp")) return;
    introduce(session, undefined);
  }
};

/** `exact e`: the target from a proof term, nothing left over. */
export const exact: TacticRule = (session, { terms }) => {
  const { state } = session;
  const { goal } = state;
  const reader = new ProofReader(session, goal);
  const make = reader.theorem(terms![0]!, goal.target);
  state.refine([], make);
};

/** `refine e`: as exact, with a goal for each `?_` (and for `_` in the primed form). */
export const refine: TacticRule = (session, { terms }) => {
  const { state } = session;
  const { goal } = state;
  const reader = new ProofReader(session, goal, true);
  const make = reader.theorem(terms![0]!, goal.target);
  const rest = state.holes.slice(1);
  state.refine([], make);
  state.holes = [...reader.holes, ...rest];
};

/** `apply e`: as many `_` as it takes for the conclusion to fit. */
export const apply: TacticRule = (session, tactic) => {
  const { state } = session;
  const { goal } = state;
  const term = tactic.terms![0]!;
  if (tactic.at !== undefined) {
    for (const name of tactic.at.names) {
      const span = { from: term.from, to: term.to };
      const fn: Expression = term.kind === "apply" ? term.fn : term;
      const args = term.kind === "apply" ? term.args : [];
      const applied: Expression = {
        kind: "apply",
        fn,
        args: [...args, { value: { kind: "name", name, ...span } }],
        ...span,
      };
      const theorem = new ProofReader(session, goal).theorem(applied)();
      replaceHypothesis(session, name, theorem);
    }
    return;
  }
  let failure: unknown;
  for (let holes = 0; holes <= 8; holes++) {
    const saved = state.save();
    try {
      const reader = new ProofReader(session, goal, true);
      const span = { from: term.from, to: term.to };
      const extra = Array.from({ length: holes }, () => ({ value: { kind: "hole" as const, ...span } }));
      const [fn, args] = term.kind === "apply" ? [term.fn, term.args] : [term, []];
      const applied: Expression = holes === 0 ? term : { kind: "apply", fn, args: [...args, ...extra], ...span };
      const make = reader.theorem(applied, goal.target);
      const rest = state.holes.slice(1);
      state.refine([], make);
      state.holes = [...reader.holes, ...rest];
      return;
    } catch (error) {
      if (!(error instanceof Error) || !isCaught(error)) throw error;
      failure ??= error;
      state.restore(saved);
    }
  }
  throw failure;
};
const isCaught = (error: Error): boolean =>
  ["TacticFailure", "ElaborationProblem", "RuleError", "IllTyped"].includes(error.name);

/** Puts a new formula in place of a hypothesis. */
export function replaceHypothesis(session: Session, name: string, theorem: Theorem): void {
  const { state } = session;
  const { goal } = state;
  const { index } = needHypothesis(goal, name);
  const entries = goal.entries.map((entry, i) => (i === index ? hypothesis(entry.name, theorem.conclusion) : entry));
  state.refine([{ entries, target: goal.target }], ([proof]) => cut(theorem, proof!));
}

/** Adds a proved formula to the context. */
export function addHypothesis(session: Session, name: string, theorem: Theorem): void {
  const { state } = session;
  const { goal } = state;
  state.refine([withEntry(goal, hypothesis(name, theorem.conclusion))], ([proof]) => cut(theorem, proof!));
}

export const assumption: TacticRule = (session) => {
  const { state } = session;
  const { goal } = state;
  const spend = spender(session);
  const wanted = normalize(goal.target, spend);
  for (const entry of goal.entries.toReversed()) {
    if (entry.kind !== "hypothesis") continue;
    if (equal(entry.formula, goal.target) || equal(normalize(entry.formula, spend), wanted)) {
      state.close(convert(assume(entry.formula), goal.target, state.budget));
      return;
    }
  }
  throw new TacticFailure("tactic 'assumption' failed");
};

export const exfalso: TacticRule = (session) => {
  const { goal } = session.state;
  session.state.refine([withTarget(goal, falseTerm)], ([proof]) => absurd(proof!, goal.target));
};

/** False from the context: `False` itself, `p` and `¬p`, or a closed formula that computes to false. */
export function findContradiction(session: Session, goal: Goal): Theorem | undefined {
  const { budget } = session.state;
  const spend = spender(session);
  const formulas = goal.entries.flatMap((entry) => (entry.kind === "hypothesis" ? [entry.formula] : []));
  const normal = formulas.map((formula) => normalize(formula, spend));
  for (const [i, formula] of normal.entries()) {
    if (equal(formula, falseTerm)) return convert(assume(formulas[i]!), falseTerm, budget);
    if (isApp(formula, "imp") && isApp(formula.args[1]!, "false")) {
      const positive = normal.findIndex((other) => equal(other, formula.args[0]!));
      if (positive >= 0) {
        return modusPonens(
          convert(assume(formulas[i]!), formula, budget),
          convert(assume(formulas[positive]!), formula.args[0]!, budget),
        );
      }
      if (isApp(formula.args[0]!, "eq") && equal(formula.args[0].args[0]!, formula.args[0].args[1]!)) {
        return modusPonens(convert(assume(formulas[i]!), formula, budget), reflexivity(formula.args[0].args[0]!));
      }
    }
    if (!formula.hasVar) {
      const refuted = byEvaluation(not(formula), session);
      if (refuted !== undefined) {
        return modusPonens(
          convert(refuted, imp(formula, falseTerm), budget),
          convert(assume(formulas[i]!), formula, budget),
        );
      }
    }
  }
  return undefined;
}

export const contradiction: TacticRule = (session) => {
  const { state } = session;
  const { goal } = state;
  const found = findContradiction(session, goal);
  if (found === undefined) throw new TacticFailure("tactic 'contradiction' failed");
  state.close(absurd(found, goal.target));
};

/** Both sides of ∧ and ↔, the only constructor of `True` and of `a = a`. */
export const constructor: TacticRule = (session) => {
  const { state } = session;
  const { goal } = state;
  const back = (theorem: Theorem): Theorem => convert(theorem, goal.target, state.budget);
  const target = unfoldTo(goal.target, "and") ?? unfoldTo(goal.target, "iff");
  if (target?.op === "and") {
    state.refine(
      target.args.map((part, i) => ({ ...withTarget(goal, part), tag: i === 0 ? "left" : "right" })),
      ([left, right]) => back(conjoin(left!, right!)),
    );
    return;
  }
  if (target?.op === "iff") {
    const [a, b] = target.args as [Term, Term];
    state.refine(
      [
        { ...withTarget(goal, imp(a, b)), tag: "mp" },
        { ...withTarget(goal, imp(b, a)), tag: "mpr" },
      ],
      ([left, right]) => back(equivalence(left!, right!)),
    );
    return;
  }
  if (isApp(goal.target, "true")) {
    state.close(truth());
    return;
  }
  throw new TacticFailure("tactic 'constructor' failed, target is not an inductive datatype");
};

/** `exacts [a, b]`: one term for each goal. */
export const exacts: TacticRule = (session, tactic) => {
  const list = tactic.terms![0]!;
  if (list.kind !== "list") throw new TacticFailure("exacts needs a list");
  for (const item of list.items) exact(session, { ...tactic, terms: [item] });
};

const orSide =
  (which: 0 | 1): TacticRule =>
  (session) => {
    const { state } = session;
    const { goal } = state;
    const target = unfoldTo(goal.target, "or");
    if (target === undefined)
      throw new TacticFailure(`tactic '${which === 0 ? "left" : "right"}' failed, target is not a disjunction`);
    const [a, b] = target.args as [Term, Term];
    state.refine([withTarget(goal, target.args[which]!)], ([proof]) =>
      convert(which === 0 ? orLeft(proof!, b) : orRight(a, proof!), goal.target, state.budget),
    );
  };
export const left = orSide(0);
export const right = orSide(1);

/** `use a, b`: witnesses; what remains is tried with what is at hand, as Mathlib does. */
export const use: TacticRule = (session, { terms = [] }) => {
  const { state } = session;
  for (const syntax of terms) {
    const flat = syntax.kind === "anonymous" ? syntax.items : [syntax];
    for (const item of flat) useOne(session, state.goal, item);
  }
  const closing = [rfl, assumption, constructorTrue];
  for (const close of closing) {
    if (state.attempt(() => close(session, { name: "rfl", from: 0, to: 0 }))) break;
  }
};

function constructorTrue(session: Session): void {
  if (!isApp(session.state.goal.target, "true")) throw new TacticFailure("not True");
  session.state.close(truth());
}

function useOne(session: Session, goal: Goal, item: Expression): void {
  const { state } = session;
  const target = unfoldTo(goal.target, "exists");
  if (target === undefined) {
    const conjunction = unfoldTo(goal.target, "and");
    if (conjunction === undefined) throw new TacticFailure("failed to apply `use`: the target is not an existential");
    const [a, b] = conjunction.args as [Term, Term];
    const first = new ProofReader(session, goal).theorem(item, a);
    state.refine([withTarget(goal, b)], ([proof]) => convert(conjoin(first(), proof!), goal.target, state.budget));
    return;
  }
  const body = abstraction(target.args[0]!);
  const elaborator = elaboratorFor(session, goal);
  const value = elaborator.closed(item, body.domain);
  const instance = at(target, value);
  state.refine([withTarget(goal, instance)], ([proof]) =>
    convert(witness(target, value, proof!), goal.target, state.budget),
  );
}

/** `rfl`: equal by definition or by computation on closed terms. */
export const rfl: TacticRule = (session) => {
  const { state } = session;
  const { goal } = state;
  const theorem = reflexive(session, goal.target);
  if (theorem === undefined) throw new TacticFailure("The rfl tactic failed.");
  state.close(theorem);
};

export function reflexive(session: Session, target: Term): Theorem | undefined {
  const { budget } = session.state;
  const spend = spender(session);
  const normal = normalize(target, spend);
  if (normal.tag === "app" && normal.args.length === 2) {
    const [a, b] = normal.args as [Term, Term];
    if (equal(a, b)) {
      if (normal.op === "eq") return convert(reflexivity(a), target, budget);
      if (normal.op === "iff")
        return convert(equivalence(discharge(a, assume(a)), discharge(a, assume(a))), target, budget);
      if (normal.op === "le") return convert(useLemma("le_refl", a.type, [a]), target, budget);
    }
  }
  return byEvaluation(target, session);
}

/** `rfl` as `rw` tries it: the sides are the same already. */
export function closeIfTrivial(session: Session): void {
  const { state } = session;
  const { target } = state.goal;
  if (isApp(target, "true")) state.close(truth());
  else if (
    (isApp(target, "eq") || isApp(target, "iff") || isApp(target, "le")) &&
    equal(target.args[0]!, target.args[1]!)
  ) {
    const theorem = reflexive(session, target);
    if (theorem !== undefined) state.close(theorem);
  } else if (isApp(target, "eq") && target.args.every(isLiteralArithmetic)) {
    const theorem = byEvaluation(target, session);
    if (theorem !== undefined) state.close(theorem);
  }
}

/** What `rfl` sees through without unfolding: Lean's kernel adds, multiplies and divides literals of ℕ; Mathlib's powers are no such. */
const isLiteralArithmetic = (term: Term): boolean =>
  sameType(term.type, nat) &&
  (term.tag === "num" ||
    (term.tag === "app" &&
      ["add", "sub", "mul", "div", "mod"].includes(term.op) &&
      term.args.every(isLiteralArithmetic)));

export const decideTactic: TacticRule = (session) => {
  const { state } = session;
  const { goal } = state;
  if (goal.target.hasVar) throw new TacticFailure("Expected type must not contain free variables");
  const theorem = byEvaluation(goal.target, session);
  if (theorem === undefined) throw new TacticFailure("tactic 'decide' failed");
  state.close(theorem);
};

export const trivial: TacticRule = (session, tactic) => {
  for (const attempt of [assumption, rfl, constructor, contradiction, decideTactic]) {
    const before = session.state.holes.length;
    if (
      session.state.attempt(() => {
        attempt(session, tactic);
        if (session.state.holes.length >= before) throw new TacticFailure("not closed");
      })
    )
      return;
  }
  throw new TacticFailure("tactic 'trivial' failed");
};

export const show: TacticRule = (session, { type, at }) => {
  if (at !== undefined) {
    for (const name of at.names) {
      const { formula } = needHypothesis(session.state.goal, name);
      const wanted = formulaIn(session, session.state.goal, type!);
      replaceHypothesis(session, name, convert(assume(formula), wanted, session.state.budget));
    }
    return;
  }
  const wanted = formulaIn(session, session.state.goal, type!);
  const { goal } = session.state;
  const spend = spender(session);
  if (equal(normalize(goal.target, spend), normalize(wanted, spend))) {
    changeTarget(session, wanted);
    return;
  }
  throw new TacticFailure("'show' tactic failed, type mismatch");
};

export const symm: TacticRule = (session, { at }) => {
  const { state } = session;
  const { goal } = state;
  if (at !== undefined) {
    for (const name of at.names) {
      const { formula } = needHypothesis(goal, name);
      const [a, b] = isApp(formula, "eq") ? formula.args : [];
      if (a === undefined || b === undefined) throw new TacticFailure("symm: not an equation");
      replaceHypothesis(session, name, symmetric(assume(formula)));
    }
    return;
  }
  const { target } = goal;
  if (target.tag !== "app" || !["eq", "ne", "iff"].includes(target.op))
    throw new TacticFailure("symm: the target is not symmetric");
  const [a, b] = target.args as [Term, Term];
  const swapped = { eq: "Eq.symm", ne: "Ne.symm", iff: "Iff.symm" }[target.op]!;
  if (target.op === "eq") {
    const flipped = symmetric(assume(target)).conclusion;
    state.refine([withTarget(goal, flipped)], ([proof]) => symmetric(proof!));
    return;
  }
  const type = target.op === "iff" ? undefined : a.type;
  const lemma = useLemma(swapped, type, [b, a]);
  const premise = lemma.conclusion.tag === "app" ? lemma.conclusion.args[0]! : target;
  state.refine([withTarget(goal, premise)], ([proof]) => modusPonens(lemma, proof!));
};

export const byContra: TacticRule = (session, { names = [], flags = [] }) => {
  const { state } = session;
  const { goal } = state;
  const name = names[0] ?? (flags.includes("!") ? "this" : "x✝");
  const negation = not(goal.target);
  if (flags.includes("!")) {
    const pushed = pushNegation(session, negation);
    if (pushed !== undefined) {
      const theorem = transport(pushed, assume(negation));
      const entries = [...goal.entries, hypothesis(name, theorem.conclusion)];
      state.refine([{ entries, target: falseTerm }], ([proof]) => byContradiction(goal.target, cut(theorem, proof!)));
      return;
    }
  }
  state.refine([{ entries: [...goal.entries, hypothesis(name, negation)], target: falseTerm }], ([proof]) =>
    byContradiction(goal.target, proof!),
  );
};

export const byCases: TacticRule = (session, tactic) => {
  const { state } = session;
  const { goal } = state;
  const name = tactic.type === undefined ? "h✝" : (tactic.names?.[0] ?? "h✝");
  const syntax = tactic.type ?? tactic.terms?.[0];
  if (syntax === undefined) throw new TacticFailure("by_cases: a formula is needed");
  const formula = formulaIn(session, goal, syntax);
  const em = useLemma("em", undefined, [formula]);
  state.refine(
    [
      { ...withEntry(goal, hypothesis(name, formula)), tag: "pos" },
      { ...withEntry(goal, hypothesis(name, not(formula))), tag: "neg" },
    ],
    ([yes, no]) => orElimination(em, yes!, no!),
  );
};

export const ext: TacticRule = (session, { patterns = [] }) => {
  const { state } = session;
  const { goal } = state;
  const target = goal.target;
  if (!isApp(target, "eq") || !isFun(target.args[0]!.type))
    throw new TacticFailure("no applicable extensionality theorem found");
  const [f, g] = target.args as [Term, Term];
  const pattern = patterns[0];
  const free = variable(pattern?.kind === "name" ? pattern.name : "x✝", f.type.args[0]!);
  const pointwise = eq(betaHead(call(f, free)), betaHead(call(g, free)));
  state.refine(
    [{ entries: [...goal.entries, { kind: "var", name: free.name, term: free }], target: pointwise }],
    ([proof]) => functionExtensionality(f, g, generalize(free, proof!)),
  );
};

/** `revert h`, also a variable on which nothing later depends but what is reverted with it. */
export const revert: TacticRule = (session, { names = [] }) => {
  const { state } = session;
  for (const name of names.toReversed()) {
    const { goal } = state;
    const visible = visibleNames(goal);
    const index = visible.lastIndexOf(name);
    const entry = goal.entries[index];
    if (entry === undefined) throw new TacticFailure(`unknown identifier '${name}'`);
    if (entry.kind === "hypothesis") {
      const entries = goal.entries.filter((_, i) => i !== index);
      state.refine([{ entries, target: imp(entry.formula, goal.target) }], ([proof]) =>
        modusPonens(proof!, assume(entry.formula)),
      );
      continue;
    }
    const dependent = goal.entries.filter(
      (other) => other.kind === "hypothesis" && occursVar(other.formula, entry.term.id),
    );
    for (const other of dependent.toReversed())
      revert(session, { name: "revert", names: [other.name], from: 0, to: 0 });
    const now = state.goal;
    const quantified = forall(abstract(now.target, entry.term));
    const entries = now.entries.filter((other) => !(other.kind === "var" && other.term.id === entry.term.id));
    state.refine([{ entries, target: quantified }], ([proof]) => specialize(proof!, entry.term));
  }
};

export const clear: TacticRule = (session, { names = [] }) => {
  const { state } = session;
  const { goal } = state;
  const visible = visibleNames(goal);
  for (const name of names) if (!visible.includes(name)) throw new TacticFailure(`unknown identifier '${name}'`);
  const entries = goal.entries.filter((entry, i) => !(entry.kind === "hypothesis" && names.includes(visible[i]!)));
  state.refine([{ entries, target: goal.target }], ([proof]) => proof!);
};

export const renameInaccessible: TacticRule = (session, { names = [] }) => {
  const { state } = session;
  const { goal } = state;
  const visible = visibleNames(goal);
  const hidden = visible.flatMap((name, i) => (name.includes("✝") ? [i] : [])).slice(-names.length);
  const entries = goal.entries.map((entry, i): Entry => {
    const place = hidden.indexOf(i);
    return place < 0 ? entry : { ...entry, name: names[place]! };
  });
  state.refine([{ entries, target: goal.target }], ([proof]) => proof!);
};

export const specializeTactic: TacticRule = (session, { terms }) => {
  const { goal } = session.state;
  const term = terms![0]!;
  const head = term.kind === "apply" ? term.fn : term;
  if (head.kind !== "name" || findHypothesis(goal, head.name) === undefined)
    throw new TacticFailure("'specialize' requires a hypothesis");
  const theorem = new ProofReader(session, goal).theorem(term)();
  replaceHypothesis(session, head.name, theorem);
};
