import type { Random } from "@lemma/interfaces";
import { defaultOpens } from "../elaborate/functions.ts";
import { elaborateStatement } from "../elaborate/statement.ts";
import type { Goal } from "../goal/goal.ts";
import { parseDeclaration } from "../syntax/statement.ts";
import { candidates } from "../search/index.ts";
import { checkProof } from "../judge.ts";
import type { CheckOutcome } from "../outcome.ts";
import { findCounterexample } from "../refute/counterexample.ts";
import type { Counterexample } from "../refute/counterexample.ts";
import { mutate } from "./mutate.ts";
import { randomProof, randomStatement } from "./random-statement.ts";

/** A statement that ends in `:= by` with a proof somebody wrote for it. */
export interface ProofPair {
  /** File and record that it comes from. */
  readonly origin: string;
  readonly statement: string;
  readonly proof: string;
  /** Real Lean's verdict, where it was recorded. */
  readonly accepted?: boolean;
}

/** A proof that was accepted although the statement has a counterexample: a hole in the checker. */
export interface Breach {
  readonly statement: string;
  readonly proof: string;
  readonly counterexample: string;
}

export interface CampaignReport {
  /** Pairs of a false statement that elaborates and a proof that was judged on it: `unsupported` counts for nothing. */
  readonly pairs: number;
  /** Of these, pairs whose proof is accepted on the unchanged statement. */
  readonly fromAccepted: number;
  /** With those that were not judged. */
  readonly byStatus: ReadonlyMap<CheckOutcome["status"], number>;
  readonly breaches: readonly Breach[];
}

// Steps are the limit: on a busy machine a proof must get as far as on a free one.
const limits = { steps: 300_000, wallMs: 60_000 };

class Tally {
  pairs = 0;
  fromAccepted = 0;
  readonly byStatus = new Map<CheckOutcome["status"], number>();
  readonly breaches: Breach[] = [];

  judge(statement: string, proof: string, counterexample: Counterexample, fromAccepted: boolean): void {
    const { status } = checkProof(statement, proof, limits);
    if (status !== "unsupported") {
      this.pairs += 1;
      if (fromAccepted) this.fromAccepted += 1;
    }
    this.byStatus.set(status, (this.byStatus.get(status) ?? 0) + 1);
    const text = [...counterexample].map((pair) => pair.join(" = ")).join(", ");
    if (status === "proved") this.breaches.push({ statement, proof, counterexample: text });
  }
}

/** The statement's goal; undefined where it does not elaborate. */
export function goalOf(statement: string): Goal | undefined {
  try {
    return elaborateStatement(parseDeclaration(`${statement}\n  sorry`), defaultOpens);
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
}

/**
 * Moves proofs onto statements made false: each proof is tried on mutations of its own statement that have a computed
 * counterexample.
 */
export function mutationCampaign(pairs: readonly ProofPair[], random: Random, wanted: number): CampaignReport {
  const tally = new Tally();
  const acceptedBefore = new Map<ProofPair, boolean>();
  for (let attempt = 0; tally.pairs < wanted && attempt < 40 * wanted; attempt += 1) {
    const pair = random.choice(pairs);
    const mutation = mutate(pair.statement, random);
    const goal = mutation && goalOf(mutation.statement);
    const counterexample = goal && findCounterexample(goal, random);
    if (mutation === undefined || counterexample === undefined) continue;
    let accepted = acceptedBefore.get(pair);
    if (accepted === undefined) {
      accepted = checkProof(pair.statement, pair.proof, limits).status === "proved";
      acceptedBefore.set(pair, accepted);
    }
    tally.judge(mutation.statement, pair.proof, counterexample, accepted);
  }
  return tally;
}

/** Tries the search's own scripts on statements made false: they know the names and shapes that the statement has. */
export function scriptCampaign(statements: readonly string[], random: Random, wanted: number): CampaignReport {
  const tally = new Tally();
  for (let attempt = 0; tally.pairs < wanted && attempt < 40 * wanted; attempt += 1) {
    const mutation = mutate(random.choice(statements), random);
    const goal = mutation && goalOf(mutation.statement);
    const counterexample = goal && findCounterexample(goal, random);
    if (mutation === undefined || counterexample === undefined) continue;
    const scripts = candidates(mutation.statement);
    for (const proof of random.sample(scripts, Math.min(12, scripts.length)))
      tally.judge(mutation.statement, proof, counterexample, false);
  }
  return tally;
}

/** Tries random blocks of tactics on random false statements. */
export function randomCampaign(random: Random, wanted: number): CampaignReport {
  const tally = new Tally();
  for (let attempt = 0; tally.pairs < wanted && attempt < 20 * wanted; attempt += 1) {
    const statement = randomStatement(random);
    const goal = goalOf(statement);
    const counterexample = goal && findCounterexample(goal, random, 30);
    if (counterexample === undefined) continue;
    for (let i = 0; i < 6 && tally.pairs < wanted; i += 1)
      tally.judge(statement, randomProof(random), counterexample, false);
  }
  return tally;
}
