import { Random } from "@lemma/interfaces";
import { showShape, type Dim } from "../dims.ts";
import type { DType } from "../dtype.ts";
import { ShapeError } from "../errors.ts";
import { hostArray } from "../host-array.ts";
import { quantizeMatrix } from "../quantized/blocks.ts";
import {
  byteLengthOf,
  checkQuantizedWeight,
  decodeWeight,
  partBytes,
  storedRows,
  type LoweredBlocks,
  type QuantizedLayout,
  type QuantizedWeight,
} from "../quantized/layout.ts";
import type { LoweredTensor, Lowering } from "../record.ts";
import { apply1, definePrimitive, madeBy, type Tensor } from "../tensor.ts";
import { tensor, type StoredBytes } from "../value.ts";
import { customVjp } from "./call.ts";
import { cast } from "./cast.ts";
import { elements, integers, normal, requireDType, requireFloat } from "./common.ts";
import { external, externalOf, isConstant } from "./constant.ts";
import { take } from "./indexing.ts";
import { matmul } from "./matmul.ts";
import { slice, transpose } from "./shape.ts";
import { delayed } from "./structural.ts";

interface WeightAttributes extends Record<string, unknown> {
  readonly weight: QuantizedWeight;
}

/**
 * A quantised weight as a tensor, float32 `[rows, columns]`, its values as its format's reference gives them. It is frozen: nothing
 * is differentiated by it. `linear` and `takeRows` use it as it is stored; any other operation gets it as float32. With a token as its
 * input it is widened once that is there, and for all that use it.
 */
const quantizedPrimitive = definePrimitive<WeightAttributes>({
  name: "quantized",
  role: "operation",
  files: ({ weight }) => filesOf(weight),
  shape: (_, { weight }) => [{ dtype: "float32", shape: weight.shape }],
  jvp: "zero",
  vjp: "zero",
  flops: ({ outputs }) => 2 * elements(outputs),
  reads: ({ attributes: { weight } }) => storedBytes(weight),
  toOnnx: ([token], lowering, { weight }) => {
    const parts = token === undefined ? partsOf(lowering, weight) : partsAfter(token, lowering, weight);
    const values = dense(lowering, weight, parts);
    if (weight.interleavedHeads === undefined) return [values];
    return [lowering.op("Gather", [values, lowering.ints(storedRows(weight))], { axis: 0 })];
  },
  evaluate: (_, { weight }) => [hostArray("float32", weight.shape, Float64Array.from(decodeWeight(weight)))],
  samples: (random) =>
    formats.map((format) => ({
      inputs: format.bits === 8 ? [normal(random, [2, 1])] : [],
      attributes: { weight: drawn(random, 8, 64, format, format.offsets) },
    })),
});

/** @throws {ShapeError} when the columns are not whole blocks, or the parts do not have the bytes that the layout needs. */
export function quantized(weight: QuantizedWeight): Tensor {
  checkQuantizedWeight(weight);
  return apply1(quantizedPrimitive, [], { weight });
}

/** What a tensor that `quantized` made holds; undefined for any other. */
export const quantizedOf = (x: Tensor): QuantizedWeight | undefined =>
  x.node.inputs.length === 0 ? madeBy(x, quantizedPrimitive)?.weight : undefined;

/**
 * A weight in `dtype`, widened once for all that use it, and only when `token` is there: for several products with one weight, each of
 * which `linear` would widen it for. One of that type is given back as it is.
 */
export function widenedAfter(w: Tensor, token: Tensor, dtype: DType = "float32"): Tensor {
  const weight = quantizedOf(w);
  if (weight !== undefined) return cast(apply1(quantizedPrimitive, [token], { weight }), dtype);
  return w.dtype === dtype ? w : cast(delayed(w, token), dtype);
}

/** How a product with a quantised weight is computed. */
export interface ProductOptions {
  /**
   * `dense`, the default: the weight is widened to float32 as the product is reached, and multiplied; the widened copy is dropped
   * afterwards. Takes float64 too.
   *
   * `packed`: ONNX Runtime's `MatMulNBits` multiplies by the codes. Several times faster for few rows and no slower for many, but
   * each session holds a copy of the weight in the layout of that kernel, made when it opens: the program must be compiled with
   * `prepacking` and `folding`, without which it takes a thousand times as long.
   */
  readonly form?: "dense" | "packed";
  /**
   * What a packed product rounds x to. `int8`, in blocks with a scale each, errs by about 0.5 % of the product's size and is several
   * times as fast; `float32`, the default, errs by rounding alone. With 8-bit codes only `int8` is packed: the other is dense.
   */
  readonly activations?: "float32" | "int8";
}

