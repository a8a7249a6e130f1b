import { type TensorValue, tensor } from "@lemma/autodiff";
import type { Random } from "@lemma/interfaces";
import { type LlamaConfig, type LlamaParameters, initLlama, llamaShapes } from "@lemma/prover";
import { type WeigherConfig, WeigherFormatError, segments } from "./config.ts";

/** Flat, by name: the encoder's as in its checkpoint, then `segments.weight: [3, C]` and `score.weight: [C]`. */
export type WeigherParameters<T> = Readonly<Record<string, T>>;

export function weigherShapes({ encoder }: WeigherConfig): Readonly<Record<string, readonly number[]>> {
  const C = encoder.hiddenSize;
  return { ...llamaShapes(encoder), "segments.weight": [segments.length, C], "score.weight": [C] };
}

/**
 * Fresh parameters. The score's vector is zero: an untrained Weigher weights all examples alike, and does no harm.
 *
 * @param base start the encoder as the first layers, and the first heads of each, of this model (float32).
 */
export function initWeigher(
  config: WeigherConfig,
  random: Random,
  base?: { readonly config: LlamaConfig; readonly parameters: LlamaParameters<TensorValue> },
): WeigherParameters<TensorValue> {
  const { encoder } = config;
  const stream = random.fork("weigher", "segments");
  const marks = Array.from(
    { length: segments.length * encoder.hiddenSize },
    () => encoder.initializerRange * stream.normal(),
  );
  return {
    ...(base === undefined ? initLlama(encoder, random) : cutParameters(encoder, base.parameters)),
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
