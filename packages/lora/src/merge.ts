import { type TensorValue, fromBfloat16Bits, fromFloat16Bits, toBfloat16Bits, toFloat16Bits } from "@lemma/autodiff";

/** A floating-point tensor's numbers, 16-bit types widened. */
export function toFloats({ dtype, data }: TensorValue): Float32Array | Float64Array {
  if (data instanceof Float32Array || data instanceof Float64Array) return data;
  const widen = dtype === "bfloat16" ? fromBfloat16Bits : fromFloat16Bits;
  return Float32Array.from(data as Uint16Array, widen);
}

/** A tensor's a and b, with the scale s that goes with them. */
export interface ScaledAdapter {
  readonly a: TensorValue;
  readonly b: TensorValue;
  readonly scale: number;
}

/**
 * W + s·B·A: the base weight with an adapter folded in, so that sampling pays nothing for it. `weight: [out, in]`.
 *
 * Computed in float64 and rounded once to the weight's own type, 16-bit types included.
 */
export function mergeLora(weight: TensorValue, { a, b, scale }: ScaledAdapter): TensorValue {
  const [out, width] = weight.dims as readonly [number, number];
  const rank = a.dims[0]!;
  const [baseValues, aValues, bValues] = [toFloats(weight), toFloats(a), toFloats(b)];
  const merged = weight.data.slice() as Float32Array | Float64Array | Uint16Array;
  const narrow =
    weight.dtype === "bfloat16" ? toBfloat16Bits : weight.dtype === "float16" ? toFloat16Bits : (x: number) => x;
  const row = new Float64Array(width);
  for (let i = 0; i < out; i += 1) {
    row.set(baseValues.subarray(i * width, (i + 1) * width));
    for (let k = 0; k < rank; k += 1) {
      const factor = scale * bValues[i * rank + k]!;
      for (let j = 0; j < width; j += 1) row[j]! += factor * aValues[k * width + j]!;
    }
    for (let j = 0; j < width; j += 1) merged[i * width + j] = narrow(row[j]!);
  }
  return { ...weight, data: merged };
}

/**
 * W − s·B·A: takes a merged adapter out again. Exact only up to the rounding that merging did: keep the base weight where
 * bits matter.
 */
export function unmergeLora(weight: TensorValue, adapter: ScaledAdapter): TensorValue {
  return mergeLora(weight, { ...adapter, scale: -adapter.scale });
}