interface ProductAttributes extends WeightAttributes {
  readonly transposed: boolean;
  readonly form: "dense" | "packed";
  readonly activations: "float32" | "int8";
}

/** y = x Wᵀ, `[…, columns] → […, rows]`, or transposed y = x W, `[…, rows] → […, columns]`. Linear in x, so any order of derivative. */
const quantizedMatmulPrimitive = definePrimitive<ProductAttributes>({
  name: "quantizedMatmul",
  role: "operation",
  files: ({ weight }) => filesOf(weight),
  shape: ([x], { weight, transposed }) => {
    requireFloat("quantizedMatmul", x!);
    const [rows, columns] = weight.shape;
    const [from, to] = transposed ? [rows, columns] : [columns, rows];
    if (x!.shape.length < 2 || x!.shape.at(-1) !== from)
      throw new ShapeError("quantizedMatmul", `[…, ${from}]`, showShape(x!.shape));
    return [{ dtype: x!.dtype, shape: [...x!.shape.slice(0, -1), to] }];
  },
  jvp: "linear",
  vjp: ({ cotangents: [g], attributes: { weight, transposed } }) => [
    // The kernel has no transposed form: one way or the other, a derivative by x is dense.
    g && product(g, { weight, transposed: !transposed, form: "dense", activations: "float32" }),
  ],
  flops: ({ inputs: [x], attributes: { weight, form } }) => {
    const [rows, columns] = weight.shape;
    const count = x!.slice(0, -1).reduce((a, b) => a * b, 1);
    return 2 * count * rows * columns + (form === "dense" ? 2 * rows * columns : 0);
  },
  reads: ({ attributes: { weight } }) => storedBytes(weight),
  // Codes, one byte each, and float32 values, of which offsets make a second copy.
  workspace: ({
    attributes: {
      weight: { layout, shape },
      form,
    },
  }) => (form === "packed" ? 0 : shape[0] * shape[1] * ("offsets" in layout.parts(shape[1]) ? 9 : 5)),
  toOnnx: ([x], lowering, attributes) => {
    const { weight, transposed, form } = attributes;
    const of = form === "packed" ? packedProduct : denseProduct;
    if (transposed)
      return [of({ ...x!, name: interleaved(x!.name, x!, lowering, weight, true) }, lowering, attributes)];
    return [interleaved(of(x!, lowering, attributes), x!, lowering, weight, false)];
  },
  evaluate: ([x], { weight, transposed }) => {
    const [rows, columns] = weight.shape;
    const values = decodeWeight(weight);
    const [from, to] = transposed ? [rows, columns] : [columns, rows];
    const y = hostArray(x!.dtype, [...x!.dims.slice(0, -1), to]);
    for (let row = 0; row < x!.data.length / from; row += 1)
      for (let i = 0; i < rows; i += 1)
        for (let j = 0; j < columns; j += 1) {
          const [read, write] = transposed ? [i, j] : [j, i];
          y.data[row * to + write]! += x!.data[row * from + read]! * values[i * columns + j]!;
        }
    return [y];
  },
  samples: (random) => [
    ...formats.flatMap((format) =>
      [false, true].map((transposed) => ({
        inputs: [normal(random, [2, transposed ? 8 : 64])],
        attributes: {
          weight: drawn(random, 8, 64, format, format.offsets),
          transposed,
          form: "dense",
          activations: "float32",
        } as const,
      })),
    ),
    ...formats
      .filter(({ bits }) => bits === 4)
      .map((format) => ({
        inputs: [single(normal(random, [2, 3, 64]))],
        attributes: {
          weight: drawn(random, 16, 64, format, format.offsets),
          transposed: false,
          form: "packed",
          activations: "float32",
        } as const,
      })),
  ],
});

const product = (x: Tensor, attributes: ProductAttributes): Tensor => apply1(quantizedMatmulPrimitive, [x], attributes);

/**
 * y = x wᵀ, as linear layers have it: `x: […, in]`, `w: [out, in] → […, out]`. A quantised w is multiplied by as `options` say; any
 * other is cast to x's type, a stored one anew for each product and each derivative.
 */
