import { Budget } from "@lemma/lean-kernel/budget";
import { candidates } from "../elaborate/functions.ts";
import { isFact } from "../elaborate/statement.ts";
import { type Entry, type Goal, isStated, valueName } from "../goal/goal.ts";
import { cut, isFailure, TacticFailure } from "../goal/state.ts";
import {
  absurd,
  app,
  assume,
  convert,
  equal,
  isApp,
  isOp,
  lemmaAt,
  namedTypesOf,
  occurs,
  type Op,
  opsNamed,
  side,
  type Term,
  type Theorem,
  typesOf,
} from "@lemma/lean-kernel";
import { visibleNames } from "../print/goal.ts";
import { fromTrue, sidesOf, symmetric, transport } from "../proof/equations.ts";
import { lemmasNamed } from "../proof/names.ts";
import { findHypothesis, type Session } from "../proof/session.ts";
import { ProofReader } from "../proof/terms.ts";
import { UnsupportedTactic } from "../proof/failures.ts";
import { ruleFrom, type Rule } from "../rewriting/rule.ts";
import { simpSet } from "../rewriting/simp-set.ts";
import { Simplifier, type SimplifierOptions } from "../rewriting/simplifier.ts";
import type { Rule as RuleSyntax, Tactic } from "../syntax/proofs/tree.ts";
import { assumption } from "./closing.ts";
import { hypothesis, reworded, withTarget } from "./goals.ts";
import type { TacticRule } from "./tactic.ts";
import { generalizing } from "./generalizing.ts";

/** The rules that a list names: hypotheses, lemmas at every type, `*`. */
export function rulesOf(session: Session, goal: Goal, syntax: readonly RuleSyntax[]): Rule[] {
  const rules: Rule[] = [];
  for (const { value, backward, removed } of syntax) {
    if (removed === true) {
      // What is no rule cannot be taken out.
      if (value.kind !== "name" || !lemmasNamed(value.name, session.opens).some((full) => simpSet.includes(full)))
        throw new UnsupportedTactic("simp without what is none of its rules here");
      continue;
    }
    if (value.kind === "name") {
      const { name } = value;
      if (name === "*") {
        for (const entry of goal.entries) if (isStated(entry)) rules.push(...split(assume(entry.formula), backward));
        continue;
      }
      const local = findHypothesis(goal, name);
      if (local !== undefined) {
        rules.push(...split(assume(local.formula), backward));
        continue;
      }
      const earlier = session.lemmas.get(name);
      if (earlier !== undefined) {
        rules.push(...split(earlier.theorem, backward));
        continue;
      }
      const definition = valueOf(goal, name);
      if (definition !== undefined) {
        rules.push(ruleFrom(assume(definition), backward));
        continue;
      }
      const isVariable = goal.entries.some((entry, i) => entry.kind === "var" && visibleNames(goal)[i] === name);
      if (isVariable) throw new UnsupportedTactic(`the variable ${name} as a rule`);
      const full = lemmasNamed(name, session.opens)[0];
      if (full !== undefined) {
        for (const type of namedTypesOf(full)) rules.push(ruleFrom(lemmaAt(full, type)!.theorem, backward, full));
        continue;
      }
      if (name.includes(".") && findHypothesis(goal, name.slice(0, name.indexOf("."))) !== undefined) {
        rules.push(...split(generalizing(session, goal, value), backward));
        continue;
      }
      const unfolding = unfoldings[name];
      if (unfolding !== undefined) {
        const [lemma, isBackward] = unfolding;
        for (const type of typesOf(lemma)) rules.push(ruleFrom(lemmaAt(lemma, type)!.theorem, isBackward, lemma));
        continue;
      }
      const isDefinition = definitions.has(name) || candidates(name, session.opens).length > 0;
      if (isDefinition || saysNothing(goal, name)) continue;
      throw new UnsupportedTactic(`unknown constant '${name}'`);
    }
    if (
      value.kind === "apply" &&
      value.fn.kind === "name" &&
      value.fn.name in unsaid &&
      saysNothing(goal, value.fn.name)
    )
      continue;
    rules.push(...split(generalizing(session, goal, value), backward));
  }
  return rules;
}

