import { Unifier } from "../proof/unifier.ts";
import {
  abstraction,
  betaHead,
  convert,
  eq,
  equal,
  falseTerm,
  instantiate,
  isApp,
  modusPonens,
  oneOf,
  sameType,
  specialize,
  type Term,
  type Theorem,
  trueTerm,
} from "@lemma/lean-kernel";
import type { Budget } from "@lemma/lean-kernel/budget";
import { numeralEquation, transitive } from "../proof/equations.ts";
import { asEquation, asReverse } from "./equation.ts";

/** A theorem used from left to right: `∀ …, premises → l = r`, `l ↔ r`, `¬p` and `a ≠ b` (p and a = b are False), `p` (p is True). */
export interface Rule {
  readonly theorem: Theorem;
  readonly backward: boolean;
  /** What it matches, the rule's variables bound. */
  readonly pattern: Term;
  /** The head of what it matches, `call` for an applied function variable, undefined for anything. */
  readonly head: string | undefined;
  readonly name?: string;
  /** Left and right side differ by the order of variables only: used only where it makes the term smaller. */
  readonly permutes: boolean;
}

export interface Match {
  /** ⊢ term = replacement */
  readonly equation: () => Theorem;
  readonly replacement: Term;
  readonly premises: readonly Term[];
  /** Gives the theorems of the premises. */
  discharge(proofs: readonly Theorem[]): void;
}

const headOf = (term: Term): string | undefined => {
  if (term.tag === "app") return term.op;
  if (term.tag === "call") return "call";
  if (term.tag === "var") return `var ${term.id}`;
  return term.tag === "num" ? "num" : undefined;
};

/** The body under ∀ and premises, its variables still bound. */
function conclusionOf(formula: Term): Term {
  let current = formula;
  for (;;) {
    if (isApp(current, "forall")) current = abstraction(current.args[0]!).body;
    else if (isApp(current, "imp") && !isApp(current.args[1]!, "false")) current = current.args[1]!;
    else return current;
  }
}

/** A conjunction gives a rule for each part. */
export function ruleFrom(theorem: Theorem, backward = false, name?: string): Rule {
  if (name === undefined) return readRule(theorem, backward);
  // A lemma is read once: `simp` names it again and again.
  const known = (backward ? reversed : rules).get(theorem);
  if (known !== undefined) return known;
  const rule = { ...readRule(theorem, backward), name };
  (backward ? reversed : rules).set(theorem, rule);
  return rule;
}

const rules = new WeakMap<Theorem, Rule>();
const reversed = new WeakMap<Theorem, Rule>();

function readRule(theorem: Theorem, backward: boolean): Rule {
  const conclusion = conclusionOf(theorem.conclusion);
  const [l, r] = matchSides(conclusion, backward);
  const permutes = r !== undefined && isPermutation(l, r);
  return { theorem, backward, pattern: l, head: headOf(l), permutes };
}

function matchSides(conclusion: Term, backward: boolean): [Term, Term | undefined] {
  if (isApp(conclusion, "eq") || isApp(conclusion, "iff")) {
    const [a, b] = conclusion.args as [Term, Term];
    return backward ? [b, a] : [a, b];
  }
  if (isApp(conclusion, "not")) return [conclusion.args[0]!, undefined];
  // As Lean's simp has it: `a ≠ b` says that `a = b` is False, and nothing of `a ≠ b` until `ne_eq` has unfolded it.
  if (isApp(conclusion, "ne")) return [eq(conclusion.args[0]!, conclusion.args[1]!), undefined];
  if (isApp(conclusion, "imp")) return [conclusion.args[0]!, undefined];
  return [conclusion, undefined];
}

/** The same shape with the same bound variables in another order. */
function isPermutation(a: Term, b: Term): boolean {
  if (a.size !== b.size) return false;
  const leaves = (term: Term): string[] => {
    if (term.tag === "app") return [term.op, ...term.args.flatMap(leaves)];
    if (term.tag === "bound") return ["#"];
    if (term.tag === "call") return ["call", ...leaves(term.fn), ...leaves(term.arg)];
    if (term.tag === "num") return [`n${term.value}`];
    return [term.tag === "var" ? `v${term.id}` : term.tag];
  };
  const [x, y] = [leaves(a), leaves(b)];
  return x.length > 1 && x.join() === y.join();
}

/** Whether unification could succeed, as far as a look at both shapes tells: most rules are turned away here, for next to nothing. */
function mayMatch(pattern: Term, term: Term): boolean {
  if (term.open) return true;
  switch (pattern.tag) {
    case "app":
      // 3 is 2 + 1, and 8 * 8 is 64.
      if (term.tag === "num") return true;
      return (
        term.tag === "app" &&
        term.op === pattern.op &&
        term.args.length === pattern.args.length &&
        pattern.args.every((arg, i) => mayMatch(arg, term.args[i]!))
      );
    case "num":
      return term.tag === "num" ? term.value === pattern.value : !term.hasVar;
    case "var":
      return term.tag === "var" && term.id === pattern.id;
    case "call":
      // Of an unknown function anything may be a value.
      return pattern.fn.tag !== "app" || (term.tag === "call" && mayMatch(pattern.fn, term.fn));
    case "bound":
    case "lam":
    case "meta":
    default:
      return true;
  }
}

/** Matches the rule's left side with a term. Premises are left to the caller. */
export function matchRule(rule: Rule, term: Term, budget: Budget): Match | undefined {
  if (rule.head !== undefined && rule.head !== headOf(term)) return undefined;
  if (!mayMatch(rule.pattern, term)) return undefined;
  return matchExactly(rule, term, budget) ?? matchByUnification(rule, term, budget);
}

