import { type TensorValue, tensor } from "@lemma/autodiff";

/**
 * Numbers in ±size that Python can make too (`fill` in tools/reference): a linear congruential sequence seeded by a name,
 * so that tests agree with a reference on a model's weights without a file of them.
 */
export function fill(
  name: string,
  dims: readonly number[],
  size: number,
  dtype: "float32" | "float64" = "float32",
): TensorValue {
  let state = 1;
  for (const character of name) state = (state * 31 + character.codePointAt(0)!) % 65_521;
  const next = (): number => {
    state = (state * 17_364) % 65_521;
    return ((state / 65_521) * 2 - 1) * size;
  };
  const count = dims.reduce((a, b) => a * b, 1);
  return tensor(dtype, dims, Array.from({ length: count }, next));
}
