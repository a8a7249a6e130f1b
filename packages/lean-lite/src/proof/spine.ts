import { TacticFailure } from "../goal/state.ts";
import {
  abstraction,
  betaHead,
  instantiate,
  isApp,
  type Rules,
  specialize,
  type Term,
  type Theorem,
  type Type,
} from "@lemma/lean-kernel";
import type { Argument, Expression } from "../syntax/tree.ts";
import type { Proof } from "./proof.ts";
import { spender } from "./session.ts";
import { conform, detach, unfoldDefinition } from "./unfold.ts";
import type { ProofReading } from "./reading.ts";

/** Applies a proof to arguments: terms for ∀, proofs for →, unification for what is implicit. */
export function spine(
  on: ProofReading,
  head: Proof,
  args: readonly Argument[],
  expected?: Term,
  strict = false,
): Proof {
  const { unifier } = on;
  let { formula } = head;
  let make = (): Theorem => head.make();
  const slots: { premise: Term; syntax: Expression; set: (proof: () => Theorem) => void }[] = [];
  const open = [...args];
  let layer = 0;
  // Variables that a definition binds in ⦃ ⦄: found out where an argument follows.
  let found = head.isExplicit === true ? 0 : (head.strict ?? 0);
  for (;;) {
    formula = whnf(on, formula);
    const isImplicit = head.implicit[layer] === true || found > 0;
    if (open.length === 0 && head.implicit[layer] !== true) break;
    if (isApp(formula, "forall")) {
      const body = abstraction(formula.args[0]!);
      let value: Term;
      const named = open.findIndex((arg) => arg.name === body.name);
      if (named >= 0) value = argumentAt(on, open.splice(named, 1)[0]!.value, body.domain);
      else if (isImplicit) value = unifier.freshTerm(body.domain);
      else if (open[0]!.name !== undefined) value = unifier.freshTerm(body.domain);
      else value = argumentAt(on, open.shift()!.value, body.domain);
      const before = make;
      make = () => specialize(conform(before(), "forall", on.session), unifier.zonk(value));
      formula = betaHead(instantiate(body, value));
      found = Math.max(0, found - 1);
    } else if (isApp(formula, "imp")) {
      const [premise, conclusion] = formula.args as [Term, Term];
      const named = open.findIndex((arg) => arg.name !== undefined);
      const arg = named >= 0 ? open.splice(named, 1)[0] : open.shift();
      if (arg === undefined) break;
      let part: (() => Theorem) | undefined;
      slots.push({ premise, syntax: arg.value, set: (proof) => (part = proof) });
      const before = make;
      make = () => detach(conform(before(), "imp", on.session), part!(), on.session);
      formula = conclusion;
    } else {
      const next = unfoldDefinition(formula);
      if (next === undefined || open.length === 0) {
        if (open.length === 0) break;
        throw new TacticFailure(`function expected\n  ${on.print(formula)}`);
      }
      if (formula.tag === "app" && head.isExplicit !== true) found = strictImplicits[formula.op] ?? 0;
      formula = next;
      continue;
    }
    layer++;
  }
  const spend = spender(on.session);
  const result = formula;
  if (expected !== undefined) {
    const fits =
      unifier.speculate(() => unifier.unify(result, expected, spend)) ||
      unifier.speculate(() => unifier.unify(on.normal(result), on.normal(expected), spend));
    // A lemma that does not fit here may fit at the next type.
    if (!fits && strict)
      throw new TacticFailure(`type mismatch\n  ${on.print(result)}\nexpected\n  ${on.print(expected)}`);
  }
  const isLate = (syntax: Expression): boolean =>
    syntax.kind === "by" ||
    syntax.kind === "hole" ||
    syntax.kind === "anonymous" ||
    (syntax.kind === "paren" && isLate(syntax.inner)) ||
    syntax.kind === "binder" ||
    (syntax.kind === "name" && syntax.name === "rfl");
  for (const slot of slots.toSorted((a, b) => Number(isLate(a.syntax)) - Number(isLate(b.syntax)))) {
    const premise = unifier.zonk(slot.premise);
    const proof = on.proof(slot.syntax, premise);
    slot.set(on.bridge(proof, premise));
  }
  return { formula, implicit: head.implicit.slice(layer), make };
}

export function argumentAt(on: ProofReading, syntax: Expression, type: Type): Term {
  if (syntax.kind === "hole") return on.unifier.freshTerm(type);
  const term = on.elaborator.at(syntax, type);
  on.elaborator.settle();
  return on.unifier.zonk(term);
}

function whnf(on: ProofReading, formula: Term): Term {
  const zonked = on.unifier.zonk(formula);
  return isApp(zonked, "not") ? (unfoldDefinition(zonked) ?? zonked) : betaHead(zonked);
}

/** Definitions of the form `∀ ⦃a b⦄, …`, by how many variables they bind so. */
const strictImplicits: Rules<number> = {
  injective: 2,
  monotone: 2,
  antitone: 2,
  strictMono: 2,
  strictAnti: 2,
  subset: 1,
};
