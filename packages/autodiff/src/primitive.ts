// What a primitive is written with, those of this package and a user's own: `@lemma/autodiff/primitive`.
export { PrimitiveError } from "./errors.ts";
export { elementwise, forEachIndex, hostArray, offset, sizeOf, stridesOf } from "./host-array.ts";
export type { HostArray } from "./host-array.ts";
export type {
  Attributes,
  Block,
  HostEnvironment,
  Joint,
  JvpContext,
  Loop,
  LoweredTensor,
  Lowering,
  OnnxAttribute,
  PlainAttributes,
  Primitive,
  Pruned,
  Role,
  RuleContext,
  Sample,
  Sizes,
  VjpContext,
} from "./record.ts";
export {
  bools,
  broadcastShapes,
  distinct,
  elements,
  integers,
  NO_ATTRIBUTES,
  normal,
  normalizeAxis,
  requireDType,
  requireFloat,
  requireSameDType,
  uniform,
} from "./primitives/common.ts";
export type { NoAttributes } from "./primitives/common.ts";
export { sumTo } from "./primitives/sum.ts";
export { apply, apply1, definePrimitive } from "./tensor.ts";
