import { proveLinear } from "../arithmetic/linear.ts";
import { useLemma } from "../arithmetic/negation.ts";
import type { Entry, Goal } from "../goal/goal.ts";
import { TacticFailure } from "../goal/state.ts";
import {
  abstract,
  app,
  assume,
  convert,
  discharge,
  forall,
  generalize,
  imp,
  induction,
  instantiate,
  type LamTerm,
  le,
  lt,
  modusPonens,
  nat,
  num,
  occursVar,
  sameType,
  specialize,
  type Term,
  type Theorem,
  variable,
  type VarTerm,
} from "@lemma/lean-kernel";
import { visibleNames } from "../print/goal.ts";
import { findHypothesis, type Session } from "../proof/session.ts";
import { unfoldTo } from "../proof/unfold.ts";
import { UnsolvedGoals, UnsupportedTactic } from "../proof/failures.ts";
import { requireCases } from "./alternatives.ts";
import { naturalNamed } from "./patterns.ts";
import type { Tactic } from "../syntax/proofs/tree.ts";
import type { TacticRule } from "./tactic.ts";

/** A case of an induction: its tag, what it assumes of its variable, and how its theorem is read back. */
interface Case {
  readonly tag: string;
  readonly goal: Goal;
  readonly close: (proof: Theorem) => Theorem;
}

/** The claim about n that an induction proves, with what has to go into it and what stays outside. */
interface Claim {
  readonly n: VarTerm;
  readonly motive: LamTerm;
  readonly kept: readonly Entry[];
  readonly generalized: readonly VarTerm[];
  readonly reverted: readonly Hypothesis[];
}

type Hypothesis = Entry & { readonly kind: "hypothesis" };

/**
 * Zero and successor of a natural number of the context, and with `withHypothesis` the claim for its predecessor; from a
 * lower bound m on, for a hypothesis `m ≤ n`; or all smaller numbers, `using Nat.strong_induction_on`.
 */
export function inductionOn(session: Session, tactic: Tactic, withHypothesis: boolean): void {
  const { goal } = session.state;
  const [syntax, second] = tactic.terms!;
  if (syntax!.kind !== "name") throw new UnsupportedTactic("induction on a term");
  const principle = tactic.using?.[0]?.kind === "name" ? tactic.using[0].name : undefined;
  const bound = findHypothesis(goal, second?.kind === "name" ? second.name : syntax!.name);
  if (bound !== undefined && (principle === undefined || principle === "Nat.le_induction")) {
    fromBound(session, tactic, bound.index, bound.formula);
    return;
  }
  const n = naturalNamed(goal, syntax!.name);
  if (n === undefined) throw new UnsupportedTactic("induction on something other than ℕ");
  if (principle === undefined) fromZero(session, tactic, n, withHypothesis);
  else if (strong.has(principle)) fromAllSmaller(session, tactic, n, /rec/i.test(principle) ? "ind" : "h");
  else throw new UnsupportedTactic(`induction using ${principle}`);
}

const strong = new Set([
  "Nat.strong_induction_on",
  "Nat.strongInductionOn",
  "Nat.strongRecOn",
  "Nat.strong_rec_on",
  "Nat.strongRec",
]);

/** Hypotheses that mention n go into the claim, as Lean reverts them; those named after `generalizing` too. */
function claimAbout(goal: Goal, tactic: Tactic, n: VarTerm, without?: number): Claim {
  const visible = visibleNames(goal);
  const generalized = (tactic.names ?? []).flatMap((name) => {
    const found = goal.entries[visible.lastIndexOf(name)];
    if (found === undefined) throw new TacticFailure(`unknown identifier '${name}'`);
    return found.kind === "var" ? [found.term] : [];
  });
  const moves = (formula: Term): boolean =>
    occursVar(formula, n.id) || generalized.some((free) => occursVar(formula, free.id));
  const entries = goal.entries.filter((_, i) => i !== without);
  const reverted = entries.filter((each): each is Hypothesis => each.kind === "hypothesis" && moves(each.formula));
  const kept = entries.filter(
    (each) =>
      !reverted.includes(each as Hypothesis) &&
      !(each.kind === "var" && (each.term.id === n.id || generalized.some((free) => free.id === each.term.id))),
  );
  const claim = generalized.reduceRight<Term>(
    (body, free) => forall(abstract(body, free)),
    reverted.reduceRight<Term>((body, { formula }) => imp(formula, body), goal.target),
  );
  return { n, motive: abstract(claim, n), kept, generalized, reverted };
}

