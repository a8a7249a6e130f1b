import { type VerdictStatus, verdictStatuses } from "@lemma/interfaces";
import { z } from "zod";
import { type ComputeUsage, usageSchema } from "./compute/usage.ts";

/** What was written, and what became of it. */
export interface AttemptOutcome {
  readonly status: VerdictStatus;
  readonly proof?: string;
  /** Which bound a `timeout` or `memory` ran into, as the verdict names it. */
  readonly limit?: string;
  /** Lean's first error, the construct that the verifier does not know or take, or what went wrong. */
  readonly message?: string;
}

/** Attempts with one outcome: of thousands few differ. */
export interface AttemptResult extends AttemptOutcome {
  /** Which attempts of the record they are, counted from 0, in order. */
  readonly at: readonly number[];
}

/** One line of `results.jsonl`: one problem under one method from one seed. */
export interface ResultRecord {
  readonly problem: string;
  readonly method: string;
  readonly seed: number;
  /** By outcome, in the order in which each came first. */
  readonly attempts: readonly AttemptResult[];
  readonly usage: ComputeUsage;
  /** What of `usage` was no attempt: operations of studying and adapting, where there were any. */
  readonly studyFlops?: number;
  /** Verified examples that were studied, where any were. */
  readonly examples?: number;
  /** Their shares of the adaptation's loss, in the study's order. */
  readonly weights?: readonly number[];
  readonly adaptation?: Adaptation;
  readonly signal?: Signal;
  /** Known proofs that were tried first; whose it was that proved the theorem, and from where: each attempt then counts as that proof. */
  readonly replay?: { readonly checks: number; readonly of?: string; readonly source?: string };
}

/** Attempts in their order, by outcome. */
export function gathered(outcomes: readonly AttemptOutcome[]): readonly AttemptResult[] {
  const alike = new Map<string, AttemptOutcome & { readonly at: number[] }>();
  for (const [attempt, outcome] of outcomes.entries()) {
    const { status, proof, limit, message } = outcome;
    const key = JSON.stringify([status, proof, limit, message]);
    const known = alike.get(key);
    if (known === undefined) alike.set(key, { ...outcome, at: [attempt] });
    else known.at.push(attempt);
  }
  return [...alike.values()];
}

/** Something of each attempt, in their order. */
export function inOrder<T>(attempts: readonly AttemptResult[], of: (outcome: AttemptOutcome) => T): readonly T[] {
  const ordered: T[] = [];
  for (const each of attempts) {
    const value = of(each);
    for (const attempt of each.at) ordered[attempt] = value;
  }
  return ordered;
}

export const attemptCount = (attempts: readonly AttemptResult[]): number =>
  attempts.reduce((sum, { at }) => sum + at.length, 0);

/**
 * What studying did to proofs of the theorem that are known to be right: Δ log p in nats, the mean over `proofs` of them. It moves where
 * pass@k does not yet, and costs no attempt.
 */
export interface Signal {
  readonly proofs: number;
  readonly delta: number;
}

/** What adapting did: a loop that learns nothing is seen at once. Or why it did nothing. */
export type Adaptation =
  | {
      /** Weighted loss on the examples, in nats per proof token. */
      readonly lossBefore: number;
      readonly lossAfter: number;
      /** ‖θ' − θ‖₂ over the adapter's parameters. */
      readonly updateNorm: number;
    }
  | { readonly skipped: string };

/** A number of a log: JSON has no NaN and writes null. */
export const measured = z.union([z.number(), z.null().transform(() => Number.NaN)]);

/** A line of `results.jsonl`. */
export const resultSchema: z.ZodType<ResultRecord> = z.object({
  problem: z.string(),
  method: z.string(),
  seed: z.number(),
  attempts: z.array(
    z.object({
      at: z.array(z.number()),
      status: z.enum(verdictStatuses),
      proof: z.string().exactOptional(),
      limit: z.string().exactOptional(),
      message: z.string().exactOptional(),
    }),
  ),
  weights: z.array(measured).exactOptional(),
  adaptation: z
    .union([
      z.object({ lossBefore: measured, lossAfter: measured, updateNorm: measured }),
      z.object({ skipped: z.string() }),
    ])
    .exactOptional(),
  replay: z
    .object({ checks: z.number(), of: z.string().exactOptional(), source: z.string().exactOptional() })
    .exactOptional(),
  signal: z.object({ proofs: z.number(), delta: measured }).exactOptional(),
  usage: usageSchema,
  studyFlops: z.number().exactOptional(),
  examples: z.number().exactOptional(),
});

/**
 * How each verdict scores. Only Lean's word on a proof is scored, and what is outside of what the verifier knows, which was not
 * verified. `undecided` is an attempt whose check ran out of time or memory, or whose process died: another machine might have
 * found it right, so it is no failed proof. It is left out, like what the machinery failed at, but counted apart: whoever
 * writes many such proofs is not to gain by it, and reports say what the score would be if all of them had failed.
 */
export const scoring = {
  proved: "success",
  sorry: "failure",
  error: "failure",
  mismatch: "failure",
  forbidden: "failure",
  unsupported: "failure",
  timeout: "undecided",
  memory: "undecided",
  crash: "undecided",
  infrastructure: "excluded",
} as const satisfies Readonly<Record<VerdictStatus, Score>>;

export type Score = "success" | "failure" | "undecided" | "excluded";

/** Limits that are counted and not measured: a proof that runs into one does so on every machine. */
const counted = /\bsteps\b|\bheartbeats\b/;

const scoreOf = ({ status, limit }: AttemptOutcome): Score =>
  status === "timeout" && limit !== undefined && counted.test(limit) ? "failure" : scoring[status];

/** A problem's attempts as outcomes. */
export interface Outcomes {
  /** In order, those left out apart. */
  readonly scored: readonly boolean[];
  /** The same, with every undecided attempt taken for a failed one. */
  readonly atLeast: readonly boolean[];
  readonly undecided: number;
  readonly excluded: number;
}

export function outcomes(record: ResultRecord): Outcomes {
  const scores = inOrder(record.attempts, scoreOf);
  const of = (left: readonly Score[]): readonly boolean[] =>
    scores.filter((score) => !left.includes(score)).map((score) => score === "success");
  const number = (wanted: Score): number => scores.filter((score) => score === wanted).length;
  return {
    scored: of(["excluded", "undecided"]),
    atLeast: of(["excluded"]),
    undecided: number("undecided"),
    excluded: number("excluded"),
  };
}
