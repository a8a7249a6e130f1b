import type { Attempt } from "./backend.ts";

/** What a job's attempts have failed of so far. */
export interface Failures {
  readonly input: number;
  readonly machinery: number;
}

/** What is done with a job after an attempt at it. */
export type NextStep =
  | { readonly kind: "settle"; readonly condemn: boolean }
  /** On another seat, as a rule: the one it was on may be gone. */
  | { readonly kind: "again"; readonly failures: Failures; readonly pauseMs: number };

/** A text that kills is given a second seat, and no third; what the machinery breaks is tried more often. */
const maxFailures: Failures = { input: 2, machinery: 4 };
/** A server that asks for more patience than this is not there. */
const longestPauseMs = 10_000;

/**
 * Tries once more what the machinery may have got wrong, and nothing else: what Lean says of a proof is said once.
 *
 * @param before failures of the attempts before this one.
 * @param freshSeat nothing had been elaborated on that seat before.
 */
export function nextStep(
  before: Failures,
  { elaboration: { kind }, blame, retryAfterMs }: Attempt,
  freshSeat: boolean,
): NextStep {
  // A process full of other checks' environments may have run out of memory for their sake.
  const isOthersFault = kind === "memory" && !freshSeat;
  const culprit = isOthersFault ? "input" : kind === "crash" || kind === "infrastructure" ? blame : "none";
  if (culprit === "none") return { kind: "settle", condemn: false };
  const failures = { ...before, [culprit]: before[culprit] + 1 };
  if (failures[culprit] >= maxFailures[culprit])
    return { kind: "settle", condemn: kind === "crash" && culprit === "input" };
  return { kind: "again", failures, pauseMs: pause(failures[culprit], retryAfterMs) };
}

/** 100 ms · 4^(n − 1) after the n-th failure, where time helps at all. */
const pause = (failure: number, leastMs: number | undefined): number =>
  leastMs === undefined ? 0 : Math.min(Math.max(100 * 4 ** (failure - 1), leastMs), longestPauseMs);
