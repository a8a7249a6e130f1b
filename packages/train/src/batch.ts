import { type TensorSpec, type TensorValue, spec } from "@lemma/autodiff";
import { InputError, type Random } from "@lemma/interfaces";

/** A tokenised prompt and its completion. */
export interface TokenExample {
  readonly tokens: readonly number[];
  /** The first this many tokens are the prompt: read, never learnt. */
  readonly promptLength: number;
  /** wᵢ, the example's share of the loss. Default 1. */
  readonly weight?: number;
}

/** Right-padded rows, `[batch, seq]`. Position t reads `tokens[t]` and predicts `labels[t]`, which counts `mask[t]` times. */
export interface TokenBatch<T> {
  readonly tokens: T;
  readonly labels: T;
  readonly mask: T;
}

export const tokenBatchSpec = (dtype: "float32" | "float64" = "float32"): TokenBatch<TensorSpec> => ({
  tokens: spec("int64", ["batch", "seq"]),
  labels: spec("int64", ["batch", "seq"]),
  mask: spec(dtype, ["batch", "seq"]),
});

export interface BatchSettings {
  /**
   * What the loss is a mean over. `token`: Σ wᵢ nllᵢₜ / Σ wᵢ nᵢ, each token alike. `example`: Σ wᵢ meanₜ nllᵢₜ / Σ wᵢ, each
   * example alike whatever its length, which is the paper's Σ wᵢ ℓᵢ when the weights sum to 1. Default `token`.
   */
  readonly normalizer?: "token" | "example";
  /** Rows are padded to a multiple of this. Default 1. */
  readonly padToMultipleOf?: number;
  /** The model's context, in tokens. Default: no limit. */
  readonly contextLength?: number;
  readonly dtype?: "float32" | "float64";
}

/**
 * Examples as one batch whose loss is Σ mask·nll / Σ mask. Padding needs no attention mask under causal attention: it
 * comes after all that counts.
 *
 * @throws {InputError} naming the example that has no token to learn, which would divide by zero, or exceeds the context.
 */
export function completionBatch(
  examples: readonly TokenExample[],
  { normalizer = "token", padToMultipleOf = 1, contextLength = Infinity, dtype = "float32" }: BatchSettings = {},
): TokenBatch<TensorValue> {
  if (examples.length === 0) throw new InputError("completionBatch: expected at least one example, received none");
  const longest = Math.max(...examples.map(({ tokens }) => tokens.length - 1));
  const width = Math.ceil(longest / padToMultipleOf) * padToMultipleOf;
  const dims = [examples.length, width];
  const tokens = new BigInt64Array(examples.length * width);
  const labels = new BigInt64Array(examples.length * width);
  const mask = new (dtype === "float64" ? Float64Array : Float32Array)(examples.length * width);
  for (const [row, example] of examples.entries()) {
    const start = Math.max(1, example.promptLength);
    const count = example.tokens.length - start;
    if (count < 1)
      throw new InputError(
        `completionBatch: example ${row}: expected a completion, received ${example.tokens.length} tokens of which ${example.promptLength} are prompt`,
      );
    if (example.tokens.length > contextLength)
      throw new InputError(
        `completionBatch: example ${row}: expected at most ${contextLength} tokens, received ${example.tokens.length}`,
      );
    const weight = (example.weight ?? 1) / (normalizer === "example" ? count : 1);
    for (let t = 0; t + 1 < example.tokens.length; t += 1) {
      tokens[row * width + t] = BigInt(example.tokens[t]!);
      labels[row * width + t] = BigInt(example.tokens[t + 1]!);
      if (t + 1 >= start) mask[row * width + t] = weight;
    }
  }
  return {
    tokens: { dtype: "int64", dims, data: tokens },
    labels: { dtype: "int64", dims, data: labels },
    mask: { dtype, dims, data: mask },
  };
}

/**
 * Groups of examples of similar length, in random order, each of at most `tokensPerBatch` tokens with its padding. Every
 * example is in exactly one group; one that is longer than the budget is alone.
 */
export function lengthBuckets<E extends { readonly tokens: readonly number[] }>(
  examples: readonly E[],
  { tokensPerBatch, random }: { readonly tokensPerBatch: number; readonly random: Random },
): E[][] {
  // Shuffled first: examples of one length meet different neighbours each time.
  const sorted = random.shuffle(examples).sort((a, b) => a.tokens.length - b.tokens.length);
  const groups: E[][] = [];
  let group: E[] = [];
  for (const example of sorted) {
    // Sorted by length, so the newcomer is the longest of its group and sets its width.
    if (group.length > 0 && (group.length + 1) * (example.tokens.length - 1) > tokensPerBatch) {
      groups.push(group);
      group = [];
    }
    group.push(example);
  }
  if (group.length > 0) groups.push(group);
  return random.shuffle(groups);
}
