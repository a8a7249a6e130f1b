import { productOf, sameShape, showShape } from "../dims.ts";
import { DTypeError, ShapeError } from "../errors.ts";
import { forEachIndex, hostArray, offset, stridesOf } from "../host-array.ts";
import { apply1, definePrimitive, type Tensor } from "../tensor.ts";
import type { TensorSpec } from "../value.ts";
import { addMaybe } from "./arithmetic.ts";
import { broadcastShapes, NO_ATTRIBUTES, normal, requireSameDType, type NoAttributes } from "./common.ts";
import { unlessEmpty } from "./empty.ts";
import { reshape, transpose } from "./shape.ts";
import { sumTo } from "./sum.ts";

/** y = a b over the last two axes, `[…, m, k] × […, k, n] → […, m, n]`; the leading axes broadcast. */
export const matmulPrimitive = definePrimitive<NoAttributes>({
  name: "matmul",
  role: "operation",
  shape: ([a, b]) => {
    requireSameDType("matmul", a!, b!);
    if (a!.dtype === "bool") throw new DTypeError("matmul", "numbers", "bool");
    const [m, k] = a!.shape.slice(-2);
    const [inner, n] = b!.shape.slice(-2);
    if (a!.shape.length < 2 || b!.shape.length < 2 || k !== inner)
      throw new ShapeError("matmul", "[…, m, k] × […, k, n]", `${showShape(a!.shape)} × ${showShape(b!.shape)}`);
    const batch = broadcastShapes("matmul", a!.shape.slice(0, -2), b!.shape.slice(0, -2));
    return [{ dtype: a!.dtype, shape: [...batch, m!, n!] }];
  },
  jvp: ({ inputs: [a, b], tangents: [da, db] }) => [addMaybe(da && matmul(da, b!), db && matmul(a!, db))],
  vjp: ({ inputs: [a, b], cotangents: [g], needs }) => {
    if (g === undefined) return [undefined, undefined];
    return [
      needs[0] ? sumTo(matmul(g, transpose(b!)), a!.shape) : undefined,
      needs[1] ? rightCotangent(a!, b!, g) : undefined,
    ];
  },
  flops: ({ inputs: [a], outputs: [y] }) => 2 * y!.reduce((p, d) => p * d, 1) * a!.at(-1)!,
  toOnnx: ([a, b], lowering, _, outputs) => {
    const product = (): string[] => [lowering.op("MatMul", [a!.name, b!.name])];
    const batch = outputs[0]!.shape.slice(0, -2);
    const stretches = (x: TensorSpec): boolean =>
      batch.some((dim, i) => typeof dim === "string" && x.shape[i - batch.length + x.shape.length - 2] !== dim);
    // The kernel refuses to broadcast 1 to 0, which a symbol may turn out to be.
    if (stretches(a!) || (b!.shape.length > 2 && stretches(b!))) return unlessEmpty(lowering, batch, outputs, product);
    return product();
  },
  evaluate: ([a, b]) => {
    const k = a!.dims.at(-1)!;
    const batch = broadcastShapes("matmul", a!.dims.slice(0, -2), b!.dims.slice(0, -2)) as number[];
    const result = hostArray(a!.dtype, [...batch, a!.dims.at(-2)!, b!.dims.at(-1)!]);
    const rank = result.dims.length;
    const [left, right] = [stridesOf(a!.dims, rank), stridesOf(b!.dims, rank)];
    forEachIndex(result.dims, (index, flat) => {
      const row = offset(index.with(rank - 1, 0), left);
      const column = offset(index.with(rank - 2, 0), right);
      let total = 0;
      for (let i = 0; i < k; i += 1)
        total += a!.data[row + i * left[rank - 1]!]! * b!.data[column + i * right[rank - 2]!]!;
      result.data[flat] = total;
    });
    return [result];
  },
  samples: (random) => [
    { inputs: [normal(random, [2, 3]), normal(random, [3, 4])], attributes: NO_ATTRIBUTES },
    { inputs: [normal(random, [2, 2, 3]), normal(random, [3, 4])], attributes: NO_ATTRIBUTES },
    { inputs: [normal(random, [2, 1, 2, 3]), normal(random, [1, 2, 3, 2])], attributes: NO_ATTRIBUTES },
  ],
});

/** aᵀ g; where b has no leading axes, those of a and g become rows, so that one large product sums over them. */
function rightCotangent(a: Tensor, b: Tensor, g: Tensor): Tensor {
  const flat = b.rank === 2 && a.rank > 2 && sameShape(a.shape.slice(0, -1), g.shape.slice(0, -1));
  if (!flat) return sumTo(matmul(transpose(a), g), b.shape);
  const rows = productOf(a.shape.slice(0, -1));
  return matmul(transpose(reshape(a, [rows, a.shape.at(-1)!])), reshape(g, [rows, g.shape.at(-1)!]));
}

/** `[…, m, k] × […, k, n] → […, m, n]`; leading axes broadcast. @throws {ShapeError} when k differs. */
export const matmul = (a: Tensor, b: Tensor): Tensor => apply1(matmulPrimitive, [a, b], NO_ATTRIBUTES);
