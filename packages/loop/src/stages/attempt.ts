import type { Adapter, Verdict } from "@lemma/interfaces";
import { type Answered, type Run, type Stage, judged, proofGeneration, proofIn } from "../run.ts";

/** One judged attempt at the theorem itself. */
export interface Attempt extends Answered {
  readonly verdict: Verdict;
}

/** Samples proofs of the target. Sample i is the same whatever the count. @param prompt the target's own unless told. */
export async function sampleProofs(
  run: Run,
  adapters: readonly Adapter[],
  count: number,
  prompt: string = run.parts.prover.format.prove(run.shown),
): Promise<readonly Answered[]> {
  // One stage, one seed: attempts before and after adapting differ by the adapter alone.
  const [proofs = []] = await ask(run, adapters, [prompt], count, "attempt");
  return proofs;
}

/** One proof for each of several prompts about the target. */
export async function repairProofs(
  run: Run,
  adapters: readonly Adapter[],
  prompts: readonly string[],
): Promise<readonly Answered[]> {
  return (await ask(run, adapters, prompts, 1, "repair")).flat();
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

/** Judges proofs of the target, several at once where the verifier can; verdicts come in order. */
export async function* judge(run: Run, answers: readonly Answered[], adapted: boolean): Stage<readonly Attempt[]> {
  return yield* judging(run, answers, adapted, false);
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
      yield { id: theorem.id, type: "attempted", attempt: start + i, adapted, proof, verdict, ...cut };
      attempts.push({ proof, verdict, ...cut });
      if (stopAtProof && verdict.status === "proved") return attempts;
    }
  }
  return attempts;
}
