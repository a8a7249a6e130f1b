import type { Adapter, Verdict } from "@lemma/interfaces";
import { type Run, type Stage, generation, judged } from "../run.ts";

/** One judged attempt at the theorem itself. */
export interface Attempt {
  readonly proof: string;
  readonly verdict: Verdict;
}

/** Samples proofs of the target. Sample i is the same whatever the count. @param prompt the target's own unless told. */
export async function sampleProofs(
  run: Run,
  adapters: readonly Adapter[],
  count: number,
  prompt: string = run.parts.prover.format.prove(run.shown),
): Promise<readonly string[]> {
  // One stage, one seed: attempts before and after adapting differ by the adapter alone.
  const [proofs = []] = await answers(run, adapters, [prompt], count, "attempt");
  return proofs;
}

/** One proof for each of several prompts about the target. */
export async function repairProofs(
  run: Run,
  adapters: readonly Adapter[],
  prompts: readonly string[],
): Promise<readonly string[]> {
  return (await answers(run, adapters, prompts, 1, "repair")).flat();
}

async function answers(
  run: Run,
  adapters: readonly Adapter[],
  prompts: readonly string[],
  count: number,
  stage: string,
): Promise<readonly (readonly string[])[]> {
  const { prover } = run.parts;
  const options = generation(run, run.settings.proofSampling, stage, adapters);
  const completions = await prover.generate(prompts, count, options);
  return completions.map((samples) => samples.map(({ text }) => prover.format.extractProof(text)));
}

/** Judges proofs of the target, several at once where the verifier can; verdicts come in order. */
export async function* judge(run: Run, proofs: readonly string[], adapted: boolean): Stage<readonly Attempt[]> {
  const { theorem } = run;
  const pending = proofs.map((proof) => judged(run, theorem, proof));
  const attempts: Attempt[] = [];
  for (const [number, proof] of proofs.entries()) {
    const verdict = await pending[number]!;
    yield { id: theorem.id, type: "attempted", attempt: number, adapted, proof, verdict };
    attempts.push({ proof, verdict });
  }
  return attempts;
}

/** Samples attempts at the target and judges all of them. */
export async function* attempt(
  run: Run,
  adapters: readonly Adapter[],
  count: number,
  adapted: boolean,
): Stage<readonly Attempt[]> {
  return yield* judge(run, await sampleProofs(run, adapters, count), adapted);
}
