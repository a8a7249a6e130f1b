import { fromBfloat16Bits, fromFloat16Bits, isFloat, toBfloat16Bits, toFloat16Bits, type DType } from "../dtype.ts";
import { elementwise } from "../host-array.ts";
import { apply1, definePrimitive, madeBy, type Tensor } from "../tensor.ts";
import { elements, normal } from "./common.ts";
import { full, fullPrimitive } from "./constant.ts";

interface CastAttributes extends Record<string, unknown> {
  readonly to: DType;
}

/** y = x in another element type. Floats to int64 truncate; the gradient is cast back, and ends at integers. */
const castPrimitive = definePrimitive<CastAttributes>({
  name: "cast",
  role: "form",
  shape: ([x], { to }) => [{ dtype: to, shape: x!.shape }],
  jvp: ({ tangents: [dx], attributes: { to } }) => [dx && isFloat(to) ? cast(dx, to) : undefined],
  vjp: ({ inputs: [x], cotangents: [g] }) => [g && isFloat(x!.dtype) ? cast(g, x!.dtype) : undefined],
  flops: ({ outputs }) => elements(outputs),
  toOnnx: ([x], lowering, { to }) => [lowering.op("Cast", [x!.name], { to: lowering.dtypeNumber(to) })],
  evaluate: ([x], { to }) => [elementwise(to, [x!], (value) => round(value, to))],
  samples: (random) =>
    (["float64", "float32", "int64", "bool"] as const).map((to) => ({
      inputs: [normal(random, [2, 3])],
      attributes: { to },
    })),
});

function round(value: number, to: DType): number {
  switch (to) {
    case "float64":
      return value;
    case "float32":
      return Math.fround(value);
    case "float16":
      return fromFloat16Bits(toFloat16Bits(value));
    case "bfloat16":
      return fromBfloat16Bits(toBfloat16Bits(value));
    case "int64":
      return Math.trunc(value);
    case "bool":
      return value === 0 ? 0 : 1;
  }
}

export function cast(x: Tensor, to: DType): Tensor {
  if (x.dtype === to) return x;
  const value = madeBy(x, fullPrimitive);
  if (value !== undefined && isFloat(to)) return full(x.shape, value.value, to);
  return apply1(castPrimitive, [x], { to });
}
