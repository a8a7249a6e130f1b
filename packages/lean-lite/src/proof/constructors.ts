import { type Entry, settled } from "../goal/goal.ts";
import { Hole, TacticFailure } from "../goal/state.ts";
import {
  abstraction,
  and,
  assume,
  betaHead,
  conjoin,
  convert,
  discharge,
  equivalence,
  exists,
  generalize,
  iff,
  imp,
  instantiate,
  isApp,
  sameType,
  type Term,
  variable,
  type VarTerm,
  witness,
} from "@lemma/lean-kernel";
import type { Expression } from "../syntax/tree.ts";
import type { Tactic } from "../syntax/proofs/tree.ts";
import { blockOf, exactly, rintro } from "./desugar.ts";
import { UnsolvedGoals, UnsupportedTactic } from "./failures.ts";
import { cutProof, fromTheorem, type Proof } from "./proof.ts";
import { unfoldTo } from "./unfold.ts";
import type { ProofReading } from "./reading.ts";
import { argumentAt } from "./spine.ts";

export function anonymous(on: ProofReading, items: readonly Expression[], expected: Term): Proof {
  const span = { from: 0, to: 0 };
  const rest = (from: number): Expression =>
    items.length - from === 1 ? items[from]! : { kind: "anonymous", items: items.slice(from), ...span };
  const target = unfoldTo(expected, "and") ?? unfoldTo(expected, "exists") ?? unfoldTo(expected, "iff");
  if (target === undefined || items.length < 2) {
    if (isApp(expected, "true") && items.length === 0) return on.lemma("trivial", [], expected);
    throw new TacticFailure(
      `invalid constructor ⟨...⟩, expected type must be an inductive type\n  ${on.print(expected)}`,
    );
  }
  const budget = on.session.state.budget;
  const [a, b] = target.args as [Term, Term];
  if (target.op === "and") {
    const left = on.against(items[0]!, a);
    const right = on.against(rest(1), on.unifier.zonk(b));
    return { formula: and(a, b), implicit: [], make: () => conjoin(left.make(), right.make()) };
  }
  if (target.op === "iff") {
    const forward = on.against(items[0]!, imp(a, b));
    const backward = on.against(rest(1), imp(b, a));
    return { formula: iff(a, b), implicit: [], make: () => equivalence(forward.make(), backward.make()) };
  }
  const body = abstraction(a);
  const value = argumentAt(on, items[0]!, body.domain);
  const instance = betaHead(instantiate(body, value));
  const proof = on.against(rest(1), instance);
  const statement = exists(body);
  return {
    formula: statement,
    implicit: [],
    make: () => {
      const known = on.unifier.zonk(value);
      return witness(statement, known, convert(proof.make(), betaHead(instantiate(body, known)), budget));
    },
  };
}

export function functionTerm(on: ProofReading, syntax: Expression & { kind: "binder" }, expected: Term): Proof {
  const names = syntax.binders.flatMap((binder) => binder.names.map((name) => ({ name, type: binder.type })));
  if (syntax.binders.some((binder) => binder.pattern !== undefined))
    return tactics(on, [rintro(syntax.binders), giving(on, syntax.body)], expected);
  const go = (i: number, formula: Term): Proof => {
    const own = names[i];
    if (own === undefined) return on.against(syntax.body, formula);
    const target = unfoldTo(formula, "forall") ?? unfoldTo(formula, "imp");
    if (target === undefined) throw new TacticFailure("function expected");
    if (target.op === "forall") {
      const body = abstraction(target.args[0]!);
      if (own.type !== undefined) {
        const given = on.elaborator.typeOf(own.type);
        if (given !== undefined && !sameType(given, body.domain)) throw new TacticFailure("type mismatch");
      }
      const free = variable(own.name, body.domain);
      on.elaborator.push({ name: own.name, term: free });
      on.variables.push(free);
      try {
        const inner = go(i + 1, betaHead(instantiate(body, free)));
        return { formula: target, implicit: [], make: () => generalize(free, inner.make(), body.name) };
      } finally {
        on.elaborator.pop();
        on.variables.pop();
      }
    }
    const [premise, conclusion] = target.args as [Term, Term];
    on.bound.push({ name: own.name, proof: fromTheorem(assume(premise)) });
    try {
      const inner = go(i + 1, conclusion);
      return { formula: target, implicit: [], make: () => discharge(premise, inner.make()) };
    } finally {
      on.bound.pop();
    }
  };
  return go(0, expected);
}

/** The tactic that the term is for, with as many holes as are allowed here. */
function giving(on: ProofReading, body: Expression): Tactic {
  const names = { none: "exact", named: "refine", all: "refine'" } as const;
  return { ...exactly(body), name: names[on.allowed] };
}

/** A term whose meaning is a tactic block. */
export function tactics(on: ProofReading, tactics: readonly Tactic[], expected: Term): Proof {
  return byBlock(on, { kind: "by", block: blockOf(tactics), from: 0, to: 0 }, expected, on.allowed !== "none");
}

/** @param mayLeave whether what the block leaves open becomes goals of the whole term. */
export function byBlock(
  on: ProofReading,
  syntax: Expression & { kind: "by" },
  expected: Term,
  mayLeave = false,
): Proof {
  const bound = [...on.bound];
  const variables = [...on.variables];
  let hole: Hole | undefined;
  const run = (): void => {
    const formula = on.unifier.zonk(expected);
    if (formula.open) throw new TacticFailure("don't know how to synthesize placeholder");
    const entries = [...settled(on.goal.entries), ...contextOf(on, variables, bound)];
    hole = new Hole({ entries, target: formula });
    const left = on.session.state.focus(hole, () => on.session.runBlock(syntax.block));
    if (left.length > 0 && !mayLeave) throw new UnsolvedGoals(left);
    on.holes.push(...left);
  };
  if (expected.open) on.later.push(run);
  else run();
  return {
    formula: expected,
    implicit: [],
    make: () => bound.reduce((rest, { proof }) => cutProof(rest, proof), hole!.theorem()),
  };
}

/** Context lines for what the term has bound so far. */
function contextOf(
  on: ProofReading,
  variables: readonly VarTerm[],
  bound: readonly { readonly name: string; readonly proof: Proof }[],
): Entry[] {
  return [
    ...variables.map((term): Entry => ({ kind: "var", name: term.name, term })),
    ...bound.map(({ name, proof }): Entry => ({
      kind: "hypothesis",
      name,
      formula: on.unifier.zonk(proof.formula),
    })),
  ];
}

export function openHole(on: ProofReading, expected: Term, named: boolean): Proof {
  if (on.allowed === "none" || (on.allowed === "named" && !named))
    throw new TacticFailure("don't know how to synthesize placeholder");
  let hole: Hole | undefined;
  const bound = [...on.bound];
  const variables = [...on.variables];
  const place = on.holes.length;
  const create = (): void => {
    const formula = on.unifier.zonk(expected);
    if (formula.open) throw new UnsupportedTactic("a goal with unknown parts");
    hole = new Hole({ entries: [...on.goal.entries, ...contextOf(on, variables, bound)], target: formula });
    on.holes.splice(place, 0, hole);
  };
  if (expected.open) on.later.push(create);
  else create();
  return {
    formula: expected,
    implicit: [],
    make: () => bound.reduce((rest, { proof }) => cutProof(rest, proof), hole!.theorem()),
  };
}
