import { type TensorSpec, type TensorValue, spec } from "@lemma/autodiff";
import type { Example, Theorem } from "@lemma/interfaces";
import type { Tokenizer } from "@lemma/prover";

/** One row per example, right-padded: `[examples, tokens]`. */
export interface WeigherBatch<T> {
  readonly tokens: T;
  /** 0 in the target, 1 in the lemma, 2 in the proof. */
  readonly segments: T;
  /** 1 at tokens, 0 at padding. */
  readonly mask: T;
}

export const weigherBatchSpec: WeigherBatch<TensorSpec> = {
  tokens: spec("int64", ["examples", "tokens"]),
  segments: spec("int64", ["examples", "tokens"]),
  mask: spec("float32", ["examples", "tokens"]),
};

/** An example, and what it is to help with. */
export interface WeigherPair {
  readonly target: Theorem;
  readonly example: Example;
}

/** (T, l, p) for each example of one target: the target's statement, the lemma's statement, the lemma's proof. */
export const encodeExamples = (
  tokenizer: Pick<Tokenizer, "encode">,
  target: Theorem,
  examples: readonly Example[],
  maxTokens: number,
): WeigherBatch<TensorValue> =>
  encodePairs(
    tokenizer,
    examples.map((example) => ({ target, example })),
    maxTokens,
  );

/** The same for examples of several targets. */
export function encodePairs(
  tokenizer: Pick<Tokenizer, "encode">,
  pairs: readonly WeigherPair[],
  maxTokens: number,
): WeigherBatch<TensorValue> {
  const statements = new Map<Theorem, readonly number[]>();
  const targetTokens = (target: Theorem): readonly number[] => {
    const tokens = statements.get(target) ?? tokenizer.encode(target.statement);
    statements.set(target, tokens);
    return tokens;
  };
  const rows = pairs.map(({ target, example: { theorem, proof } }) =>
    fit([targetTokens(target), tokenizer.encode(theorem.statement), tokenizer.encode(proof)], maxTokens),
  );
  const width = Math.max(1, ...rows.map((parts) => parts.flat().length));
  const dims = [rows.length, width];
  const tokens = new BigInt64Array(rows.length * width);
  const segments = new BigInt64Array(rows.length * width);
  const mask = new Float32Array(rows.length * width);
  for (const [row, parts] of rows.entries()) {
    let place = row * width;
    for (const [segment, part] of parts.entries())
      for (const token of part) {
        tokens[place] = BigInt(token);
        segments[place] = BigInt(segment);
        mask[place] = 1;
        place += 1;
      }
  }
  return {
    tokens: { dtype: "int64", dims, data: tokens },
    segments: { dtype: "int64", dims, data: segments },
    mask: { dtype: "float32", dims, data: mask },
  };
}

/** Shortens the longest parts, at their ends, until all fit: a long proof must not push out what it proves. */
function fit(parts: readonly (readonly number[])[], maxTokens: number): readonly (readonly number[])[] {
  let low = 0;
  let high = Math.max(...parts.map((part) => part.length));
  // The largest length that every part may have.
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const total = parts.reduce((sum, part) => sum + Math.min(part.length, middle), 0);
    if (total <= maxTokens) low = middle;
    else high = middle - 1;
  }
  return parts.map((part) => part.slice(0, low));
}