const caseOf = (claim: Claim, tag: string, at: Term, more: readonly Entry[] = []): Case => ({
  tag,
  ...open(instantiate(claim.motive, at), [...claim.kept, ...more], claim.generalized, claim.reverted),
});

/** The goal's theorem from `∀ n, claim`. */
function conclude(session: Session, { n, motive, generalized, reverted }: Claim, all: Theorem): Theorem {
  let result = convert(all, instantiate(motive, n), session.state.budget);
  for (const free of generalized) result = specialize(result, free);
  for (const { formula } of reverted) result = modusPonens(result, assume(formula));
  return result;
}

function fromZero(session: Session, tactic: Tactic, n: VarTerm, withHypothesis: boolean): void {
  const claim = claimAbout(session.state.goal, tactic, n);
  const names = namesFor(tactic, "succ");
  const m = variable(names[0] ?? `${n.name}✝`, nat);
  const assumption = instantiate(claim.motive, m);
  const ih: Entry[] = withHypothesis
    ? [{ kind: "hypothesis", name: names[1] ?? `${n.name}_ih✝`, formula: assumption }]
    : [];
  const base = caseOf(claim, "zero", num(0n, nat));
  const step = caseOf(claim, "succ", successorOf(m), [{ kind: "var", name: m.name, term: m }, ...ih]);
  run(session, tactic, [base, step], ([zeroProof, succProof]) => {
    const stepProof = generalize(m, discharge(assumption, succProof!));
    return conclude(session, claim, specialize(induction(claim.motive, zeroProof!, stepProof), n));
  });
}

const successorOf = (m: Term): Term => app("add", [m, num(1n, nat)]);

/** From `h : m ≤ n` or `m < n`: the claim at m (or m + 1), and from k to k + 1 for k from there on. */
function fromBound(session: Session, tactic: Tactic, index: number, formula: Term): void {
  const { state } = session;
  const comparison = unfoldTo(formula, "le") ?? unfoldTo(formula, "lt");
  const [lower, n] = comparison?.args ?? [];
  if (n?.tag !== "var" || !sameType(n.type, nat) || occursVar(lower!, n.id))
    throw new UnsupportedTactic("induction on something other than ℕ");
  const given = convert(assume(formula), comparison!, state.budget);
  const isStrict = comparison!.op === "lt";
  const m = !isStrict ? lower! : lower!.tag === "num" ? num(lower!.value + 1n, nat) : successorOf(lower!);
  const atLeast = isStrict ? proveLinear([given], le(m, n), state.budget) : given;
  if (atLeast === undefined) throw new UnsupportedTactic("induction from this bound");
  const claim = claimAbout(state.goal, tactic, n, index);
  // `| step h ih`: the number itself is implicit.
  const isHidden = tactic.alternatives !== undefined && tactic.using === undefined;
  const names = [...(isHidden ? ["m✝"] : []), ...namesFor(tactic, "step", "succ")];
  const k = variable(names[0] ?? "m✝", nat);
  const [from, assumption] = [le(m, k), instantiate(claim.motive, k)];
  const more: Entry[] = [
    { kind: "var", name: k.name, term: k },
    { kind: "hypothesis", name: names[1] ?? "a✝", formula: from },
    { kind: "hypothesis", name: names[2] ?? "a_ih✝", formula: assumption },
  ];
  const tags = tactic.using === undefined ? ["refl", "step"] : ["base", "succ"];
  const base = caseOf(claim, tags[0]!, m);
  const step = caseOf(claim, tags[1]!, successorOf(k), more);
  run(session, tactic, [base, step], ([baseProof, stepProof]) => {
    const steps = generalize(k, discharge(from, discharge(assumption, stepProof!)));
    const all = applied(session, useLemma("Nat.le_induction✝", undefined, [m, claim.motive]), [baseProof!, steps]);
    const here = specialize(all, n);
    return conclude(session, claim, applied(session, here, [atLeast]));
  });
}

