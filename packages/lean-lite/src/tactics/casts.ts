import { isFailure, TacticFailure } from "../goal/state.ts";
import { convert, equal, int, isApp, lemmaAt, reflexivity, type Term, type Theorem } from "@lemma/lean-kernel";
import { equalsTrue, fromTrue, sidesOf, symmetric, transitive, transport } from "../proof/equations.ts";
import type { Session } from "../proof/session.ts";
import { lowerCasts } from "../rewriting/lower-casts.ts";
import { ProofReader } from "../proof/terms.ts";
import { ruleFrom } from "../rewriting/rule.ts";
import { Simplifier } from "../rewriting/simplifier.ts";
import { rulesOf } from "./simp.ts";
import { applyConversionAt } from "./convert-at.ts";
import { assumed } from "./discharge.ts";
import { assumption } from "./closing.ts";
import { refine } from "./exact.ts";
import type { TacticRule } from "./tactic.ts";

const pushing = (
  "Nat.cast_add Nat.cast_mul Nat.cast_pow Nat.cast_zero Nat.cast_one Nat.cast_succ Nat.cast_sub Int.cast_add Int.cast_mul Int.cast_sub Int.cast_neg Int.cast_pow " +
  "Rat.cast_add Rat.cast_mul Rat.cast_sub Rat.cast_neg Rat.cast_div Rat.cast_pow Nat.cast_sum " +
  "Int.cast_abs Int.natCast_mod Int.natCast_div"
).split(" ");
const lowering =
  "Nat.cast_inj Nat.cast_le Nat.cast_lt Int.cast_inj Int.cast_le Int.cast_lt Nat.cast_ne_zero Nat.cast_eq_zero Nat.cast_pos".split(
    " ",
  );

const casting =
  (defaults: readonly string[], what: string): TacticRule =>
  (session, tactic) => {
    const attempt = (): void =>
      applyConversionAt(
        session,
        tactic.at,
        (goal, formula) =>
          (what === "norm_cast" ? normal(session, formula) : undefined) ??
          new Simplifier(session, {
            rules: rulesOf(session, goal, tactic.rules ?? []),
            defaults,
            numbers: true,
            // What push_cast is to know, `a ≤ b` for `↑(b - a)`, stands in its list; norm_cast looks for it among the hypotheses.
            ...(what === "norm_cast" ? { prove: (premise: Term) => assumed(session, goal, premise) } : {}),
          }).simplify(formula),
        what,
      );
    // Neither fails where there is nothing to move; Lean's may have found something.
    if (!session.state.attempt(attempt)) session.state.holes[0]?.inherit(what);
    if (what === "norm_cast" && tactic.at === undefined) session.state.attempt(() => assumption(session, tactic));
  };

export const pushCast = casting(pushing, "push_cast");
export const normCast = casting([...pushing, ...lowering], "norm_cast");

const raised = ["Nat.cast_inj", "Nat.cast_le", "Nat.cast_lt"];

/** `zify`: relations between natural numbers as such between integers, casts at the leaves. */
export const toIntegers: TacticRule = (session, tactic) => {
  const back = [...raised.map((name) => lemmaAt(name, int)!), lemmaAt("Int.natCast_dvd_natCast", undefined)!];
  const up = back.map(({ name, theorem }) => ruleFrom(theorem, true, name));
  applyConversionAt(
    session,
    tactic.at,
    (goal, formula) =>
      new Simplifier(session, {
        // The list comes first: `a ≤ b` is to be known before it becomes a relation of integers.
        rules: [...rulesOf(session, goal, tactic.rules ?? []), ...up],
        isApart: true,
        defaults: pushing,
      }).simplify(formula),
    "zify",
  );
};

/** ⊢ formula = the formula with its casts lowered; an equation of the same is true. */
function normal({ state }: Session, formula: Term): Theorem | undefined {
  const lowered = lowerCasts(formula, state.budget);
  if (lowered === undefined) return undefined;
  const [, next] = sidesOf(lowered);
  if (!isApp(next, "eq") || !equal(next.args[0]!, next.args[1]!)) return lowered;
  return transitive(lowered, equalsTrue(reflexivity(next.args[0]!)));
}

/** `exact_mod_cast e`: e up to where its casts stand; what e's type leaves open is that of the goal with its casts lowered. */
export const exactModCast: TacticRule = (session, tactic) => {
  const { state } = session;
  const { goal } = state;
  const [term] = tactic.terms!;
  const lowered = normal(session, goal.target);
  const inGoal = (): void => {
    const target = lowered === undefined ? goal.target : sidesOf(lowered)[1];
    const make = new ProofReader(session, goal).theorem(term!, target);
    state.refine([], () => (lowered === undefined ? make() : transport(symmetric(lowered), make())));
  };
  if (state.attempt(inGoal) || state.attempt(() => refine(session, tactic))) {
    if (state.holes.length > 0 && state.holes[0]!.goal === goal) throw new TacticFailure("mod_cast failed");
    return;
  }
  const theorem: Theorem = new ProofReader(session, goal).theorem(term!)();
  const closed = moveCasts(theorem, session, goal.target);
  if (closed === undefined) throw new TacticFailure("mod_cast: type mismatch");
  state.close(closed);
};

function moveCasts(
  theorem: Theorem,
  session: Parameters<TacticRule>[0],
  target: Theorem["conclusion"],
): Theorem | undefined {
  const { budget } = session.state;
  const [stated, goal] = [normal(session, theorem.conclusion), normal(session, target)];
  const lower = stated === undefined ? theorem : transport(stated, theorem);
  const wantedLower = goal === undefined ? target : sidesOf(goal)[1];
  if (equal(lower.conclusion, wantedLower)) return goal === undefined ? lower : transport(symmetric(goal), lower);
  const simplifier = new Simplifier(session, { rules: [], defaults: [...pushing, ...lowering], numbers: true });
  const [have, want] = [simplifier.simplify(theorem.conclusion), simplifier.simplify(target)];
  const left = have === undefined ? theorem : transport(have, theorem);
  const wanted = want === undefined ? target : sidesOf(want)[1];
  if (isApp(wanted, "true")) return want === undefined ? undefined : fromTrue(want);
  try {
    const same = convert(left, wanted, budget);
    return want === undefined ? same : transport(symmetric(want), same);
  } catch (error) {
    if (!isFailure(error)) throw error;
    return undefined;
  }
}
