import { type AttemptResult, type ResultRecord, gathered } from "@lemma/evaluator";
import { type Adapter, type Example, type Verdict, reasonOf } from "@lemma/interfaces";
import {
  type Attempt,
  type Replay,
  type Run,
  adapt,
  drain,
  judge,
  poolOf,
  repairProofs,
  repairPrompts,
  replay,
  sampleProofs,
  weigh,
} from "@lemma/loop";
import type { Method } from "./methods.ts";

/** What a method made of a theorem, and how it adapted, where it did. */
export type MethodAttempts = Pick<ResultRecord, "attempts" | "weights" | "adaptation" | "replay">;

export interface AttemptOptions {
  /** Hears of the adapter, where one was trained. */
  readonly listen?: ((adapter: Adapter) => void) | undefined;
  /** Called once what comes before attempts is done, where anything does. */
  readonly onReady?: (() => void) | undefined;
  /** Where replaying finds nothing there is nothing more to do: another method made the attempts. */
  readonly isAttempted?: boolean | undefined;
}

/** Attempts a theorem as the method does, `count` times in all. */
export async function attemptWith(
  method: Method,
  run: Run,
  examples: readonly Example[],
  count: number,
  { listen, onReady, isAttempted = false }: AttemptOptions = {},
): Promise<MethodAttempts> {
  const policy = run.parts.policy ?? [];
  // Attempts that an earlier round made are not made again.
  const stage = method.after === undefined ? "attempt" : `attempt after ${method.after}`;
  if (method.replay) {
    const { found, checks } = await replayed(run, examples);
    if (found !== undefined) {
      const { proof, of, source } = found;
      return {
        attempts: [{ at: upTo(count), status: "proved", proof }],
        replay: { checks, of, source },
      };
    }
    if (isAttempted) return { attempts: [], replay: { checks } };
    const attempted = await attemptWith({ ...method, replay: false }, run, examples, count, { listen, onReady });
    return { ...attempted, replay: { checks } };
  }
  if (method.attempts === "repair") return { attempts: results(await attemptAndRepair(run, policy, count)) };
  if (examples.length === 0) return { attempts: results(await attemptPlainly(run, policy, count, stage)) };
  if (method.examplesIn === "prompt") {
    const prompt = promptWith(run, examples);
    return { attempts: results(await drain(judge(run, await sampleProofs(run, policy, count, prompt), false))) };
  }
  const weights = await drain(weigh(run, examples));
  const { adapter, trace, skipped } = await drain(adapt(run, examples, weights, policy));
  if (adapter !== undefined) listen?.(adapter);
  onReady?.();
  const adapters = adapter === undefined ? policy : [...policy, adapter];
  const plainly = method.attempts === "shared" ? Math.floor(count / 2) : 0;
  const proofs = await sampleProofs(run, adapters, count - plainly, undefined, stage);
  const attempts = [
    ...(await drain(judge(run, proofs, adapter !== undefined))),
    ...(plainly === 0 ? [] : await attemptPlainly(run, policy, plainly, `${stage}, as it is`)),
  ];
  return {
    attempts: results(attempts),
    weights,
    adaptation:
      skipped === undefined
        ? { lossBefore: trace.losses[0]!, lossAfter: trace.losses.at(-1)!, updateNorm: trace.updateNorm }
        : { skipped },
  };
}

const attemptPlainly = async (
  run: Run,
  adapters: readonly Adapter[],
  count: number,
  stage?: string,
): Promise<readonly Attempt[]> => drain(judge(run, await sampleProofs(run, adapters, count, undefined, stage), false));

/** What is known before anything is studied comes first, as in the loop. */
async function replayed(run: Run, examples: readonly Example[]): Promise<Replay> {
  const tried = new Set<string>();
  const known = await drain(replay(run, run.known, run.settings.replay, tried));
  if (known.found !== undefined) return known;
  const left = { ...run.settings.replay, checks: run.settings.replay.checks - known.checks };
  const own = await drain(replay(run, [poolOf(examples, "lemma")], left, tried));
  return { ...own, checks: known.checks + own.checks };
}

/**
 * Half of the attempts at once. Each of the others repairs a rejected one; where there are fewer to repair than attempts
 * left, or no room for one in the prompt, the rest are drawn as if nothing had been said.
 */
async function attemptAndRepair(run: Run, adapters: readonly Adapter[], count: number): Promise<readonly Attempt[]> {
  const first = await attemptPlainly(run, adapters, Math.ceil(count / 2));
  const prompts = repairPrompts(run, first).slice(0, count - first.length);
  const repaired = prompts.length === 0 ? [] : await repairProofs(run, adapters, prompts);
  const left = count - first.length - repaired.length;
  const rest = left === 0 ? [] : (await sampleProofs(run, adapters, first.length + left)).slice(first.length);
  return [...first, ...(await drain(judge(run, [...repaired, ...rest], false)))];
}

/** The prompt with as many of the examples as leave room for an answer, the first ones first. */
function promptWith(run: Run, examples: readonly Example[]): string {
  const { format } = run.parts.prover;
  for (let count = examples.length; count > 0; count -= 1) {
    const prompt = format.prove(run.shown, examples.slice(0, count));
    if (fits(run, prompt)) return prompt;
  }
  return format.prove(run.shown);
}

/** Whether a whole answer fits behind this prompt. */
const fits = ({ parts, settings }: Run, prompt: string): boolean =>
  parts.prover.room(prompt) >= settings.proofSampling.maxTokens;

function results(attempts: readonly Attempt[]): readonly AttemptResult[] {
  const outcomes = attempts.map(({ proof, verdict }) => {
    const isLimited = "limit" in verdict;
    // A limit has its own field, and what is proved needs no reason.
    const reason = isLimited || verdict.status === "proved" ? undefined : reasonOf(verdict);
    const message = reason ?? errorOf(verdict);
    return {
      status: verdict.status,
      proof,
      ...(isLimited ? { limit: verdict.limit } : {}),
      ...(message === undefined ? {} : { message }),
    };
  });
  return gathered(outcomes);
}

/** The numbers of so many attempts. */
export const upTo = (count: number): number[] => Array.from({ length: count }, (_, attempt) => attempt);

const errorOf = ({ messages }: Verdict): string | undefined =>
  messages.find(({ severity }) => severity === "error")?.text;