/** The claim for n from the claim for all smaller numbers. */
function fromAllSmaller(session: Session, tactic: Tactic, n: VarTerm, tag: "h" | "ind"): void {
  const claim = claimAbout(session.state.goal, tactic, n);
  const names = namesFor(tactic, "h", "ind", "_");
  const k = variable(names[0] ?? `${n.name}✝`, nat);
  const smaller = variable("m", nat);
  const assumption = forall(abstract(imp(lt(smaller, k), instantiate(claim.motive, smaller)), smaller));
  const step = caseOf(claim, tag, k, [
    { kind: "var", name: k.name, term: k },
    { kind: "hypothesis", name: names[1] ?? "a✝", formula: assumption },
  ]);
  run(session, tactic, [step], ([proof]) => {
    const steps = generalize(k, discharge(assumption, proof!));
    const all = applied(session, useLemma("Nat.strong_induction_on✝", undefined, [claim.motive]), [steps]);
    return conclude(session, claim, specialize(all, n));
  });
}

/** Premises of an implication discharged, each the same up to reduction. */
function applied(session: Session, implication: Theorem, premises: readonly Theorem[]): Theorem {
  return premises.reduce<Theorem>((theorem, premise) => {
    const [wanted] = (theorem.conclusion as Term & { tag: "app" }).args;
    return modusPonens(theorem, convert(premise, wanted!, session.state.budget));
  }, implication);
}

/** Opens the cases as goals and runs the alternatives written for them. */
function run(
  session: Session,
  { alternatives, using }: Tactic,
  cases: readonly Case[],
  justify: (proofs: readonly Theorem[]) => Theorem,
): void {
  const { state } = session;
  const after = state.holes.slice(1);
  state.refine(
    cases.map(({ goal, tag }) => ({ ...goal, tag })),
    (proofs) => justify(proofs.map((proof, i) => cases[i]!.close(proof))),
  );
  if (alternatives === undefined) return;
  requireCases(
    alternatives,
    Object.fromEntries(
      cases.map(({ tag }) => [
        tag,
        tag === "zero" || tag === "refl" || tag === "base" ? 0 : using === undefined ? 2 : 3,
      ]),
    ),
  );
  const opened = state.holes.slice(0, cases.length);
  opened.forEach((hole, i) => {
    const { tag } = cases[i]!;
    const alternative = alternatives.find((each) => each.tag === tag || each.tag === "_");
    if (alternative === undefined) throw new TacticFailure(`Alternative '${tag}' has not been provided`);
    const left = state.focus(hole, () => session.runBlock(alternative.body));
    if (left.length > 0) throw new UnsolvedGoals(left);
  });
  state.holes = after;
}

/** Introduces again what was reverted, under the old names. */
function open(
  claim: Term,
  entries: readonly Entry[],
  generalized: readonly VarTerm[],
  reverted: readonly Hypothesis[],
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

/** The names for the step: the number and the hypotheses about it. */
function namesFor({ alternatives, patterns }: Tactic, ...tags: readonly string[]): readonly string[] {
  if (alternatives !== undefined) return alternatives.find(({ tag }) => tags.includes(tag))?.names ?? [];
  return (patterns ?? []).map((pattern) => (pattern.kind === "name" ? pattern.name : "_"));
}

export const inductionTactic: TacticRule = (session, tactic) => inductionOn(session, tactic, true);
