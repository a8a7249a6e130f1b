import { DTypeError } from "../errors.ts";
import { hostArray } from "../host-array.ts";
import { apply1, type Primitive, type Tensor } from "../tensor.ts";
import { NO_ATTRIBUTES, normal, type NoAttributes } from "./common.ts";
import { isFloat } from "../dtype.ts";

/** y = x, under a new identity: what transformations differentiate with respect to. Leaves no trace in ONNX. */
export const identityPrimitive: Primitive<NoAttributes> = {
  name: "identity",
  shape: ([x]) => [x!],
  jvp: "linear",
  vjp: ({ cotangents: [g] }) => [g],
  flops: () => 0,
  toOnnx: ([x]) => [x!.name],
  evaluate: ([x]) => [x!],
  samples: (random) => [{ inputs: [normal(random, [3])], attributes: NO_ATTRIBUTES }],
};

export const identity = (x: Tensor): Tensor => apply1(identityPrimitive, [x], NO_ATTRIBUTES);

const stopGradientPrimitive: Primitive<NoAttributes> = {
  name: "stopGradient",
  shape: ([x]) => [x!],
  jvp: "zero",
  vjp: "zero",
  flops: () => 0,
  toOnnx: ([x]) => [x!.name],
  evaluate: ([x]) => [x!],
  samples: () => [],
};

/** y = x, whose derivative is zero by decree. */
export const stopGradient = (x: Tensor): Tensor => apply1(stopGradientPrimitive, [x], NO_ATTRIBUTES);

/**
 * y = x, computed only once `token` is there. ONNX Runtime schedules recomputation early and merges it with the first
 * computation unless data flows from the one into the other: so x + clip(one element of token, 0, 0). A NaN in that one
 * element spreads, which is only ever NaN to NaN: the token is the cotangent of what is recomputed. No derivative flows
 * into the token, and the tangent of x waits for it just as x does.
 */
export const barrierPrimitive: Primitive<NoAttributes> = {
  name: "barrier",
  shape: ([x, token]) => {
    if (!isFloat(x!.dtype) || !isFloat(token!.dtype))
      throw new DTypeError("barrier", "floating-point tensors", `${x!.dtype} and ${token!.dtype}`);
    return [x!];
  },
  jvp: ({ inputs: [, token], tangents: [dx] }) => [dx && barrier(dx, token!)],
  vjp: ({ cotangents: [g] }) => [g, undefined],
  flops: () => 0,
  toOnnx: ([x, token], lowering) => {
    const flat = lowering.op("Reshape", [token!.name, lowering.ints([-1])]);
    const one = lowering.op("Slice", [flat, lowering.ints([0]), lowering.ints([1]), lowering.ints([0])]);
    // The sum over one element, or over none when the token is empty, is a scalar that broadcasts to any shape.
    const scalar = lowering.op("ReduceSum", [one], { keepdims: 0 });
    const zero = lowering.scalar(token!.dtype, 0);
    const nothing = lowering.op("Clip", [scalar, zero, zero]);
    const cast =
      token!.dtype === x!.dtype ? nothing : lowering.op("Cast", [nothing], { to: lowering.dtypeNumber(x!.dtype) });
    return [lowering.op("Add", [x!.name, cast])];
  },
  evaluate: ([x]) => [hostArray(x!.dtype, x!.dims, x!.data)],
  samples: (random) => [{ inputs: [normal(random, [3]), normal(random, [2])], attributes: NO_ATTRIBUTES }],
};

export const barrier = (x: Tensor, token: Tensor): Tensor => apply1(barrierPrimitive, [x, token], NO_ATTRIBUTES);
