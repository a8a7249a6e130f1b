import { cut, Hole, isFailure, TacticFailure } from "../goal/state.ts";
import type { Unifier } from "../proof/unifier.ts";
import {
  abstraction,
  abstractTerm,
  assume,
  betaHead,
  call,
  complex,
  convert,
  equal,
  falseTerm,
  instantiate,
  int,
  isApp,
  type LamTerm,
  nat,
  occurs,
  rat,
  real,
  rewrite as rewriteTheorem,
  specialize,
  type Term,
  type Theorem,
  unfoldHead,
} from "@lemma/lean-kernel";
import { numeralEquation, symmetric, transitive } from "../proof/equations.ts";
import { needHypothesis, type Session, spender } from "../proof/session.ts";
import type { Proof } from "../proof/proof.ts";
import { ProofReader } from "../proof/terms.ts";
import { detach, unfoldTo } from "../proof/unfold.ts";
import { UnsupportedTactic } from "../proof/failures.ts";
import { asEquation } from "../rewriting/equation.ts";
import type { Rule } from "../syntax/proofs/tree.ts";
import { assumption } from "./closing.ts";
import { reducibleRfl } from "./rfl.ts";
import { reworded, withTarget } from "./goals.ts";
import type { TacticRule } from "./tactic.ts";

interface Rewriting {
  /** ⊢ a = b, once the side goals are proved. */
  readonly equation: () => Theorem;
  readonly motive: LamTerm;
  readonly side: readonly Hole[];
  readonly to: Term;
}

interface Manner {
  /** Which instance of the rule's left side, counted from one. */
  readonly occurrence?: number;
  /** Whether `rfl` is tried on what the rule leaves of the goal: it may find what the rule itself left open. */
  readonly closes?: boolean;
}

/** The first instance of the rule's left side in `target`, before all others from left to right. */
function findRewriting(
  session: Session,
  target: Term,
  rule: Rule,
  { occurrence = 1, closes = false }: Manner,
): Rewriting {
  let failure: unknown;
  for (const type of [undefined, nat, int, rat, real, complex]) {
    const reader = new ProofReader(session, session.state.goal, "all");
    reader.onlyType = type;
    try {
      return rewriteWith(session, reader, reader.proof(rule.value), target, rule.backward, { occurrence, closes });
    } catch (error) {
      if (!isFailure(error)) throw error;
      // The first reason is about the rule as it stands; later ones may only say that a type has no such lemma.
      if (failure === undefined || !(error instanceof UnsupportedTactic)) failure = error;
    }
  }
  throw failure;
}

function rewriteWith(
  session: Session,
  reader: ProofReader,
  proof: Proof,
  target: Term,
  backward: boolean,
  { occurrence, closes }: Required<Manner>,
): Rewriting {
  const { unifier } = reader;
  let formula = unifier.zonk(proof.formula);
  let make = (): Theorem => proof.make();
  const side: { premise: Term; hole?: Hole }[] = [];
  for (let i = 0; i < 64; i++) {
    const before = make;
    const universal = unfoldTo(formula, "forall");
    if (isApp(formula, "forall") || (universal !== undefined && !isEquation(formula))) {
      const body = abstraction(universal!.args[0]!);
      const value = unifier.freshTerm(body.domain);
      make = () =>
        specialize(
          convert(before(), closedOf(before(), universal!, unifier), session.state.budget),
          unifier.zonk(value),
        );
      formula = betaHead(instantiate(body, value));
    } else if (isApp(formula, "imp")) {
      const slot: { premise: Term; hole?: Hole } = { premise: formula.args[0]! };
      side.push(slot);
      make = () => detach(before(), slot.hole!.theorem(), session);
      formula = formula.args[1]!;
    } else break;
  }
  // Coprime is reducible: to rewrite by it is to rewrite by its equation.
  const equationOf = isApp(formula, "Nat.Coprime") ? unfoldHead(formula) : undefined;
  if (equationOf !== undefined) {
    const before = make;
    formula = equationOf;
    make = () => convert(before(), unifier.zonk(equationOf), session.state.budget);
  }
  const [a, b] = sides(formula);
  const [from, to] = backward ? [b, a] : [a, b];
  const instance = unifier.reducibly(() => findInstance(target, from, unifier, spender(session), occurrence));
  if (instance === undefined) {
    if (isTurned(from) !== isTurned(target)) throw new UnsupportedTactic("an instance up to what ≥ and > are");
    throw new TacticFailure(`did not find instance of the pattern in the target expression\n  ${reader.print(from)}`);
  }
  reader.flush();
  const motive = abstractTerm(target, instance);
  if (motive === undefined) throw new TacticFailure("motive is not type correct");
  // `rw [Nat.div_eq_of_eq_mul_left]` makes `m / n = q` to `?k = q`.
  const rewritten = closes && unifier.zonk(to).open ? betaHead(call(motive, unifier.zonk(to))) : undefined;
  if (rewritten !== undefined && isApp(rewritten, "eq")) {
    const [left, right] = rewritten.args as [Term, Term];
    unifier.reducibly(() => unifier.unify(left, right, spender(session)));
  }
  const result = unifier.zonk(to);
  if (result.open) throw new UnsupportedTactic("a rewriting whose new term is not determined");
  const holes = side.map((slot) => {
    const premise = unifier.zonk(slot.premise);
    if (premise.open) throw new TacticFailure("rewrite: a premise is not determined");
    slot.hole = new Hole(withTarget(session.state.goal, premise));
    return slot.hole;
  });
  const pattern = unifier.zonk(from);
  const bridge = equal(pattern, instance) ? undefined : numeralEquation(instance, pattern, session.state.budget);
  if (bridge === undefined && !equal(pattern, instance)) throw new TacticFailure("motive is not type correct");
  const equation = (): Theorem => {
    const theorem = make();
    const stated = unifier.zonk(formula);
    const known = asEquation(stated.open ? theorem : convert(theorem, stated, session.state.budget));
    const oriented = backward ? symmetric(known) : known;
    return bridge === undefined ? oriented : transitive(bridge, oriented);
  };
  return { equation, motive, side: [...reader.holes, ...holes], to: result };
}