/** Definitions that a list of rules may name, each with the lemma that says it, and whether from right to left. */
const unfoldings: Readonly<Record<string, readonly [lemma: string, isBackward: boolean]>> = {
  "Real.logb": ["Real.log_div_log", true],
  ne_eq: ["ne_def✝", false],
  ge_iff_le: ["ge_def✝", false],
  gt_iff_lt: ["gt_def✝", false],
  "Complex.normSq": ["Complex.normSq_apply", false],
};

/** Names that unfold of themselves here, and attribute-like names that are no lemmas. */
const definitions = new Set([
  "Nat.cast_ofNat",
  "Set.mem_setOf_eq",
  "Set.mem_image",
  "Set.mem_preimage",
  "Set.mem_range",
  "List.Pairwise",
  "List.Nodup",
  "Nat.ofDigits",
  "Nat.succ_eq_add_one",
  "Function.comp_apply",
  "eq_self_iff_true",
  "OfNat.ofNat_ne_zero",
]);

/**
 * Lemmas about what no term here can say: heterogeneous equality, casts along an equation, the elements of a finite type. As rules
 * they never apply.
 */
const beyond = new Set(["heq_iff_eq", "eq_mpr_eq_cast", "Finset.mem_univ"]);

/**
 * Lemmas whose right sides no term here can say, with what tells that they would apply: Bézout's coefficients of a gcd cast to ℤ, the
 * product of two sets of divisors.
 */
const unsaid: Readonly<Record<string, (part: Term) => boolean>> = {
  "Nat.gcd_eq_gcd_ab": (part) => isApp(part, "cast") && isApp(part.args[0]!, "Nat.gcd"),
  "Nat.divisors_mul": (part) => isApp(part, "Nat.divisors") && isApp(part.args[0]!, "mul"),
};

/** Whether the name is of a lemma that says nothing of this goal. @throws {UnsupportedTactic} where it does. */
function saysNothing(goal: Goal, name: string): boolean {
  const applies = unsaid[name];
  if (applies === undefined) return beyond.has(name);
  const formulas = [
    goal.target,
    ...goal.entries.flatMap((entry) => (entry.kind === "hypothesis" ? [entry.formula] : [])),
  ];
  if (formulas.some((formula) => occurs(formula, applies))) throw new UnsupportedTactic(`the lemma ${name}`);
  return true;
}

/** What `set x := e` and `let x := e` say of x. */
function valueOf(goal: Goal, name: string): Term | undefined {
  const entry = goal.entries.findLast((each) => each.kind === "hypothesis" && each.name === valueName(name));
  return entry?.kind === "hypothesis" ? entry.formula : undefined;
}

function split(theorem: Theorem, backward: boolean): Rule[] {
  if (isApp(theorem.conclusion, "and"))
    return [...split(side(theorem, 0), backward), ...split(side(theorem, 1), backward)];
  const turned = turnedComparison(theorem);
  return [ruleFrom(theorem, backward), ...(turned === undefined ? [] : [ruleFrom(turned, backward)])];
}

/** `b ≥ a` also as `a ≤ b`, which Lean's index does not tell apart. */
function turnedComparison(theorem: Theorem): Theorem | undefined {
  const { conclusion } = theorem;
  if (!isApp(conclusion, "ge") && !isApp(conclusion, "gt")) return undefined;
  const [a, b] = conclusion.args as [Term, Term];
  return convert(theorem, app(isApp(conclusion, "ge") ? "le" : "lt", [b, a]), new Budget());
}

export type Result = "closed" | "changed" | "unchanged";

/** Simplifies the target. */
export function simplifyTarget(session: Session, simplifier: Simplifier): Result {
  const { state } = session;
  const { goal } = state;
  const equation = simplifier.simplify(goal.target);
  if (equation === undefined) return "unchanged";
  const [, next] = sidesOf(equation);
  if (isApp(next, "true")) {
    state.close(fromTrue(equation));
    return "closed";
  }
  if (equal(next, goal.target)) return "unchanged";
  state.refine([withTarget(goal, next)], ([proof]) => transport(symmetric(equation), proof!));
  return "changed";
}

