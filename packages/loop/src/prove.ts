import { type Example, type LemmaEvent, LemmaError, type ProveStatus, type Theorem } from "@lemma/interfaces";
import {
  type LemmaParts,
  type ProveOptions,
  type Run,
  type Stage,
  beginRun,
  computeOf,
  refuse,
  usageSince,
} from "./run.ts";
import type { LemmaSettings } from "./settings.ts";
import type { ProofPool } from "./replay/pool.ts";
import { adapt } from "./stages/adapt.ts";
import { type Attempt, attempt, attemptInRounds } from "./stages/attempt.ts";
import { conjecture } from "./stages/conjecture.ts";
import { proveLemmas } from "./stages/prove-lemmas.ts";
import { poolOf, replay } from "./stages/replay.ts";
import { weigh } from "./stages/weigh.ts";

/**
 * Studies for a theorem and then proves it: conjecture, prove, verify, weigh, adapt, attempt, verify (paper, Figure 2). Proofs that
 * are known already, and those of the lemmas it studies, are tried on it before anything is trained.
 *
 * The stream ends in one `finished` event.
 *
 * @throws {AbortedError} when the signal fires.
 */
export async function* prove(
  theorem: Theorem,
  parts: LemmaParts,
  settings: LemmaSettings,
  options: ProveOptions = {},
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

  yield { id, type: "started", theorem, seed: options.seed ?? 1 };
  const refusal = await refuse(run);
  if (refusal !== undefined) {
    yield finish(refusal.status, { message: refusal.message });
    return;
  }

  try {
    const { proof, message } = yield* studyAndAttempt(run);
    if (proof !== undefined) yield finish("proved", { proof });
    else yield finish("failed", message === undefined ? {} : { message });
  } catch (error) {
    // A server that samples failed: this theorem's loss, and nothing that it says of the next.
    if (!LemmaError.is(error, "infrastructure")) throw error;
    yield finish("infrastructure", { message: error.message });
  }
}

/** Known proofs that the trainer has room for, of the statements most like the theorem's. */
function nearestKnown({ known, theorem, parts }: Run, count: number): readonly Example[] {
  return known
    .flatMap((pool) => pool.nearest(theorem, count))
    .sort((a, b) => b.similarity - a.similarity)
    .slice(0, count)
    .filter((example) => parts.trainer.fits(example));
}

async function* studyAndAttempt(run: Run): Stage<{ readonly proof: string | undefined; readonly message?: string }> {
  const { parts, settings, theorem } = run;
  const policy = parts.policy ?? [];
  if (settings.unadaptedAttempts > 0) {
    const attempts = yield* attempt(run, policy, settings.unadaptedAttempts, false);
    const proof = settings.stopAtProof ? yield* firstProof(run, attempts, false) : undefined;
    if (proof !== undefined) return { proof };
  }
  const tried = new Set<string>();
  let { checks } = settings.replay;
  const replayed = async function* (pools: readonly ProofPool[]): Stage<string | undefined> {
    const { found, checks: spent } = yield* replay(run, pools, { ...settings.replay, checks }, tried);
    checks -= spent;
    if (found === undefined) return undefined;
    const { proof, of } = found;
    yield { id: theorem.id, type: "proved", proof, attempt: tried.size - 1, adapted: false, replayed: of };
    return proof;
  };
  const known = yield* replayed(run.known);
  if (known !== undefined) return { proof: known };
  let own;
  if (settings.adapt) {
    const conjectures = yield* conjecture(run, policy);
    const lemmas = yield* proveLemmas(run, conjectures, policy);
    const lemma = yield* replayed([poolOf(lemmas, "lemma")]);
    if (lemma !== undefined) return { proof: lemma };
    const examples = [...lemmas, ...nearestKnown(run, settings.knownExamples)];
    const weights = examples.length === 0 ? [] : yield* weigh(run, examples);
    own = (yield* adapt(run, examples, weights, policy)).adapter;
  }
  const adapted = own !== undefined;
  const adapters = own === undefined ? policy : [...policy, own];
  const attempts = yield* attemptInRounds(run, adapters, settings.attempts, adapted);
  const proof = yield* firstProof(run, attempts, adapted);
  const cut = attempts.filter((one) => one.cut === true).length;
  if (proof !== undefined || cut === 0) return { proof };
  const limit = settings.proofSampling.maxTokens;
  return { proof, message: `${cut} of ${attempts.length} answers were cut, at ${limit} tokens or going in circles` };
}

/** Tells of the first proof among judged attempts. */
async function* firstProof(
  { theorem: { id } }: Run,
  attempts: readonly Attempt[],
  adapted: boolean,
): Stage<string | undefined> {
  const first = attempts.findIndex(({ verdict }) => verdict.status === "proved");
  const proof = attempts[first]?.proof;
  if (proof !== undefined) yield { id, type: "proved", proof, attempt: first, adapted };
  return proof;
}
