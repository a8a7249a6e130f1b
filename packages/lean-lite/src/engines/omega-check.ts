import { gcd } from "@lemma/lean-kernel/rational";

/** `Σ coefficient · atom + constant` is 0 (`eq`) or ≤ 0 (`le`); atoms are integers. */
export interface IntegerFact {
  readonly relation: "eq" | "le";
  readonly coefficients: ReadonlyMap<number, bigint>;
  readonly constant: bigint;
}

/** One of the alternatives holds; an alternative is a list of facts that hold together. */
export type Clause = readonly (readonly IntegerFact[])[];

export interface OmegaProblem {
  readonly facts: readonly IntegerFact[];
  readonly clauses: readonly Clause[];
}

/** What a step may use: a fact, a fact of an alternative that is being refuted, or an earlier step of the same refutation. */
export type Source =
  | { readonly kind: "fact"; readonly index: number }
  | { readonly kind: "case"; readonly clause: number; readonly alternative: number; readonly index: number }
  | { readonly kind: "step"; readonly index: number };

/**
 * Multiples of facts, added and divided by a positive integer that divides every coefficient, the constant rounded up:
 * `d·f + c ≤ 0` gives `f + ⌈c/d⌉ ≤ 0` over the integers. Multipliers are nonnegative, except at equations.
 */
export interface DerivedFact {
  readonly parts: readonly { readonly multiplier: bigint; readonly source: Source }[];
  readonly divisor: bigint;
}

/** Steps of which the last derives what no integers satisfy: `0 + c ≤ 0` with c > 0, or an impossible equation. */
export interface RefutedCase {
  readonly kind: "refuted";
  readonly steps: readonly DerivedFact[];
}

/** Either the facts at hand are refuted, or each alternative of a clause is. */
export type CaseProof =
  | RefutedCase
  | { readonly kind: "cases"; readonly clause: number; readonly branches: readonly CaseProof[] };

export type OmegaCertificate = CaseProof;

/** Whether the certificate shows that no integers satisfy the problem; exact, and independent of how it was found. */
export function checkOmega(problem: OmegaProblem, certificate: OmegaCertificate): boolean {
  return checkCase(problem, certificate, new Map());
}

function checkCase(problem: OmegaProblem, proof: CaseProof, chosen: ReadonlyMap<number, number>): boolean {
  if (proof.kind === "cases") {
    const clause = problem.clauses[proof.clause];
    return (
      clause !== undefined &&
      clause.length === proof.branches.length &&
      proof.branches.every((branch, alternative) =>
        checkCase(problem, branch, new Map([...chosen, [proof.clause, alternative]])),
      )
    );
  }
  const derived: IntegerFact[] = [];
  const lookUp = (source: Source): IntegerFact | undefined => {
    if (source.kind === "fact") return problem.facts[source.index];
    if (source.kind === "step") return derived[source.index];
    if (chosen.get(source.clause) !== source.alternative) return undefined;
    return problem.clauses[source.clause]?.[source.alternative]?.[source.index];
  };
  for (const step of proof.steps) {
    const fact = derive(step, lookUp);
    if (fact === undefined) return false;
    derived.push(fact);
  }
  const last = derived.at(-1);
  return last !== undefined && isImpossible(last);
}

function derive(step: DerivedFact, lookUp: (source: Source) => IntegerFact | undefined): IntegerFact | undefined {
  const coefficients = new Map<number, bigint>();
  let constant = 0n;
  let relation: "eq" | "le" = "eq";
  for (const { multiplier, source } of step.parts) {
    const fact = lookUp(source);
    if (fact === undefined || (fact.relation === "le" && multiplier < 0n)) return undefined;
    if (fact.relation === "le") relation = "le";
    for (const [atom, c] of fact.coefficients) coefficients.set(atom, (coefficients.get(atom) ?? 0n) + multiplier * c);
    constant += multiplier * fact.constant;
  }
  for (const [atom, c] of coefficients) if (c === 0n) coefficients.delete(atom);
  const { divisor } = step;
  if (divisor === 1n) return { relation, coefficients, constant };
  if (divisor < 1n) return undefined;
  for (const [atom, c] of coefficients) {
    if (c % divisor !== 0n) return undefined;
    coefficients.set(atom, c / divisor);
  }
  // An equation that does not divide is left to isImpossible, undivided.
  if (relation === "eq" && constant % divisor !== 0n) return undefined;
  const quotient = constant / divisor;
  return {
    relation,
    coefficients,
    constant: constant > 0n && quotient * divisor !== constant ? quotient + 1n : quotient,
  };
}

/** Whether no integers satisfy this one fact, for the plain reasons: a false constant, or a divisor that does not divide. */
function isImpossible({ relation, coefficients, constant }: IntegerFact): boolean {
  let divisor = 0n;
  for (const c of coefficients.values()) divisor = gcd(divisor, c);
  if (divisor === 0n) return relation === "eq" ? constant !== 0n : constant > 0n;
  return relation === "eq" && constant % divisor !== 0n;
}
