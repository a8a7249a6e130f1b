import { type TensorValue, tensor } from "@lemma/autodiff";
import type { Random } from "@lemma/interfaces";
import { type LlamaConfig, type LlamaParameters, initLlama, llamaShapes } from "@lemma/prover";
import { type WeigherConfig, WeigherFormatError, segments } from "./config.ts";

/**
 * Flat, by name: the encoder's as in its checkpoint, then `segments.weight: [3, C]` and `score.weight: [C]`. Without attention, the encoder's
 * table of embeddings alone, then `match.map.weight: [2C, 2C]`, what tokens are compared by; `match.importance.weight: [2C]`, which of the
 * target's count; `match.share.weight: []`, how much the match counts.
 */
export type WeigherParameters<T> = Readonly<Record<string, T>>;

const table = "model.embed_tokens.weight";

/** What a Weigher has where it has no layers, but for its table: all zeros at first. */
const matchShapes = (C: number): Readonly<Record<string, readonly number[]>> => ({
  "match.map.weight": [2 * C, 2 * C],
  "match.importance.weight": [2 * C],
  "match.share.weight": [],
});

export function weigherShapes({ encoder, attention }: WeigherConfig): Readonly<Record<string, readonly number[]>> {
  const C = encoder.hiddenSize;
  if (attention === "none") return { [table]: [encoder.vocabularySize, C], ...matchShapes(C) };
  return { ...llamaShapes(encoder), "segments.weight": [segments.length, C], "score.weight": [C] };
}

/**
 * Fresh parameters. The score's vector, or the match's share, is zero: an untrained Weigher weights all examples alike, and does no harm.
 *
 * @param base start the encoder as the first layers, and the first heads of each, of this model (float32).
 */
export function initWeigher(
  config: WeigherConfig,
  random: Random,
  base?: { readonly config: LlamaConfig; readonly parameters: LlamaParameters<TensorValue> },
): WeigherParameters<TensorValue> {
  const { encoder } = config;
  const start = base === undefined ? initLlama(encoder, random) : cutParameters(encoder, base.parameters);
  if (config.attention === "none") {
    const zeros = Object.entries(matchShapes(encoder.hiddenSize)).map(
      ([name, dims]) => [name, tensor("float32", dims, 0)] as const,
    );
    return { [table]: start[table]!, ...Object.fromEntries(zeros) };
  }
  const stream = random.fork("weigher", "segments");
  const marks = Array.from(
    { length: segments.length * encoder.hiddenSize },
    () => encoder.initializerRange * stream.normal(),
  );
  return {
    ...start,
    "segments.weight": tensor("float32", [segments.length, encoder.hiddenSize], marks),
    "score.weight": tensor("float32", [encoder.hiddenSize], 0),
  };
}

/** The leading rows and columns of each of the base's tensors, as many as the encoder has. */
function cutParameters(
  encoder: LlamaConfig,
  base: LlamaParameters<TensorValue>,
): Readonly<Record<string, TensorValue>> {
  return Object.fromEntries(
    Object.entries(llamaShapes(encoder)).map(([name, dims]) => {
      const whole = base[name];
      if (whole?.dtype !== "float32" || whole.dims.some((size, axis) => size < dims[axis]!))
        throw new WeigherFormatError(
          `weigher: base tensor "${name}"`,
          `float32 of at least [${dims.join(", ")}]`,
          whole === undefined ? "none" : `${whole.dtype} [${whole.dims.join(", ")}]`,
        );
      return [name, leading(whole, dims)];
    }),
  );
}

function leading(whole: TensorValue, dims: readonly number[]): TensorValue {
  const [rows, columns] = dims.length === 2 ? (dims as [number, number]) : [1, dims[0]!];
  const stride = whole.dims.at(-1)!;
  const data = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row += 1)
    data.set((whole.data as Float32Array).subarray(row * stride, row * stride + columns), row * columns);
  return { dtype: "float32", dims, data };
}
