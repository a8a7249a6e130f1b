import { TacticFailure, type Hole } from "../goal/state.ts";
import { equal, type Term } from "@lemma/lean-kernel";
import type { Session } from "../proof/session.ts";
import { unfoldTo } from "../proof/unfold.ts";
import type { Expression } from "../syntax/tree.ts";
import type { Tactic } from "../syntax/proofs/tree.ts";
import { assumption } from "./closing.ts";
import { refine } from "./exact.ts";
import { rfl } from "./rfl.ts";
import { positivity } from "./positivity.ts";
import type { TacticRule } from "./tactic.ts";

/** A monotonicity lemma: used where the sides agree in the arguments that it keeps. */
interface Monotonicity {
  /** Places of the arguments that must be the same on both sides. */
  readonly same: readonly number[];
  readonly lemma: string;
  /** Explicit arguments: `?` a comparison of parts, `!` a side condition, `_` found by unification, `i` a comparison for each index. */
  readonly args: string;
}

const rule = (lemma: string, args: string, ...same: readonly number[]): Monotonicity => ({ lemma, args, same });

/** By operation and relation, the most special first. */
const rules: Readonly<Record<string, readonly Monotonicity[]>> = {
  "add le": [rule("add_le_add", "??")],
  "add lt": [rule("add_lt_add_left", "?_", 0), rule("add_lt_add_right", "?_", 1), rule("add_lt_add", "??")],
  "sub le": [rule("sub_le_sub", "??")],
  "sub lt": [rule("sub_lt_sub_left", "?_", 0), rule("sub_lt_sub_right", "?_", 1)],
  "neg le": [rule("neg_le_neg", "?")],
  "neg lt": [rule("neg_lt_neg", "?")],
  "mul le": [
    rule("mul_le_mul_of_nonneg_left", "?!", 0),
    rule("mul_le_mul_of_nonneg_right", "?!", 1),
    rule("mul_le_mul", "??!!"),
  ],
  "mul lt": [
    rule("mul_lt_mul_of_pos_left", "?!", 0),
    rule("mul_lt_mul_of_pos_right", "?!", 1),
    rule("mul_lt_mul''", "??!!"),
  ],
  "div le": [
    rule("div_le_div_of_nonneg_right", "?!", 1),
    rule("div_le_div_of_nonneg_left", "!!?", 0),
    rule("div_le_div", "!?!?"),
    rule("Nat.div_le_div_right", "?", 1),
  ],
  "div lt": [rule("div_lt_div_of_pos_right", "?!", 1)],
  "pow le": [rule("pow_le_pow_left", "!?_", 1), rule("pow_le_pow_right", "!?", 0)],
  "pow lt": [rule("pow_lt_pow_left", "?!!", 1), rule("pow_lt_pow_right", "!?", 0)],
  "Real.sqrt le": [rule("Real.sqrt_le_sqrt", "?")],
  "Real.sqrt lt": [rule("Real.sqrt_lt_sqrt", "!?")],
  "Real.log le": [rule("Real.log_le_log", "!?")],
  "Real.log lt": [rule("Real.log_lt_log", "!?")],
  "Real.exp le": [rule("Real.exp_le_exp.mpr", "?")],
  "Real.exp lt": [rule("Real.exp_lt_exp.mpr", "?")],
  "cast le": [rule("Nat.cast_le.mpr", "?"), rule("Int.cast_le.mpr", "?")],
  "cast lt": [rule("Nat.cast_lt.mpr", "?"), rule("Int.cast_lt.mpr", "?")],
  "sum le": [rule("Finset.sum_le_sum", "i", 0)],
};

/** For the index of a sum and its membership, after `with`. */
type Names = readonly [string, string];

const span = { from: 0, to: 0 };
const named = (name: string): Tactic => ({ name, ...span });

/**
 * `gcongr`: both sides are built alike; what differs is compared part by part, as far as a part is no assumption. Side conditions are
 * for positivity alone: `1 ≤ 2` and an assumed `1 ≤ a` are left. Those come before the comparisons that are left.
 *
 * @see `Lean.MVarId.gcongr` in Mathlib's `Mathlib.Tactic.GCongr.Core`
 */