/** Simplifies a hypothesis; False closes the goal, True removes it. */
export function simplifyHypothesis(session: Session, index: number, simplifier: Simplifier): Result {
  const { state } = session;
  const { goal } = state;
  const entry = goal.entries[index];
  if (entry?.kind !== "hypothesis") return "unchanged";
  const equation = simplifier.simplify(entry.formula);
  if (equation === undefined) return "unchanged";
  const [, next] = sidesOf(equation);
  if (equal(next, entry.formula)) return "unchanged";
  const theorem = transport(equation, assume(entry.formula));
  if (isApp(next, "false")) {
    state.close(absurd(theorem, goal.target));
    return "closed";
  }
  const entries = isApp(next, "true")
    ? goal.entries.filter((_, i) => i !== index)
    : goal.entries.map((each, i) => (i === index ? reworded(entry, next) : each));
  state.refine([{ entries, target: goal.target }], ([proof]) => cut(theorem, proof!));
  return "changed";
}

/** Runs a simplifier at a location. @throws {TacticFailure} when nothing changes. */
export function simplifyAt(
  session: Session,
  tactic: Tactic,
  simplifierFor: (goal: Goal, location?: string) => Simplifier,
  what: string,
): void {
  const { state } = session;
  const { at } = tactic;
  let worked = false;
  const names =
    at?.everywhere === true
      ? visibleNames(state.goal).filter((_, i) => state.goal.entries[i]!.kind === "hypothesis")
      : (at?.names ?? []);
  for (const name of names) {
    const index = visibleNames(state.goal).lastIndexOf(name);
    if (index < 0) throw new TacticFailure(`unknown identifier '${name}'`);
    const before = isHypothesisEntry(state.goal.entries[index]);
    const result = simplifyHypothesis(session, index, simplifierFor(state.goal, name));
    if (result === "closed") return;
    const entry = state.goal.entries[index];
    const isMadeAnew = before?.isReduced === true || (before?.isUnsettled === true && what === "simp");
    // Mathlib's norm_num rebuilds every numeral it meets, and counts that as progress.
    const rebuilt = isMadeAnew || (what === "norm_num" && entry?.kind === "hypothesis" && hasNumeral(entry.formula));
    if (before !== undefined && isMadeAnew && result === "unchanged") {
      const entries = state.goal.entries.map((each, i) => (i === index ? hypothesis(name, before.formula) : each));
      state.refine([{ ...state.goal, entries }], ([proof]) => proof!);
    }
    // As Lean: only when no place changes is it a failure.
    if (result === "changed" || rebuilt) worked = true;
  }
  if (at === undefined || at.goal) {
    const result = simplifyTarget(session, simplifierFor(state.goal));
    if (result !== "unchanged" || (what === "norm_num" && hasNumeral(state.goal.target))) worked = true;
  }
  if (!worked) throw new TacticFailure(`${what} made no progress`);
}

const isHypothesisEntry = (entry: Entry | undefined): (Entry & { kind: "hypothesis" }) | undefined =>
  entry?.kind === "hypothesis" ? entry : undefined;

const hasNumeral = (term: Term): boolean => occurs(term, (part) => part.tag === "num");

export function simplifierOptions(session: Session, goal: Goal, tactic: Tactic, numbers: boolean): SimplifierOptions {
  const list = tactic.rules ?? [];
  const removed = list.flatMap(({ value, removed: isRemoved }) =>
    isRemoved === true && value.kind === "name" ? [value.name] : [],
  );
  const named = list.flatMap(({ value }) => (value.kind === "name" ? [value.name] : []));
  const decides = isOn(tactic, "decide");
  // `Set.mem_toFinset`, of the sets that are known to be finite.
  const finite = goal.entries.flatMap((entry) =>
    entry.kind === "hypothesis" && isFact(entry) && tactic.only !== true ? split(assume(entry.formula), false) : [],
  );
  return {
    rules: [...rulesOf(session, goal, list), ...finite],
    // Without the default rules a sum is written out and left so.
    numbers: numbers || decides || (tactic.only !== true && named.includes("Finset.sum_range_succ")),
    unfolded: new Set([...(decides ? decidable : []), ...named.flatMap(unfoldedBy)]),
    ...(tactic.only === true ? { only: true } : {}),
    ...(named.some((name) => /^(Nat\.)?succ\.injEq$/.test(name)) ? { offsets: true } : {}),
    ...(named.includes("OfNat.ofNat_ne_zero") ? { numerals: true } : {}),
    ...(isOn(tactic, "contextual") ? { contextual } : {}),
    without: new Set(removed),
  };
}

