import { elementwise } from "../host-array.ts";
import { apply1, definePrimitive, type Tensor } from "../tensor.ts";
import { lift, type TensorLike } from "./arithmetic.ts";
import {
  bools,
  broadcastShapes,
  elements,
  NO_ATTRIBUTES,
  normal,
  requireDType,
  requireSameDType,
  type NoAttributes,
} from "./common.ts";
import { scalar } from "./constant.ts";
import { broadcastTo, sumTo } from "./sum.ts";

/** y = condition ? a : b, broadcasting. The branch that is not taken gets cotangent 0, not NaN · 0. */
const wherePrimitive = definePrimitive<NoAttributes>({
  name: "where",
  role: "operation",
  shape: ([condition, a, b]) => {
    requireDType("where", condition!, "bool");
    requireSameDType("where", a!, b!);
    return [
      {
        dtype: a!.dtype,
        shape: broadcastShapes("where", condition!.shape, broadcastShapes("where", a!.shape, b!.shape)),
      },
    ];
  },
  jvp: ({ inputs: [condition], outputs: [y], tangents: [, da, db] }) => {
    if (da === undefined && db === undefined) return [undefined];
    const zero = scalar(0, y!.dtype);
    return [broadcastTo(where(condition!, da ?? zero, db ?? zero), y!.shape)];
  },
  vjp: ({ inputs: [condition, a, b], cotangents: [g], needs }) => {
    if (g === undefined) return [undefined, undefined, undefined];
    const zero = scalar(0, g.dtype);
    return [
      undefined,
      needs[1] ? sumTo(where(condition!, g, zero), a!.shape) : undefined,
      needs[2] ? sumTo(where(condition!, zero, g), b!.shape) : undefined,
    ];
  },
  flops: ({ outputs }) => elements(outputs),
  toOnnx: ([condition, a, b], lowering) => {
    const names = [condition!.name, a!.name, b!.name];
    if (a!.dtype !== "bool") return [lowering.op("Where", names)];
    // No boolean Where on the CPU: (c ∧ a) ∨ (¬c ∧ b).
    const first = lowering.op("And", [names[0]!, names[1]!]);
    const second = lowering.op("And", [lowering.op("Not", [names[0]!]), names[2]!]);
    return [lowering.op("Or", [first, second])];
  },
  evaluate: ([condition, a, b]) => [elementwise(a!.dtype, [condition!, a!, b!], (c, x, y) => (c === 0 ? y! : x!))],
  samples: (random) => [
    { inputs: [bools(random, [2, 3]), normal(random, [3]), normal(random, [2, 1])], attributes: NO_ATTRIBUTES },
  ],
});

/** condition ? a : b, elementwise. */
export function where(condition: Tensor, a: TensorLike, b: TensorLike): Tensor {
  const [x, y] = lift("where", a, b);
  return apply1(wherePrimitive, [condition, x, y], NO_ATTRIBUTES);
}