export function linear(x: Tensor, w: Tensor, { form = "dense", activations = "float32" }: ProductOptions = {}): Tensor {
  const weight = quantizedOf(w);
  if (weight !== undefined) {
    // The kernel has no float64, and with 8-bit codes none for float32 that is faster than widening them.
    const packs =
      form === "packed" && x.dtype === "float32" && !(weight.layout.bits === 8 && activations === "float32");
    return product(x, { weight, transposed: false, form: packs ? "packed" : "dense", activations });
  }
  if (isStored(w) && w.dtype !== x.dtype) return widenedProduct(x, w, false);
  return matmul(x, transpose(cast(w, x.dtype)));
}

/**
 * x wᵀ, or transposed x w, of a stored w of another type: widened where x is there, dropped, and widened again for the derivative. Kept
 * from the one to the other, the wide copies of all weights would be the largest part of a step's memory.
 */
const widenedProduct = (x: Tensor, w: Tensor, transposed: boolean): Tensor =>
  customVjp(
    (y: Tensor): Tensor => {
      const wide = widenedAfter(w, y, y.dtype);
      return matmul(y, transposed ? wide : transpose(wide));
    },
    (_given, _output, g) => [widenedProduct(g, w, !transposed)],
  )(x);

/** Rows of a quantised weight: int64 `[…] → float32 […, columns]`. Its own gather, so that the rows in use are widened and no others. */
const quantizedTakePrimitive = definePrimitive<WeightAttributes>({
  name: "quantizedTake",
  role: "operation",
  files: ({ weight }) => filesOf(weight),
  shape: ([indices], { weight }) => {
    requireDType("quantizedTake", indices!, "int64");
    return [{ dtype: "float32", shape: [...indices!.shape, weight.shape[1]] }];
  },
  jvp: "zero",
  vjp: "zero",
  flops: ({ outputs }) => 2 * elements(outputs),
  toOnnx: ([indices], lowering, { weight }, [output]) => {
    let flat = lowering.op("Reshape", [indices!.name, lowering.ints([-1])]);
    if (weight.interleavedHeads !== undefined)
      flat = lowering.op("Gather", [lowering.ints(storedRows(weight)), flat], { axis: 0 });
    const parts = Object.entries(partsOf(lowering, weight)).map(([name, part]) => [
      name,
      lowering.op("Gather", [part, flat], { axis: 0 }),
    ]);
    const rows = dense(lowering, weight, Object.fromEntries(parts) as Record<string, string>);
    return [lowering.op("Reshape", [rows, lowering.dims(output!.shape)])];
  },
  evaluate: ([indices], { weight }) => {
    const [rows, columns] = weight.shape;
    const values = decodeWeight(weight);
    const y = hostArray("float32", [...indices!.dims, columns]);
    indices!.data.forEach((index, i) => {
      const row = index < 0 ? index + rows : index;
      y.data.set(values.subarray(row * columns, (row + 1) * columns), i * columns);
    });
    return [y];
  },
  samples: (random) =>
    formats.map((format) => ({
      inputs: [integers(random, [2, 3], 8)],
      attributes: { weight: drawn(random, 8, 64, format, format.offsets) },
    })),
});

/** `take(table, indices)` for a table that may be quantised: int64 `[…] → […, columns]`. */
export function takeRows(table: Tensor, indices: Tensor): Tensor {
  const weight = quantizedOf(table);
  return weight === undefined ? take(table, indices) : apply1(quantizedTakePrimitive, [indices], { weight });
}

/** Whether a weight is stored, in the program or in a file, and so has no derivative. */
export const isStored = (x: Tensor): boolean =>
  quantizedOf(x) !== undefined || externalOf(x) !== undefined || isConstant(x);

/** Rows `from` … `to` − 1 of a matrix. What is in a file stays there, and what is quantised so. */
export function sliceRows(table: Tensor, from: number, to: number): Tensor {
  const [rows, columns] = table.shape as readonly [number, number];
  if (from === 0 && to === rows) return table;
  const part = <B extends StoredBytes>(bytes: B): B => {
    const width = byteLengthOf(bytes) / rows;
    return "data" in bytes
      ? { ...bytes, data: bytes.data.subarray(from * width, to * width) }
      : { ...bytes, offset: bytes.offset + from * width, byteLength: (to - from) * width };
  };
  const source = externalOf(table);
  if (source !== undefined) return external({ ...part(source), shape: [to - from, columns] });
  const weight = quantizedOf(table);
  if (weight === undefined || weight.interleavedHeads !== undefined) return slice(table, 0, from, to);
  const parts = Object.fromEntries(Object.entries(weight.parts).map(([name, bytes]) => [name, part(bytes)]));
  return quantized({ ...weight, shape: [to - from, columns], parts });
}