/**
 * The match of a rule whose variables stand for what is written in their places, found without unification: most matches
 * are. Undefined where it would take more (a function variable, a numeral, a variable that only a premise has).
 */
function matchExactly(rule: Rule, term: Term, budget: Budget): Match | undefined {
  const values: (Term | undefined)[] = [];
  if (!fits(rule.pattern, term, values)) return undefined;
  // The outermost binder has the largest index.
  const ordered = values.toReversed();
  if (ordered.length !== countBinders(rule.theorem.conclusion)) return undefined;
  for (const value of ordered) if (value === undefined) return undefined;
  budget.spend(1 + ordered.length);
  // Until the first premise, the instance is the theorem itself.
  let start = rule.theorem;
  let used = 0;
  while (isApp(start.conclusion, "forall")) start = specialize(start, ordered[used++]!);
  const premises: Term[] = [];
  let formula = start.conclusion;
  for (let next = used; ;) {
    if (isApp(formula, "forall")) formula = betaHead(instantiate(abstraction(formula.args[0]!), ordered[next++]!));
    else if (isApp(formula, "imp") && !isApp(formula.args[1]!, "false")) {
      premises.push(formula.args[0]!);
      formula = formula.args[1]!;
    } else break;
  }
  const [left, right] = matchSides(formula, rule.backward);
  if (!equal(left, term)) return undefined;
  let given: readonly Theorem[] = [];
  const equation = (): Theorem => {
    let theorem = start;
    let next = used;
    for (const proof of given) {
      while (isApp(theorem.conclusion, "forall")) theorem = specialize(theorem, ordered[next++]!);
      theorem = modusPonens(theorem, proof);
    }
    while (next < ordered.length) theorem = specialize(theorem, ordered[next++]!);
    return rule.backward ? asReverse(theorem) : asEquation(theorem);
  };
  return {
    equation,
    replacement: right ?? trueOrFalse(formula),
    premises,
    discharge: (proofs) => {
      given = proofs;
    },
  };
}

function countBinders(formula: Term): number {
  let count = 0;
  let current = formula;
  for (;;) {
    if (isApp(current, "forall")) {
      const body = current.args[0]!;
      // `∀` of a function variable has no binder of its own to count.
      if (body.tag !== "lam") return -1;
      count += 1;
      current = body.body;
    } else if (isApp(current, "imp") && !isApp(current.args[1]!, "false")) current = current.args[1]!;
    else return count;
  }
}

/** Whether the term is the pattern with its bound variables replaced, whose values by index it collects. */
function fits(pattern: Term, term: Term, values: (Term | undefined)[]): boolean {
  if (pattern.loose === 0) return equal(pattern, term);
  if (pattern.tag === "bound") {
    const known = values[pattern.index];
    if (known !== undefined) return equal(known, term);
    if (term.loose > 0 || term.open || !sameType(pattern.type, term.type)) return false;
    while (values.length < pattern.index) values.push(undefined);
    values[pattern.index] = term;
    return true;
  }
  return (
    pattern.tag === "app" &&
    term.tag === "app" &&
    term.op === pattern.op &&
    term.args.length === pattern.args.length &&
    sameType(pattern.type, term.type) &&
    pattern.args.every((arg, i) => fits(arg, term.args[i]!, values))
  );
}

function matchByUnification(rule: Rule, term: Term, budget: Budget): Match | undefined {
  const spend = (): void => budget.spend(1);
  const unifier = new Unifier(false);
  const values: ({ readonly value: Term } | { readonly premise: Term })[] = [];
  let formula = rule.theorem.conclusion;
  for (;;) {
    spend();
    if (isApp(formula, "forall")) {
      const body = abstraction(formula.args[0]!);
      const value = unifier.freshTerm(body.domain);
      values.push({ value });
      formula = betaHead(instantiate(body, value));
    } else if (isApp(formula, "imp") && !isApp(formula.args[1]!, "false")) {
      values.push({ premise: formula.args[0]! });
      formula = formula.args[1]!;
    } else break;
  }
  const [left, right] = matchSides(formula, rule.backward);
  if (!unifier.unify(left, term, spend)) return undefined;
  const instance = unifier.zonk(left);
  if (instance.open) return undefined;
  // They unified, so they differ at most in how closed numbers are written: 3 for 2 + 1.
  const bridge = equal(instance, term) ? undefined : numeralEquation(term, instance, budget);
  if (bridge === undefined && !equal(instance, term)) return undefined;
  const premises = values.flatMap((each) => ("premise" in each ? [unifier.zonk(each.premise)] : []));
  if (premises.some((premise) => premise.open)) return undefined;
  const replacement = right === undefined ? undefined : unifier.zonk(right);
  if (replacement?.open === true) return undefined;
  let given: readonly Theorem[] = [];
  const equation = (): Theorem => {
    let theorem = rule.theorem;
    let next = 0;
    for (const each of values) {
      // A function put for a variable leaves its application to be reduced.
      if ("premise" in each) {
        const wanted = (theorem.conclusion as Term & { tag: "app" }).args[0]!;
        theorem = modusPonens(theorem, convert(given[next++]!, wanted, budget));
      } else theorem = specialize(theorem, unifier.zonk(each.value));
    }
    theorem = convert(theorem, unifier.zonk(formula), budget);
    const found = rule.backward ? asReverse(theorem) : asEquation(theorem);
    return bridge === undefined ? found : transitive(bridge, found);
  };
  return {
    equation,
    replacement: replacement ?? trueOrFalse(formula),
    premises,
    discharge: (proofs) => {
      given = proofs;
    },
  };
}

function trueOrFalse(formula: Term): Term {
  return formula.tag === "app" && oneOf(formula.op, "not", "ne", "imp") ? falseTerm : trueTerm;
}
