import type { Adapter, Verdict } from "@lemma/interfaces";
import { type Answered, type Run, type Stage, judged, proofGeneration, proofIn } from "../run.ts";

/** One judged attempt at the theorem itself. */
export interface Attempt extends Answered {
  readonly verdict: Verdict;
}

/**
 * Samples proofs of the target. Sample i of a stage is the same whatever the count.
 *
 * @param prompt the target's own unless told.
 * @param stage samples of two stages differ.
 */
export async function sampleProofs(
  run: Run,
  adapters: readonly Adapter[],
  count: number,
  prompt: string = run.parts.prover.format.prove(run.shown),
  // One stage, one seed: attempts before and after adapting differ by the adapter alone.
  stage = "attempt",
): Promise<readonly Answered[]> {
  const [proofs = []] = await ask(run, adapters, [prompt], count, stage);
  return proofs;
}

/** One proof for each of several prompts about the target. */
export async function repairProofs(
  run: Run,
  adapters: readonly Adapter[],
  prompts: readonly string[],
  round = 1,
): Promise<readonly Answered[]> {
  return (await ask(run, adapters, prompts, 1, round === 1 ? "repair" : `repair ${round}`)).flat();
}

async function ask(
  run: Run,
  adapters: readonly Adapter[],
  prompts: readonly string[],
  count: number,
  stage: string,
): Promise<readonly (readonly Answered[])[]> {
  const { prover } = run.parts;
  const options = proofGeneration(run, stage, adapters);
  const completions = await prover.generate(prompts, count, options);
  return completions.map((samples) => samples.map((completion) => proofIn(prover.format, completion)));
}

/**
 * Prompts that show the model a proof that was rejected, with the error and the goal that was open there: one for each such proof, as far
 * as there is room for an answer.
 */
export function repairPrompts(run: Run, attempts: readonly Attempt[]): readonly string[] {
  const { parts, settings, shown } = run;
  const rejected = new Map<string, string>();
  for (const { proof, verdict } of attempts)
    if (verdict.status !== "proved") rejected.set(proof, saidOf(verdict) ?? verdict.status);
  return [...rejected]
    .map(([proof, message]) => parts.prover.format.repair(shown, { proof, message }))
    .filter((prompt) => parts.prover.room(prompt) >= settings.proofSampling.maxTokens);
}

/** The first error, with the goal where the message does not show it. */
function saidOf(verdict: Verdict): string | undefined {
  const text = verdict.messages.find(({ severity }) => severity === "error")?.text;
  const goal = "goal" in verdict ? verdict.goal : undefined;
  if (text === undefined || goal === undefined || text.includes("⊢")) return text;
  return `${text}\n${goal}`;
}

/** Judges proofs of the target, several at once where the verifier can; verdicts come in order. */
export async function* judge(run: Run, answers: readonly Answered[], adapted: boolean): Stage<readonly Attempt[]> {
  return yield* judging(run, answers, adapted, false);
}

/**
 * Attempts in rounds: each later one repairs what was rejected before it, and draws anew where there is less to repair than it has
 * attempts. Ends with the round that proves the target.
 *
 * @param count of all rounds together.
 */
export async function* attemptInRounds(
  run: Run,
  adapters: readonly Adapter[],
  count: number,
  adapted: boolean,
): Stage<readonly Attempt[]> {
  const { rounds, stopAtProof } = run.settings;
  const attempts: Attempt[] = [];
  let drawn = 0;
  for (let round = 0; round < rounds && attempts.length < count; round += 1) {
    if (attempts.some(({ verdict }) => verdict.status === "proved")) break;
    const share = Math.ceil((count - attempts.length) / (rounds - round));
    const prompts = round === 0 ? [] : repairPrompts(run, attempts).slice(-share);
    const repaired = prompts.length === 0 ? [] : await repairProofs(run, adapters, prompts, round);
    const fresh = share - repaired.length;
    // Sample i is the same whatever the count: the first ones were seen.
    const more = fresh === 0 ? [] : (await sampleProofs(run, adapters, drawn + fresh)).slice(drawn);
    drawn += fresh;
    attempts.push(...(yield* judging(run, [...repaired, ...more], adapted, stopAtProof, attempts.length)));
  }
  return attempts;
}

/** Samples attempts at the target and judges them: all, or up to the first proof where the settings say so. */
export async function* attempt(
  run: Run,
  adapters: readonly Adapter[],
  count: number,
  adapted: boolean,
): Stage<readonly Attempt[]> {
  return yield* judging(run, await sampleProofs(run, adapters, count), adapted, run.settings.stopAtProof);
}

/** How many checks are under way at once where the first proof ends them: which ones were made must not depend on speed. */
const checksAtOnce = 4;

async function* judging(
  run: Run,
  answers: readonly Answered[],
  adapted: boolean,
  stopAtProof: boolean,
  before = 0,
): Stage<readonly Attempt[]> {
  const { theorem } = run;
  const size = stopAtProof ? checksAtOnce : Math.max(1, answers.length);
  const attempts: Attempt[] = [];
  for (let start = 0; start < answers.length; start += size) {
    const wave = answers.slice(start, start + size);
    const pending = wave.map(({ proof }) => judged(run, theorem, proof));
    if (stopAtProof) await Promise.all(pending);
    for (const [i, { proof, ...cut }] of wave.entries()) {
      const verdict = await pending[i]!;
      yield { id: theorem.id, type: "attempted", attempt: before + start + i, adapted, proof, verdict, ...cut };
      attempts.push({ proof, verdict, ...cut });
      if (stopAtProof && verdict.status === "proved") return attempts;
    }
  }
  return attempts;
}
