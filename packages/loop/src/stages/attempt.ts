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
  const { theorem } = run;
  const pending = answers.map(({ proof }) => judged(run, theorem, proof));
  const attempts: Attempt[] = [];
  for (const [number, { proof, ...cut }] of answers.entries()) {
    const verdict = await pending[number]!;
    yield { id: theorem.id, type: "attempted", attempt: number, adapted, proof, verdict, ...cut };
    attempts.push({ proof, verdict, ...cut });
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
