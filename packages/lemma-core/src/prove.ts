import type { ComputeUsage, LemmaEvent, ProveStatus, Theorem, Usage } from "@lemma/interfaces";
import type { LemmaSettings } from "./settings.ts";
import {
  type LemmaParts,
  type ProveOptions,
  type Run,
  adapt,
  attempt,
  beginRun,
  conjecture,
  proveLemmas,
  refuse,
  weigh,
} from "./stages.ts";

/**
 * Studies for a theorem and then proves it: conjecture, prove, verify, weigh, adapt, attempt, verify (paper, Figure 2).
 *
 * The stream ends in one `finished` event.
 *
 * @throws {AbortedError} when the signal fires.
 */
export async function* prove(
  theorem: Theorem,
  parts: LemmaParts,
  settings: LemmaSettings,
  options: ProveOptions,
): AsyncGenerator<LemmaEvent, void, undefined> {
  const { id } = theorem;
  const started = performance.now();
  const before = computeOf(parts);
  const run = beginRun(theorem, parts, settings, options);
  const finish = (status: ProveStatus, extra: { readonly proof?: string; readonly message?: string }): LemmaEvent => ({
    id,
    type: "finished",
    status,
    proved: status === "proved",
    ...extra,
    usage: usageSince(before, run),
    elapsedMs: performance.now() - started,
  });

  yield { id, type: "started", theorem, seed: options.seed };
  const refusal = await refuse(run);
  if (refusal !== undefined) {
    yield finish(refusal.status, { message: refusal.message });
    return;
  }

  const policy = parts.policy ?? [];
  if (settings.unadaptedAttempts > 0) yield* attempt(run, policy, settings.unadaptedAttempts, false);
  let own;
  if (settings.adapt) {
    const conjectures = yield* conjecture(run, policy);
    const examples = yield* proveLemmas(run, conjectures, policy);
    const weights = examples.length === 0 ? [] : yield* weigh(run, examples);
    own = yield* adapt(run, examples, weights, policy);
  }
  const adapted = own !== undefined;
  const attempts = yield* attempt(run, own === undefined ? policy : [...policy, own], settings.attempts, adapted);
  const first = attempts.findIndex(({ verdict }) => verdict.status === "proved");
  if (first === -1) {
    yield finish("failed", {});
    return;
  }
  const { proof } = attempts[first]!;
  yield { id, type: "proved", proof, attempt: first, adapted };
  yield finish("proved", { proof });
}

/** What the model has computed since it was opened; zeros where it does not count. */
export function computeOf(parts: LemmaParts): ComputeUsage {
  return parts.prover.usage ?? { promptTokens: 0, sampledTokens: 0, trainedTokens: 0, flops: 0 };
}

/** What a run has spent since `before`. */
export function usageSince(before: ComputeUsage, run: Run): Usage {
  const after = computeOf(run.parts);
  return {
    promptTokens: after.promptTokens - before.promptTokens,
    sampledTokens: after.sampledTokens - before.sampledTokens,
    trainedTokens: after.trainedTokens - before.trainedTokens,
    flops: after.flops - before.flops,
    verifications: run.verdicts.verifications,
    verifierMs: run.verdicts.elapsedMs,
  };
}
