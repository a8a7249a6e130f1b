import { Random } from "@lemma/interfaces";

/** `count` different theorems with proofs that name one of about 200 lemmas, some far more often than others. */
export function* syntheticRecords(
  count: number,
): Generator<{ readonly id: string; readonly statement: string; readonly proof: string }> {
  const random = new Random(7);
  for (let i = 0; i < count; i += 1) {
    const lemma = `Synth.lemma_${Math.floor(200 * random.uniform() ** 3)}`;
    const statement = `theorem synth_${i} (a b : ℝ) (h : a < b + ${i}) : a * ${i % 97} + ${i} < b + ${random.integer(1000)} := by`;
    yield {
      id: `synth_${i}`,
      statement,
      proof: `  have h_step := ${lemma} a b\n  nlinarith [sq_nonneg (a - b), h_step]`,
    };
  }
}
