import {
  abstract,
  assume,
  call,
  convert,
  eq,
  equal,
  isApp,
  type Term,
  type Theorem,
  variable,
} from "@lemma/lean-kernel";
import { Hole, TacticFailure } from "../goal/state.ts";
import { congruence, congruenceOfApp } from "../proof/equations.ts";
import { UnsupportedTactic } from "../proof/failures.ts";
import { reflexive } from "../proof/reflexive.ts";
import type { Session } from "../proof/session.ts";
import { withTarget } from "./goals.ts";
import type { TacticRule } from "./tactic.ts";

/** `congr`: an equation between two values of one function becomes the equations of what differs in them, as deep as it goes. */
export const congr: TacticRule = (session, { terms = [] }) => {
  const { state } = session;
  const { goal } = state;
  const [depth] = terms;
  if (depth !== undefined && depth.kind !== "number") throw new UnsupportedTactic("congr with this argument");
  if (!isApp(goal.target, "eq")) throw new UnsupportedTactic("congr on what is no equation");
  const [a, b] = goal.target.args as [Term, Term];
  const holes: Hole[] = [];
  const make = descend(session, a, b, depth === undefined ? Number.POSITIVE_INFINITY : Number(depth.value), holes);
  if (holes.length === 1 && equal(holes[0]!.goal.target, goal.target))
    throw new TacticFailure("congr made no progress");
  const rest = state.holes.slice(1);
  state.refine([], () => convert(make(), goal.target, state.budget));
  state.holes = [...holes, ...rest];
};

/** The equation of two terms, from new goals where they differ and no function is the same. */
function descend(session: Session, a: Term, b: Term, depth: number, holes: Hole[]): () => Theorem {
  const { state } = session;
  state.tick();
  const whole = eq(a, b);
  const known = equal(a, b) ? reflexive(session, whole) : closing(session, whole);
  if (known !== undefined) return () => known;
  if (depth > 0 && a.tag === "app" && b.tag === "app" && a.op === b.op && a.args.length === b.args.length) {
    const sameTypes = a.args.every((arg, i) => arg.type.key === b.args[i]!.type.key);
    if (sameTypes && a.args.length > 0 && a.args.every(({ tag }) => tag !== "lam")) {
      const parts = a.args.map((arg, i) =>
        equal(arg, b.args[i]!) ? undefined : descend(session, arg, b.args[i]!, depth - 1, holes),
      );
      return () =>
        congruenceOfApp(
          a,
          parts.map((part) => part?.()),
        )!;
    }
  }
  if (depth > 0 && a.tag === "call" && b.tag === "call" && equal(a.fn, b.fn)) {
    const argument = descend(session, a.arg, b.arg, depth - 1, holes);
    const x = variable("x", a.arg.type);
    return () => congruence(abstract(call(a.fn, x), x), argument());
  }
  if (a.tag === "num" && b.tag === "num") throw new UnsupportedTactic("congr between numerals");
  const hole = new Hole(withTarget(state.goal, whole));
  holes.push(hole);
  return () => hole.theorem();
}

/** What `congr` closes by itself: sides that are the same by definition, and hypotheses. */
function closing(session: Session, equation: Term): Theorem | undefined {
  const { goal } = session.state;
  const given = goal.entries.find((entry) => entry.kind === "hypothesis" && equal(entry.formula, equation));
  if (given?.kind === "hypothesis") return assume(given.formula);
  return reflexive(session, equation);
}