const storedBytes = ({ layout, shape }: QuantizedWeight): number =>
  Object.values(partBytes(layout, shape)).reduce((a, b) => a + b, 0);

const filesOf = ({ parts }: QuantizedWeight): { readonly path: string }[] =>
  Object.values(parts).filter((part) => "path" in part);

/** A weight's parts as they are stored, under their names in the graph. */
function partsOf(
  lowering: Lowering,
  { layout, shape: [rows, columns], parts }: QuantizedWeight,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(layout.parts(columns)).map(([name, { dtype, shape }]) => [
      name,
      lowering.stored(parts[name]!, dtype, [rows, ...shape]),
    ]),
  );
}

/** float32 `[rows, columns]` of parts with any number of rows. */
function dense(
  lowering: Lowering,
  { layout, shape: [, columns] }: QuantizedWeight,
  parts: Record<string, string>,
): string {
  const { codes, scales, offsets } = layout.unpack(lowering, parts, columns);
  // The operator's plain form, one scale to a row of bytes, is the fastest of those measured: with unpacking, 0.86 ns a weight of 4 bits.
  // On 4-bit tensors it takes as long, in its blocked form 2.0 ns, and `GatherBlockQuantized` 7.7.
  const zeros = lowering.byteLike(scales, layout.zero);
  let values = lowering.op("DequantizeLinear", [codes(), scales, zeros], { axis: 0 });
  if (offsets !== undefined) {
    const column = lowering.op("Reshape", [offsets, lowering.ints([-1, 1])]);
    values = lowering.op("Add", [values, column]);
  }
  return lowering.op("Reshape", [values, lowering.ints([-1, columns])]);
}

/** The rows of a product's result in their own order; or, `toStored`, of what is multiplied by the rows, in the order of storage. */
function interleaved(
  name: string,
  { shape }: LoweredTensor,
  lowering: Lowering,
  { shape: [rows], interleavedHeads: heads }: QuantizedWeight,
  toStored: boolean,
): string {
  if (heads === undefined) return name;
  const leading = shape.slice(0, -1);
  const half = rows / heads / 2;
  const n = leading.length;
  const split = lowering.dims([...leading, heads, ...(toStored ? [2, half] : [half, 2])]);
  const perm = [...leading.map((_, i) => i), n, n + 2, n + 1];
  const turned = lowering.op("Transpose", [lowering.op("Reshape", [name, split])], { perm });
  return lowering.op("Reshape", [turned, lowering.dims([...leading, rows])]);
}

/**
 * The codes hang on x's sizes, so that they are widened when x is there: as constants they would all be widened at the start, and
 * kept for the backward pass.
 */
function denseProduct(x: LoweredTensor, lowering: Lowering, { weight, transposed }: ProductAttributes): string {
  let values = dense(lowering, weight, partsAfter(x, lowering, weight));
  if (x.dtype !== "float32") values = lowering.op("Cast", [values], { to: lowering.dtypeNumber(x.dtype) });
  if (!transposed) values = lowering.op("Transpose", [values], { perm: [1, 0] });
  return lowering.op("MatMul", [x.name, values]);
}

/** A weight's parts, reshaped to their own sizes by way of the token's. */
function partsAfter(token: LoweredTensor, lowering: Lowering, weight: QuantizedWeight): Record<string, string> {
  const { layout, shape } = weight;
  const sizesOf = token.shape.length === 0 ? lowering.op("Reshape", [token.name, lowering.ints([1])]) : token.name;
  const rank = lowering.op("ReduceSum", [lowering.op("Shape", [sizesOf])], { keepdims: 0 });
  const nothing = lowering.op("Mul", [rank, lowering.scalar("int64", 0)]);
  const parts = Object.entries(partsOf(lowering, weight)).map(([name, part]) => {
    const sizes = lowering.ints([shape[0], ...layout.parts(shape[1])[name]!.shape]);
    return [name, lowering.op("Reshape", [part, lowering.op("Add", [sizes, nothing])])];
  });
  return Object.fromEntries(parts) as Record<string, string>;
}

/**
 * `MatMulNBits` subtracts 2^(bits−1) from its codes. A layout whose codes or offsets say otherwise adds, for each block, the sum of
 * the block's x times what is missing. Of constants alone, so that it is done when the session opens: in the outermost graph.
 */
