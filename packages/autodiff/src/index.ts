export { cost } from "./cost.ts";
export type { Cost } from "./cost.ts";
export { addDims, divideDims, mulDims, productOf, subDims } from "./dims.ts";
export type { Bindings, Dim } from "./dims.ts";
export { dtypes, fromBfloat16Bits, fromFloat16Bits, isFloat, toBfloat16Bits, toFloat16Bits } from "./dtype.ts";
export type { DType, TypedArray } from "./dtype.ts";
export {
  DifferentiationError,
  DimensionError,
  DTypeError,
  GraphError,
  LoweringError,
  RuntimeError,
  ScopeError,
  ShapeError,
  TreeError,
} from "./errors.ts";
export { DisposedError } from "@lemma/interfaces";
export { evaluate } from "./evaluate.ts";
export { trace } from "./graph.ts";
export type { TensorsOf, TracedGraph } from "./graph.ts";
export { add, div, mul, neg, square, sub } from "./primitives/arithmetic.ts";
export type { TensorLike } from "./primitives/arithmetic.ts";
export { broadcastTo, sum } from "./primitives/sum.ts";
export type { ReduceOptions } from "./primitives/sum.ts";
export { toOnnx } from "./onnx/lower.ts";
export { optimise } from "./optimise.ts";
export { clip, logAddExp, maximum, minimum, mod, pow } from "./primitives/binary.ts";
export { checkpoint, customVjp, gradientAhead, withGradient } from "./primitives/call.ts";
export { cast } from "./primitives/cast.ts";
export {
  and,
  equal,
  greater,
  greaterEqual,
  isNaN,
  less,
  lessEqual,
  not,
  notEqual,
  or,
  xor,
} from "./primitives/compare.ts";
export {
  constant,
  dimSize,
  dimValue,
  external,
  full,
  iota,
  ones,
  onesLike,
  scalar,
  zeros,
  zerosLike,
} from "./primitives/constant.ts";
export { gather, oneHot, scatterAdd, scatterAddAlongAxis, take, takeAlongAxis, topK } from "./primitives/indexing.ts";
export { matmul } from "./primitives/matmul.ts";
export { argmax, cumsum, max, mean, min } from "./primitives/reduce.ts";
export { map, scan } from "./primitives/scan.ts";
export type { ScanOptions } from "./primitives/scan.ts";
export {
  concat,
  expandDims,
  pad,
  permute,
  reshape,
  slice,
  split,
  squeeze,
  stack,
  transpose,
} from "./primitives/shape.ts";
export { isStored, linear, quantized, quantizedOf, sliceRows, takeRows, widenedAfter } from "./primitives/quantized.ts";
export type { ProductOptions } from "./primitives/quantized.ts";
export { logSoftmax, logSumExp, softmax } from "./primitives/softmax.ts";
export { barrier, delayed, stopGradient } from "./primitives/structural.ts";
export {
  abs,
  ceil,
  cos,
  exp,
  floor,
  gelu,
  log,
  round,
  rsqrt,
  sigmoid,
  sign,
  silu,
  sin,
  softplus,
  sqrt,
  tanh,
} from "./primitives/unary.ts";
export { where } from "./primitives/where.ts";
export { whileLoop } from "./primitives/while.ts";
export type { WhileOptions } from "./primitives/while.ts";
export { blockLayout, codesOfNibbles, quantizeMatrix } from "./quantized/blocks.ts";
export type { BlockFormat, QuantizeOptions } from "./quantized/blocks.ts";
export { decodeWeight, partBytes } from "./quantized/layout.ts";
export type { LoweredBlocks, PartSpec, QuantizedLayout, QuantizedWeight } from "./quantized/layout.ts";
export { compile, compileGraph, hold } from "./runtime/compile.ts";
export type { Compiled, CompileOptions, RunOptions, ValuesOf } from "./runtime/compile.ts";
export { Graph, Tensor } from "./tensor.ts";
export { grad, hvp, jvp, linearize, valueAndGrad, vjp } from "./transforms/grad.ts";
export type { GradOptions } from "./transforms/grad.ts";
export { treeFlatten, treeLeaves, treeMap, treeMap2, treePaths, treeUnflatten } from "./tree.ts";
export type { Replace, Structure, Tree } from "./tree.ts";
export { spec, tensor, toNumbers } from "./value.ts";
export type { ExternalTensor, Numbers, StoredBytes, TensorSpec, TensorValue } from "./value.ts";
