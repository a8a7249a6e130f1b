import { proveInteger } from "../arithmetic/integer.ts";
import { useLemma } from "../arithmetic/negation.ts";
import {
  app,
  type AppTerm,
  assume,
  bound,
  convert,
  discharge,
  eq,
  equal,
  equivalence,
  isIntegral,
  lam,
  lift,
  normalize,
  oneOf,
  type Op,
  reflexivity,
  rewrite,
  ringIdentity,
  RuleError,
  type Rules,
  type Term,
  type Theorem,
} from "@lemma/lean-kernel";
import { byComputation, rflSteps, sameByRecursion } from "./computation.ts";
import { type Session, spender } from "./session.ts";
import { definitional, unfoldTo } from "./unfold.ts";

/** Relations with a `@[refl]` lemma, besides `=` and `↔`; some are used on integers alone. `<` and `≠` have none, however they compute. */
const reflexiveLemmas: Rules<{ readonly lemma: string; readonly integral?: true }> = {
  le: { lemma: "le_refl" },
  dvd: { lemma: "dvd_refl", integral: true },
};
const reflexiveOps = Object.keys(reflexiveLemmas) as readonly Op[];

/** Whether a formula is a relation that every term has to itself, as it is written. */
export const isReflexiveRelation = (target: Term): target is AppTerm =>
  target.tag === "app" && oneOf(target.op, "eq", "iff", "ge", ...reflexiveOps);

/** What `rfl` proves: a reflexive relation between two sides that are equal by definition, as far as Lean unfolds for it. */
export function reflexive(session: Session, target: Term): Theorem | undefined {
  const { budget } = session.state;
  const [relation] = (["eq", "iff", ...reflexiveOps] as const).flatMap((op) => unfoldTo(target, op) ?? []);
  if (relation === undefined) return undefined;
  const known = reflexiveLemmas[relation.op];
  if (known?.integral === true && !isIntegral(relation.args[0]!.type)) return undefined;
  const [a, b] = relation.args as [Term, Term];
  if (relation.op === "iff") {
    const spend = spender(session);
    // What Mathlib proves of a finite set's members is to the kernel what the set is.
    const normal = session.state.strength === "kernel" ? normalize : definitional;
    if (!equal(normal(a, spend), normal(b, spend))) return undefined;
    return convert(equivalence(discharge(a, assume(a)), discharge(a, assume(a))), target, budget);
  }
  const sides = definitionalEquation(session, a, b);
  if (sides === undefined) return undefined;
  if (relation.op === "eq") return convert(sides, target, budget);
  // a R a, and with a = b, a R b.
  const motive = lam("x", a.type, app(relation.op, [lift(a, 1), bound(0, a.type)]));
  return convert(rewrite(sides, motive, useLemma(known!.lemma, a.type, [a])), target, budget);
}

/** ⊢ a = b where Lean unfolds both to the same. */
function definitionalEquation(session: Session, a: Term, b: Term): Theorem | undefined {
  const { budget } = session.state;
  const spend = spender(session);
  const equation = eq(a, b);
  const [left, right] = [definitional(a, spend), definitional(b, spend)];
  if (equal(left, right)) return convert(reflexivity(left), equation, budget);
  if (!a.hasVar && !b.hasVar) return byComputation(equation, session, rflSteps);
  if (!sameByRecursion(a, b)) return undefined;
  try {
    return ringIdentity(a, b, budget);
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    return proveInteger([], equation, budget);
  }
}