function packedProduct(x: LoweredTensor, lowering: Lowering, { weight, activations }: ProductAttributes): string {
  const { layout, shape } = weight;
  const { bits, block, zero, center } = layout;
  const [rows, columns] = shape;
  const blocks = columns / block;
  const packed = lowering.outermost(`packed ${layout.name} ${JSON.stringify(idOf(weight))}`, () => {
    const parts = partsOf(lowering, weight);
    const unpacked = layout.unpack(lowering, parts, columns);
    const bytes =
      layout.operand === undefined
        ? lowering.op("Reshape", [
            operandOf(lowering, layout, parts, columns, unpacked),
            lowering.ints([rows, blocks, (block * bits) / 8]),
          ])
        : parts[layout.operand]!;
    if (unpacked.offsets === undefined && center === zero) return [bytes, unpacked.scales];
    const shift = lowering.op("Mul", [unpacked.scales, lowering.scalar("float32", center - zero)]);
    const missing = unpacked.offsets === undefined ? shift : lowering.op("Add", [unpacked.offsets, shift]);
    const matrix = lowering.op("Reshape", [missing, lowering.ints([rows, blocks])]);
    return [bytes, unpacked.scales, lowering.op("Transpose", [matrix], { perm: [1, 0] })];
  });
  const [codes, scales, missing] = packed as [string, string, string?];
  const leading = x.shape.slice(0, -1);
  const sizes = (tail: readonly Dim[]): string => lowering.dims([...leading, ...tail]);
  let input = x.name;
  if (bits === 4) {
    // Byte j of a block holds columns j and j + block / 2; the operator has columns 2j and 2j + 1 there.
    const halves = lowering.op("Reshape", [x.name, sizes([blocks, 2, block / 2])]);
    const n = leading.length;
    const perm = [...leading.map((_, i) => i), n, n + 2, n + 1];
    input = lowering.op("Reshape", [lowering.op("Transpose", [halves], { perm }), sizes([columns])]);
  }
  const y = lowering.op("com.microsoft.MatMulNBits", [input, codes, scales], {
    K: columns,
    N: rows,
    bits,
    block_size: block,
    accuracy_level: activations === "int8" ? 4 : 1,
  });
  if (missing === undefined) return y;
  const inBlocks = lowering.op("Reshape", [x.name, sizes([blocks, block])]);
  const sums = lowering.op("ReduceSum", [inBlocks, lowering.ints([leading.length + 1])], { keepdims: 0 });
  return lowering.op("Add", [y, lowering.op("MatMul", [sums, missing])]);
}

/** The operator's second operand, flat, where the file does not have it as it is. */
function operandOf(
  lowering: Lowering,
  layout: QuantizedLayout,
  parts: Readonly<Record<string, string>>,
  columns: number,
  { codes }: LoweredBlocks,
): string {
  if (layout.bits === 4)
    return layout.nibbles?.(lowering, parts, columns) ?? nibblesOfCodes(lowering, codes(), layout.block);
  return layout.center === 128 ? codes() : lowering.op("Add", [codes(), lowering.byte(128 - layout.center)]);
}

function nibblesOfCodes(lowering: Lowering, codes: string, block: number): string {
  const part = (from: number, to: number): string =>
    lowering.op("Slice", [codes, lowering.ints([from]), lowering.ints([to]), lowering.ints([1])]);
  const high = lowering.op("BitShift", [part(block / 2, block), lowering.byte(4)], { direction: "LEFT" });
  return lowering.op("BitwiseOr", [part(0, block / 2), high]);
}

const ids = new WeakMap<object, number>();
let nextId = 1;

/** Equal files give equal ids, and so do the same bytes in memory. */
function idOf({ parts }: QuantizedWeight): unknown {
  return Object.values(parts).map((bytes) => {
    if (!("data" in bytes)) return [bytes.path, bytes.offset];
    let id = ids.get(bytes.data);
    if (id === undefined) ids.set(bytes.data, (id = nextId++));
    return id;
  });
}

const formats = ([4, 8] as const).flatMap((bits) => [
  { bits, block: 16, offsets: false },
  { bits, block: 32, offsets: true },
]);

const drawn = (
  random: Random,
  rows: number,
  columns: number,
  format: (typeof formats)[number],
  isInterleaved: boolean,
): QuantizedWeight => ({
  ...quantizeMatrix(
    // Small, so that the checks' tanh stays where it is curved.
    Float32Array.from({ length: rows * columns }, () => 0.1 * (0.2 + random.normal())),
    [rows, columns],
    format,
  ),
  ...(isInterleaved ? { interleavedHeads: 2 } : {}),
});

const single = (value: ReturnType<typeof normal>): ReturnType<typeof normal> =>
  tensor("float32", value.dims, Float32Array.from(value.data as Float64Array));
