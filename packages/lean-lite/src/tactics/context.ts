import type { Entry } from "../goal/goal.ts";
import { TacticFailure } from "../goal/state.ts";
import { abstract, assume, forall, imp, modusPonens, occursVar, specialize } from "@lemma/lean-kernel";
import { visibleNames } from "../print/goal.ts";
import { findHypothesis } from "../proof/session.ts";
import { ProofReader } from "../proof/terms.ts";
import { replaceByClaim } from "./goals.ts";
import type { TacticRule } from "./tactic.ts";

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
  const isCleared = (i: number): boolean => names.includes(visible[i]!) && visible.lastIndexOf(visible[i]!) === i;
  const entries = goal.entries.filter((_, i) => !isCleared(i));
  for (const [i, entry] of goal.entries.entries()) {
    if (entry.kind !== "var" || !isCleared(i)) continue;
    const { id } = entry.term;
    const isUsed =
      occursVar(goal.target, id) ||
      entries.some((other) => other.kind === "hypothesis" && occursVar(other.formula, id));
    if (isUsed) throw new TacticFailure(`tactic 'clear' failed, the goal depends on '${entry.name}'`);
  }
  state.refine([{ entries, target: goal.target }], ([proof]) => proof!);
};

export const renameInaccessible: TacticRule = (session, { names = [] }) => {
  const { state } = session;
  const { goal } = state;
  const visible = visibleNames(goal);
  const hidden = visible.flatMap((name, i) => (name.includes("✝") ? [i] : [])).slice(-names.length || visible.length);
  if (hidden.length < names.length) throw new TacticFailure("too many variable names provided");
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
  const reader = new ProofReader(session, goal, "all");
  const claim = reader.claim(term);
  const rest = session.state.holes.slice(1);
  replaceByClaim(session, head.name, claim);
  const [main] = session.state.holes;
  // What was left open comes first.
  session.state.holes = [...reader.holes, main!, ...rest];
};