const closedOf = (theorem: Theorem, universal: Term, unifier: Unifier): Term => {
  const zonked = unifier.zonk(universal);
  return zonked.open ? theorem.conclusion : zonked;
};

const isEquation = (formula: Term): boolean =>
  isApp(formula, "eq") || isApp(formula, "iff") || isApp(formula, "ne") || isApp(formula, "not");

function sides(formula: Term): readonly [Term, Term] {
  if (isApp(formula, "eq") || isApp(formula, "iff")) return formula.args as unknown as readonly [Term, Term];
  if (isApp(formula, "not")) return [formula.args[0]!, falseTerm];
  throw new TacticFailure("equality or iff proof expected");
}

/** Subterms from the outside in and from left to right; holes take the first that fits. */
function findInstance(
  target: Term,
  pattern: Term,
  unifier: Unifier,
  spend: () => void,
  occurrence: number,
): Term | undefined {
  const zonked = unifier.zonk(pattern);
  if (zonked.tag === "meta") throw new TacticFailure("pattern is a metavariable");
  let left = occurrence;
  const visit = (term: Term): Term | undefined => {
    spend();
    if (term.loose === 0 && heads(term, zonked)) {
      const mark = unifier.mark();
      if (unifier.unify(zonked, term, spend)) {
        if (--left === 0) return term;
        unifier.undo(mark);
      } else unifier.undo(mark);
    }
    switch (term.tag) {
      case "app":
        for (const arg of term.args) {
          const found = visit(arg);
          if (found !== undefined) return found;
        }
        return undefined;
      case "call":
        return visit(term.fn) ?? visit(term.arg);
      case "lam":
        return visit(term.body);
      case "bound":
      case "meta":
      case "num":
      case "var":
      default:
        return undefined;
    }
  };
  return visit(target);
}

/** Whether it says `≥` or `>`, which are reducible: Lean finds `56 ≤ n` where `n ≥ 56` is sought. */
const isTurned = (term: Term): boolean => occurs(term, (part) => isApp(part, "ge") || isApp(part, "gt"));

const heads = (term: Term, pattern: Term): boolean =>
  term.tag === pattern.tag && (term.tag !== "app" || term.op === (pattern as typeof term).op);

function rewriteGoal(session: Session, rule: Rule, manner: Manner): void {
  const { state } = session;
  const { goal } = state;
  const { equation, motive, side, to } = findRewriting(session, goal.target, rule, manner);
  const next = betaHead(call(motive, to));
  const rest = state.holes.slice(1);
  state.refine([withTarget(goal, next)], ([proof]) => rewriteTheorem(symmetric(equation()), motive, proof!));
  const main = state.holes[0]!;
  state.holes = [main, ...side, ...rest];
}

function rewriteAt(session: Session, name: string, rule: Rule, occurrence: number): void {
  const { state } = session;
  const { goal } = state;
  const { formula, index } = needHypothesis(goal, name);
  const { equation, motive, side, to } = findRewriting(session, formula, rule, { occurrence });
  const next = betaHead(call(motive, to));
  const rest = state.holes.slice(1);
  const entries = goal.entries.map((entry, i) => (i === index ? reworded(entry, next) : entry));
  state.refine([{ entries, target: goal.target }], ([proof]) =>
    cut(rewriteTheorem(equation(), motive, assume(formula)), proof!),
  );
  const main = state.holes[0]!;
  state.holes = [main, ...side, ...rest];
}

/** The forms that end with `rfl`. `rewrite` and `nth_rewrite` leave what they have rewritten. */
const closing = new Set(["rw", "rwa", "erw", "nth_rw"]);

/** `rw [rules] at …`, each rule once; then `rfl` where that closes the goal at once. */
export const rw: TacticRule = (session, tactic) => {
  const { state } = session;
  const { rules = [], at, count = 1 } = tactic;
  const everywhere = at?.everywhere === true;
  const names = everywhere
    ? state.goal.entries.flatMap((entry) => (entry.kind === "hypothesis" ? [entry.name] : []))
    : (at?.names ?? []);
  const onGoal = at === undefined || at.goal;
  let worked = !everywhere;
  for (const rule of rules) {
    for (const name of names) {
      if (everywhere) worked = state.attempt(() => rewriteAt(session, name, rule, count)) || worked;
      else rewriteAt(session, name, rule, count);
    }
    if (onGoal) {
      const closes = closing.has(tactic.name) && rule === rules.at(-1);
      if (everywhere) worked = state.attempt(() => rewriteGoal(session, rule, { occurrence: count })) || worked;
      else rewriteGoal(session, rule, { occurrence: count, closes });
    }
  }
  if (!worked) throw new TacticFailure("did not find instance of the pattern in the current goal");
  if (closing.has(tactic.name) && state.holes.length > 0) state.attempt(() => reducibleRfl(session, tactic));
  if (tactic.name === "rwa") assumption(session, tactic);
};