/** `simp +decide`, `simp (decide := true)`, `simp (config := { decide := true })`. */
const isOn = ({ flags = [] }: Tactic, option: string): boolean =>
  flags.some((flag) => flag === `+${option}` || flag.includes(`${option} := true`));

/** What `decide := true` evaluates besides. */
const decidable = opsNamed(
  "Finset.Icc Finset.Ico Finset.Ioc Finset.Ioo filter image Nat.divisors Nat.properDivisors Nat.factorial Nat.choose mem forall exists",
);

const intervals: readonly Op[] = ["Finset.Icc", "Finset.Ico", "Finset.Ioc", "Finset.Ioo"];

/** The functions that a named lemma lets `simp` evaluate step by step: `Nat.factorial`, `Finset.sum_Icc_succ_top`. */
function unfoldedBy(name: string): readonly Op[] {
  if (/^(Finset\.)?(sum|prod)_I\w+_succ/.test(name)) return intervals;
  if (/^(Finset\.)?(sum_|prod_|card_)?filter/.test(name)) return [...intervals, "filter", ...decidable];
  const [, last] = /^(?:Nat\.|Finset\.)?(\w+?)(?:_succ)?$/.exec(name) ?? [];
  return last === undefined ? [] : [`Nat.${last}`, `Finset.${last}`, last].filter(isOp);
}

export const simplifying =
  (numbers: boolean, what: string): TacticRule =>
  (session, tactic) => {
    // What the list names is read before any hypothesis changes; none simplifies itself.
    const start = session.state.goal;
    const isOf =
      (location: string | undefined) =>
      ({ value }: RuleSyntax): boolean =>
        location !== undefined && value.kind === "name" && value.name === location;
    simplifyAt(
      session,
      tactic,
      (_goal, location) => {
        const rules = (tactic.rules ?? []).filter((rule) => !isOf(location)(rule));
        return new Simplifier(session, simplifierOptions(session, start, { ...tactic, rules }, numbers));
      },
      what,
    );
  };

export const simp = simplifying(false, "simp");
export const normNum = simplifying(true, "norm_num");
/** `norm_num1` evaluates, and has none of simp's lemmas. */
export const normNum1: TacticRule = (session, tactic) => normNum(session, { ...tactic, only: true });

/** `simp_all`: hypotheses and target by each other, until nothing changes. */
export const simpAll: TacticRule = (session, given) => {
  const { state } = session;
  // Hypotheses take part anyway, each without itself; by the time they are read again they may be gone.
  const isHypothesis = ({ value }: RuleSyntax): boolean =>
    value.kind === "name" && findHypothesis(start, value.name) !== undefined;
  const start = state.goal;
  const tactic = { ...given, rules: (given.rules ?? []).filter((rule) => !isHypothesis(rule)) };
  let worked = false;
  for (let round = 0; round < 8; round++) {
    let changed = false;
    for (let i = 0; i < state.goal.entries.length; i++) {
      const { goal } = state;
      if (goal.entries[i]!.kind !== "hypothesis") continue;
      const result = simplifyHypothesis(session, i, allSimplifier(session, goal, tactic, i));
      if (result === "closed") return;
      changed ||= result === "changed";
    }
    const result = simplifyTarget(session, allSimplifier(session, state.goal, tactic, -1));
    if (result === "closed") return;
    changed ||= result === "changed";
    worked ||= changed;
    if (!changed) break;
  }
  if (!worked) throw new TacticFailure("simp_all made no progress");
};

function allSimplifier(session: Session, goal: Goal, tactic: Tactic, except: number): Simplifier {
  const own = goal.entries.flatMap((entry, i) => {
    if (!isStated(entry) || i === except || loops(entry.formula)) return [];
    return split(assume(entry.formula), false);
  });
  const options = simplifierOptions(session, goal, tactic, false);
  return new Simplifier(session, { ...options, rules: [...options.rules, ...own], contextual });
}

