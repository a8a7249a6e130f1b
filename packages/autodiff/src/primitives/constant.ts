import { normalizeDim, productOf, type Dim } from "../dims.ts";
import { dtypes, type DType } from "../dtype.ts";
import { ShapeError } from "../errors.ts";
import { fromValue, hostArray } from "../host-array.ts";
import { apply1, definePrimitive, madeBy, type Tensor } from "../tensor.ts";
import { tensor, type ExternalTensor, type TensorSpec, type TensorValue } from "../value.ts";
import { elements, normal, requireFits } from "./common.ts";

interface FullAttributes extends Record<string, unknown> {
  readonly value: number;
  readonly dtype: DType;
  readonly shape: readonly Dim[];
}

/** y = value everywhere. ONNX: a constant, or `ConstantOfShape`. */
export const fullPrimitive = definePrimitive<FullAttributes>({
  name: "full",
  role: "source",
  shape: (_, { dtype, shape }) => [{ dtype, shape }],
  jvp: "zero",
  vjp: "zero",
  flops: () => 0,
  toOnnx: (_, lowering, { value, dtype, shape }) => {
    if (shape.length === 0) return [lowering.scalar(dtype, value)];
    // ConstantOfShape has no bfloat16 on the CPU.
    const made = dtype === "bfloat16" ? "float32" : dtype;
    const filled = lowering.op("ConstantOfShape", [lowering.dims(shape)], {
      value: { kind: "tensor", value: tensor(made, [1], [value]) },
    });
    return [made === dtype ? filled : lowering.op("Cast", [filled], { to: lowering.dtypeNumber(dtype) })];
  },
  evaluate: (_, { value, dtype, shape }, environment) => {
    const result = hostArray(
      dtype,
      shape.map((dim) => environment.size(dim)),
    );
    return [{ ...result, data: result.data.fill(value) }];
  },
  samples: () => [{ inputs: [], attributes: { value: 1.5, dtype: "float64", shape: [2, 3] } }],
});

/** `value` everywhere. @throws {DTypeError} when it is not whole and `dtype` is int64, or neither 0 nor 1 for bool. */
export function full(shape: readonly Dim[], value: number, dtype: DType): Tensor {
  requireFits("full", value, dtype);
  return apply1(fullPrimitive, [], { value, dtype, shape: shape.map(normalizeDim) });
}

export const zeros = (shape: readonly Dim[], dtype: DType): Tensor => full(shape, 0, dtype);
export const ones = (shape: readonly Dim[], dtype: DType): Tensor => full(shape, 1, dtype);
/** A constant of rank 0. */
export const scalar = (value: number, dtype: DType): Tensor => full([], value, dtype);
export const zerosLike = (x: TensorSpec): Tensor => zeros(x.shape, x.dtype);
export const onesLike = (x: TensorSpec): Tensor => ones(x.shape, x.dtype);

interface ConstantAttributes extends Record<string, unknown> {
  readonly value: TensorValue;
}

const constantPrimitive = definePrimitive<ConstantAttributes>({
  name: "constant",
  role: "stored",
  shape: (_, { value }) => [{ dtype: value.dtype, shape: value.dims }],
  jvp: "zero",
  vjp: "zero",
  flops: () => 0,
  toOnnx: (_, lowering, { value }) => [lowering.constant(value)],
  evaluate: (_, { value }) => [fromValue(value)],
  samples: (random) => [{ inputs: [], attributes: { value: normal(random, [2, 3]) } }],
});

/** A host value as part of the program. Its bytes are copied into the ONNX graph: for large weights use `external`. */
export const constant = (value: TensorValue): Tensor => apply1(constantPrimitive, [], { value });

interface ExternalAttributes extends Record<string, unknown> {
  readonly source: ExternalTensor;
}

const externalPrimitive = definePrimitive<ExternalAttributes>({
  name: "external",
  role: "stored",
  files: ({ source }) => [source],
  shape: (_, { source }) => [{ dtype: source.dtype, shape: source.shape }],
  jvp: "zero",
  vjp: "zero",
  flops: () => 0,
  toOnnx: (_, lowering, { source }) => [lowering.external(source)],
  evaluate: () => {
    throw new Error("external: the reference evaluator does not read files");
  },
  samples: () => [],
});

/** Row-major little-endian bytes in place. @throws {ShapeError} when `byteLength` is not what the shape needs. */
export function external(source: ExternalTensor): Tensor {
  const expected = (productOf(source.shape) as number) * dtypes[source.dtype].bytes;
  if (source.byteLength !== expected)
    throw new ShapeError(
      "external",
      `${expected} bytes for ${source.dtype}[${source.shape.join(", ")}]`,
      `${source.byteLength}`,
    );
  return apply1(externalPrimitive, [], { source });
}

/** What a tensor that `external` made says of its bytes; undefined for any other. */
export const externalOf = (x: Tensor): ExternalTensor | undefined => madeBy(x, externalPrimitive)?.source;

/** Whether a tensor is a host value that `constant` made part of the program. */
export const isConstant = (x: Tensor): boolean => madeBy(x, constantPrimitive) !== undefined;

interface DimAttributes extends Record<string, unknown> {
  readonly dim: Dim;
  readonly dtype: DType;
}

const dimPrimitive = definePrimitive<DimAttributes>({
  name: "dim",
  role: "source",
  shape: (_, { dtype }) => [{ dtype, shape: [] }],
  jvp: "zero",
  vjp: "zero",
  flops: () => 0,
  toOnnx: (_, lowering, { dim, dtype }) => [
    dtype === "int64"
      ? lowering.dim(dim)
      : lowering.op("Cast", [lowering.dim(dim)], { to: lowering.dtypeNumber(dtype) }),
  ],
  evaluate: (_, { dim, dtype }, environment) => [hostArray(dtype, [], Float64Array.of(environment.size(dim)))],
  samples: () => [{ inputs: [], attributes: { dim: 3, dtype: "float64" } }],
});

/** A size as a scalar. */
export const dimValue = (dim: Dim, dtype: DType = "int64"): Tensor =>
  typeof dim === "number" ? scalar(dim, dtype) : apply1(dimPrimitive, [], { dim, dtype });

/** How long `x` is along `axis`, as an int64 scalar. */
export const dimSize = (x: Tensor, axis: number): Tensor => dimValue(x.shape.at(axis)!);

interface IotaAttributes extends Record<string, unknown> {
  readonly length: Dim;
}

const iotaPrimitive = definePrimitive<IotaAttributes>({
  name: "iota",
  role: "source",
  shape: (_, { length }) => [{ dtype: "int64", shape: [length] }],
  jvp: "zero",
  vjp: "zero",
  flops: ({ outputs }) => elements(outputs),
  toOnnx: (_, lowering, { length }) => [
    lowering.op("Range", [lowering.scalar("int64", 0), lowering.dim(length), lowering.scalar("int64", 1)]),
  ],
  evaluate: (_, { length }, environment) => {
    const size = environment.size(length);
    return [
      hostArray(
        "int64",
        [size],
        Float64Array.from({ length: size }, (_, i) => i),
      ),
    ];
  },
  samples: () => [{ inputs: [], attributes: { length: 3 } }],
});

/** 0, 1, … `length` − 1 in int64. */
export const iota = (length: Dim): Tensor => apply1(iotaPrimitive, [], { length: normalizeDim(length) });
