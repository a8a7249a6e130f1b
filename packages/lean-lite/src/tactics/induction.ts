import type { Entry, Goal } from "../goal/goal.ts";
import { TacticFailure } from "../goal/state.ts";
import { forall, imp } from "../kernel/logic.ts";
import { assume, discharge, generalize, induction, modusPonens, specialize, type Theorem } from "../kernel/theorem.ts";
import {
  abstract,
  app,
  instantiate,
  num,
  occursVar,
  type Term,
  variable,
  type VarTerm,
  type LamTerm,
} from "../kernel/term.ts";
import { nat, sameType } from "../kernel/type.ts";
import { visibleNames } from "../print/goal.ts";
import type { Session } from "../proof/session.ts";
import { UnsupportedTactic } from "../proof/terms.ts";
import type { Tactic } from "../syntax/tree.ts";
import type { TacticRule } from "./tactic.ts";

/**
 * Zero and successor of a natural number of the context. Hypotheses that mention it go into the claim, as Lean reverts them;
 * those named after `generalizing` too.
 */
export function inductionOn(session: Session, tactic: Tactic, withHypothesis: boolean): void {
  const { state } = session;
  const { goal } = state;
  const syntax = tactic.terms![0]!;
  if (syntax.kind !== "name") throw new UnsupportedTactic("induction on a term");
  if (tactic.using !== undefined) throw new UnsupportedTactic("induction with another principle");
  const visible = visibleNames(goal);
  const index = visible.lastIndexOf(syntax.name);
  const entry = goal.entries[index];
  if (entry?.kind !== "var" || !sameType(entry.term.type, nat))
    throw new UnsupportedTactic("induction on something other than ℕ");
  const n = entry.term;
  const generalized = (tactic.names ?? []).flatMap((name) => {
    const found = goal.entries[visible.lastIndexOf(name)];
    if (found === undefined) throw new TacticFailure(`unknown identifier '${name}'`);
    return found.kind === "var" ? [found.term] : [];
  });
  const moves = (formula: Term): boolean =>
    occursVar(formula, n.id) || generalized.some((free) => occursVar(formula, free.id));
  const reverted = goal.entries.filter((each) => each.kind === "hypothesis" && moves(each.formula)) as (Entry & {
    kind: "hypothesis";
  })[];
  const kept = goal.entries.filter(
    (each) =>
      !reverted.includes(each as Entry & { kind: "hypothesis" }) &&
      !(each.kind === "var" && (each.term.id === n.id || generalized.some((free) => free.id === each.term.id))),
  );
  const claim = generalized.reduceRight<Term>(
    (body, free) => forall(abstract(body, free)),
    reverted.reduceRight<Term>((body, { formula }) => imp(formula, body), goal.target),
  );
  const motive = abstract(claim, n);
  const stepNames = namesFor(tactic);
  const zero = num(0n, nat);
  const m = variable(stepNames[0] ?? `${n.name}✝`, nat);
  const next = app("add", [m, num(1n, nat)]);
  const base = open(instantiate(motive, zero), kept, generalized, reverted);
  const assumption = instantiate(motive, m);
  const ih: Entry[] = withHypothesis
    ? [{ kind: "hypothesis", name: stepNames[1] ?? `${n.name}_ih✝`, formula: assumption }]
    : [];
  const step = open(
    instantiate(motive, next),
    [...kept, { kind: "var", name: m.name, term: m }, ...ih],
    generalized,
    reverted,
  );
  const after = state.holes.slice(1);
  state.refine(
    [
      { ...base.goal, tag: "zero" },
      { ...step.goal, tag: "succ" },
    ],
    ([zeroProof, succProof]) => {
      const stepProof = generalize(m, discharge(assumption, step.close(succProof!)));
      const all = induction(motive, base.close(zeroProof!), stepProof);
      let result: Theorem = specialize(all, n);
      for (const free of generalized) result = specialize(result, free);
      for (const { formula } of reverted) result = modusPonens(result, assume(formula));
      return result;
    },
  );
  const { alternatives } = tactic;
  if (alternatives === undefined) return;
  const opened = state.holes.slice(0, 2);
  opened.forEach((hole, i) => {
    const alternative = alternatives.find(({ tag }) => (i === 0 ? tag === "zero" : tag === "succ"));
    if (alternative === undefined)
      throw new TacticFailure(`Alternative '${i === 0 ? "zero" : "succ"}' has not been provided`);
    const left = state.focus(hole, () => session.runBlock(alternative.body));
    if (left.length > 0) throw new TacticFailure("unsolved goals");
  });
  state.holes = after;
}

/** Introduces again what was reverted, under the old names. */
function open(
  claim: Term,
  entries: readonly Entry[],
  generalized: readonly VarTerm[],
  reverted: readonly (Entry & { kind: "hypothesis" })[],
): { goal: Goal; close: (proof: Theorem) => Theorem } {
  const added: Entry[] = [];
  let target = claim;
  for (const free of generalized) {
    const fresh = variable(free.name, free.type);
    added.push({ kind: "var", name: free.name, term: fresh });
    target = instantiate((target as Term & { tag: "app" }).args[0] as LamTerm, fresh);
  }
  for (const { name } of reverted) {
    const [premise, conclusion] = (target as Term & { tag: "app" }).args as [Term, Term];
    added.push({ kind: "hypothesis", name, formula: premise });
    target = conclusion;
  }
  return {
    goal: { entries: [...entries, ...added], target },
    close: (proof) =>
      added.reduceRight<Theorem>(
        (theorem, entry) =>
          entry.kind === "var" ? generalize(entry.term, theorem) : discharge(entry.formula, theorem),
        proof,
      ),
  };
}

/** The names for the successor case: the number and the hypothesis. */
function namesFor({ alternatives, patterns }: Tactic): readonly string[] {
  if (alternatives !== undefined) return alternatives.find((alternative) => alternative.tag === "succ")?.names ?? [];
  return (patterns ?? []).map((pattern) => (pattern.kind === "name" ? pattern.name : "_"));
}

export const inductionTactic: TacticRule = (session, tactic) => inductionOn(session, tactic, true);