/** What a premise lets its conclusion be simplified by. */
const contextual = (premise: Term): readonly Rule[] => (loops(premise) ? [] : split(assume(premise), false));

/** `x = f x` would go on for ever, as would a rule that only reorders, and `f n = f (f (n + 5))` for every n, without a premise. */
function loops(formula: Term): boolean {
  let conclusion = formula;
  let isConditional = false;
  for (;;) {
    const part = isApp(conclusion, "forall") ? conclusion.args[0]! : undefined;
    if (part?.tag === "lam") conclusion = part.body;
    else if (isApp(conclusion, "imp")) {
      conclusion = conclusion.args[1]!;
      isConditional = true;
    } else break;
  }
  if (!isApp(conclusion, "eq")) return false;
  const [a, b] = conclusion.args as [Term, Term];
  if (conclusion !== formula) {
    const goesOn = a.tag === "call" && a.arg.tag === "bound" && calls(b, a.fn);
    // What has to be proved first ends a descent: `x n = x (n - 1)` for `n ≥ 5`; `f n = f (f (n + 5))` climbs.
    return goesOn && !(isConditional && descends(b, a.fn));
  }
  if (a.tag === "num") return true;
  return contains(b, a);
}

/** Whether the function is called in the term on differences alone, `f (n - k)` with a literal k. */
function descends(term: Term, fn: Term): boolean {
  if (term.tag === "app") return term.args.every((arg) => descends(arg, fn));
  if (term.tag !== "call") return true;
  if (!equal(term.fn, fn)) return descends(term.fn, fn) && descends(term.arg, fn);
  return isApp(term.arg, "sub") && term.arg.args[0]!.tag === "bound" && term.arg.args[1]!.tag === "num";
}

/** Whether the function is called in the term. */
function calls(term: Term, fn: Term): boolean {
  if (term.tag === "app") return term.args.some((arg) => calls(arg, fn));
  return term.tag === "call" && (equal(term.fn, fn) || calls(term.fn, fn) || calls(term.arg, fn));
}

function contains(term: Term, part: Term): boolean {
  if (equal(term, part)) return true;
  if (term.tag === "app") return term.args.some((arg) => contains(arg, part));
  return term.tag === "call" && (contains(term.fn, part) || contains(term.arg, part));
}

/** `simpa using e`: both simplified, the same. */
export const simpa: TacticRule = (session, tactic) => {
  const { state } = session;
  const { goal } = state;
  const { using } = tactic;
  const simplifier = new Simplifier(session, simplifierOptions(session, goal, tactic, false));
  if (using === undefined) {
    const result = simplifyTarget(session, simplifier);
    if (result === "closed") return;
    const last = findHypothesis(state.goal, "this");
    const theorem = last === undefined ? undefined : assume(last.formula);
    closeBy(session, theorem, simplifier);
    return;
  }
  const reader = new ProofReader(session, goal);
  let theorem: Theorem;
  try {
    theorem = reader.theorem(using[0]!)();
  } catch (error) {
    if (!isFailure(error)) throw error;
    theorem = new ProofReader(session, goal).theorem(using[0]!, goal.target)();
  }
  const result = simplifyTarget(session, simplifier);
  if (result === "closed") return;
  closeBy(session, theorem, simplifier);
};

function closeBy(session: Session, theorem: Theorem | undefined, simplifier: Simplifier): void {
  const { state } = session;
  const { goal } = state;
  if (theorem !== undefined) {
    const equation = simplifier.simplify(theorem.conclusion);
    const simpler = equation === undefined ? theorem : transport(equation, theorem);
    if (isApp(simpler.conclusion, "false")) {
      state.close(absurd(simpler, goal.target));
      return;
    }
    const parts = [simpler, theorem];
    for (const part of parts) {
      try {
        state.close(convert(part, goal.target, state.budget));
        return;
      } catch (error) {
        if (!isFailure(error)) throw error;
      }
    }
  }
  assumption(session, { name: "assumption", from: 0, to: 0 });
}