export const gcongr: TacticRule = (session, { patterns = [] }) => {
  const { state } = session;
  const [index = "i✝", bound = "hi✝"] = patterns.flatMap((pattern) => (pattern.kind === "name" ? [pattern.name] : []));
  const [hole, ...rest] = state.holes;
  const left = compare(session, hole!, [index, bound]);
  if (left.length === 1 && left[0] === hole) throw new TacticFailure("gcongr did not make progress");
  state.holes = [...left, ...rest];
};

/** What is left of a comparison: nothing where it is plain, what a rule leaves, or itself. */
function compare(session: Session, hole: Hole, names: Names): readonly Hole[] {
  const { state } = session;
  return state.focus(hole, () => {
    if (isPlain(session)) return;
    step(session, names);
  });
}

/** Closes a comparison that is assumed, be it strictly, or that compares a term with itself. */
function isPlain(session: Session): boolean {
  const { state } = session;
  const weak = unfoldTo(state.goal.target, "le");
  const tactics: (() => void)[] = [() => assumption(session, named("assumption"))];
  if (weak !== undefined) {
    if (equal(weak.args[0]!, weak.args[1]!)) tactics.push(() => rfl(session, named("rfl")));
    tactics.push(() => {
      refine(session, {
        name: "refine",
        terms: [application({ lemma: "le_of_lt", args: "?", same: [] }, ["", ""])],
        ...span,
      });
      assumption(session, named("assumption"));
    });
  }
  return tactics.some((tactic) => state.attempt(tactic));
}

/** Takes the goal apart once, and each comparison that gives further. @returns whether a rule applied. */
function step(session: Session, names: Names): boolean {
  const { state } = session;
  const target = unfoldTo(state.goal.target, "le") ?? unfoldTo(state.goal.target, "lt");
  if (target === undefined) return false;
  const [a, b] = target.args as [Term, Term];
  if (a.tag !== "app" || b.tag !== "app" || a.op !== b.op) return false;
  const fitting = (rules[`${a.op} ${target.op}`] ?? []).filter(({ same }) =>
    same.every((i) => equal(a.args[i]!, b.args[i]!)),
  );
  for (const candidate of fitting) {
    const isSide = Array.from(candidate.args.replaceAll("_", ""), (letter) => letter === "!");
    const apply = (): void => {
      refine(session, { name: "refine", terms: [application(candidate, names)], ...span });
      if (state.holes.length !== isSide.length) throw new TacticFailure("not the goals of the rule");
    };
    if (!state.attempt(apply)) continue;
    const { holes } = state;
    const sides = holes.filter((_, i) => isSide[i]).flatMap((hole) => condition(session, hole));
    const parts = holes.filter((_, i) => !isSide[i]).flatMap((hole) => compare(session, hole, names));
    state.holes = [...sides, ...parts];
    return true;
  }
  return false;
}

/** A side condition is proved by positivity, or left. */
const condition = (session: Session, hole: Hole): readonly Hole[] =>
  session.state.focus(hole, () => {
    session.state.attempt(() => positivity(session, named("positivity")));
  });

function application({ lemma, args }: Monotonicity, names: Names): Expression {
  const dots = lemma.split(".mpr");
  const name: Expression = { kind: "name", name: dots[0]!, ...span };
  const fn: Expression = dots.length > 1 ? { kind: "project", inner: name, field: "mpr", ...span } : name;
  const hole: Expression = { kind: "hole", name: "?_", ...span };
  const values = Array.from(args, (letter): { value: Expression } => {
    if (letter === "?" || letter === "!") return { value: hole };
    if (letter === "_") return { value: { kind: "hole", ...span } };
    const binders = names.map((each) => ({ names: [each] }));
    return { value: { kind: "paren", inner: { kind: "binder", op: "fun", binders, body: hole, ...span }, ...span } };
  });
  return { kind: "apply", fn, args: values, ...span };
}
