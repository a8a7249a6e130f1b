import { isFloat } from "../dtype.ts";
import { DTypeError } from "../errors.ts";
import { hostArray } from "../host-array.ts";
import { apply1, definePrimitive, type Tensor } from "../tensor.ts";
import { NO_ATTRIBUTES, normal, type NoAttributes } from "./common.ts";

/** y = x, under a new identity: what transformations differentiate with respect to. Leaves no trace in ONNX. */
export const identityPrimitive = definePrimitive<NoAttributes>({
  name: "identity",
  role: "alias",
  shape: ([x]) => [x!],
  jvp: "linear",
  vjp: ({ cotangents: [g] }) => [g],
  flops: () => 0,
  toOnnx: ([x]) => [x!.name],
  evaluate: ([x]) => [x!],
  samples: (random) => [{ inputs: [normal(random, [3])], attributes: NO_ATTRIBUTES }],
});

export const identity = (x: Tensor): Tensor => apply1(identityPrimitive, [x], NO_ATTRIBUTES);

const stopGradientPrimitive = definePrimitive<NoAttributes>({
  name: "stopGradient",
  role: "alias",
  shape: ([x]) => [x!],
  jvp: "zero",
  vjp: "zero",
  flops: () => 0,
  toOnnx: ([x]) => [x!.name],
  evaluate: ([x]) => [x!],
  samples: (random) => [{ inputs: [normal(random, [3])], attributes: NO_ATTRIBUTES }],
});

/** y = x, whose derivative is zero by decree. */
export const stopGradient = (x: Tensor): Tensor => apply1(stopGradientPrimitive, [x], NO_ATTRIBUTES);

/**
 * y = x, computed only once every token is there. ONNX Runtime schedules recomputation early and merges it with the first
 * computation, and takes weights' gradients last of all, unless data flows from the one into the other: so
 * x + (|one element of each token, summed| < 0), which is x + 0 whatever the tokens hold, and which no optimiser folds. No
 * derivative flows into a token.
 */
export const barrierPrimitive = definePrimitive<NoAttributes>({
  name: "barrier",
  role: "operation",
  shape: (inputs) => {
    for (const { dtype } of inputs)
      if (!isFloat(dtype)) throw new DTypeError("barrier", "floating-point tensors", dtype);
    return [inputs[0]!];
  },
  // Value and tangent wait for each other's tokens as well, so that what comes after starts with both in hand.
  jvp: ({ inputs: [x, ...tokens], tangents }) => {
    const [dx] = tangents;
    const moving = tangents.filter((t) => t !== undefined);
    return {
      values: [barrier(x!, ...tokens, ...moving)],
      tangents: [dx && barrier(dx, x!, ...tokens, ...moving.filter((t) => t !== dx))],
    };
  },
  vjp: ({ cotangents: [g], inputs }) => inputs.map((_, i) => (i === 0 ? g : undefined)),
  flops: () => 0,
  toOnnx: ([x, ...tokens], lowering) => {
    const scalars = tokens.map(({ name, dtype, shape }) => {
      const axes = lowering.ints(shape.map((_, axis) => axis));
      const first =
        shape.length === 0
          ? name
          : lowering.op("Slice", [name, lowering.ints(shape.map(() => 0)), lowering.ints(shape.map(() => 1)), axes]);
      // The sum over one element, or over none when the token is empty, is a scalar that broadcasts to any shape.
      const scalar = shape.length === 0 ? first : lowering.op("ReduceSum", [first], { keepdims: 0 });
      return dtype === x!.dtype ? scalar : lowering.op("Cast", [scalar], { to: lowering.dtypeNumber(x!.dtype) });
    });
    const total = scalars.length === 1 ? scalars[0]! : lowering.op("Sum", scalars);
    const never = lowering.op("Less", [lowering.op("Abs", [total]), lowering.scalar(x!.dtype, 0)]);
    const zero = lowering.op("Cast", [never], { to: lowering.dtypeNumber(x!.dtype) });
    return [lowering.op("Add", [x!.name, zero])];
  },
  evaluate: ([x]) => [hostArray(x!.dtype, x!.dims, x!.data)],
  samples: (random) => [
    { inputs: [normal(random, [3]), normal(random, [2]), normal(random, [2, 2])], attributes: NO_ATTRIBUTES },
  ],
});

/** x, once `tokens` are computed. */
export const barrier = (x: Tensor, ...tokens: readonly Tensor[]): Tensor =>
  tokens.length === 0 ? x : apply1(barrierPrimitive, [x, ...tokens], NO_ATTRIBUTES);

/**
 * y = x, seen only once every token is there, without a copy: for stored weights, to which a barrier would add zero. What is
 * computed from y, such as a cast, is computed anew for each token, where ONNX Runtime would compute it once and keep it. The
 * sizes that it is reshaped to, its own, hang on the tokens' sizes. No derivative flows into a token.
 */
const delayedPrimitive = definePrimitive<NoAttributes>({
  name: "delayed",
  role: "view",
  shape: ([x]) => [x!],
  jvp: ({ tangents: [dx] }) => [dx],
  vjp: ({ cotangents: [g], inputs }) => inputs.map((_, i) => (i === 0 ? g : undefined)),
  flops: () => 0,
  toOnnx: ([x, ...tokens], lowering) => {
    const zeros = tokens.map(({ name, shape }) => {
      const sizes = shape.length === 0 ? lowering.op("Reshape", [name, lowering.ints([1])]) : name;
      const rank = lowering.op("ReduceSum", [lowering.op("Shape", [sizes])], { keepdims: 0 });
      return lowering.op("Mul", [rank, lowering.scalar("int64", 0)]);
    });
    const zero = zeros.reduce((a, b) => lowering.op("Add", [a, b]));
    return [lowering.op("Reshape", [x!.name, lowering.op("Add", [lowering.dims(x!.shape), zero])])];
  },
  evaluate: ([x]) => [x!],
  samples: (random) => [
    { inputs: [normal(random, [2, 3]), normal(random, [2]), normal(random, [])], attributes: NO_ATTRIBUTES },
  ],
});

/** x, once `tokens` are computed, as a view: see `barrier`, which copies. */
export const delayed = (x: Tensor, ...tokens: readonly Tensor[]): Tensor =>
  tokens.length === 0 ? x : apply1(delayedPrimitive, [x, ...tokens], NO_ATTRIBUTES);
