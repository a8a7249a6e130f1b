import type { Primitive } from "../tensor.ts";
import { binaryPrimitives } from "./binary.ts";
import { castPrimitives } from "./cast.ts";
import { comparePrimitives } from "./compare.ts";
import { indexingPrimitives } from "./indexing.ts";
import { matmulPrimitives } from "./matmul.ts";
import { reducePrimitives } from "./reduce.ts";
import { shapePrimitives } from "./shape.ts";
import { softmaxPrimitives } from "./softmax.ts";
import { barrierPrimitive, identityPrimitive } from "./structural.ts";
import { unaryPrimitives } from "./unary.ts";
import { wherePrimitives } from "./where.ts";

/** Every primitive that computes: what the test over the whole table runs through. */
export const allPrimitives: readonly Primitive[] = [
  identityPrimitive,
  barrierPrimitive,
  ...unaryPrimitives,
  ...binaryPrimitives,
  ...comparePrimitives,
  ...wherePrimitives,
  ...castPrimitives,
  ...shapePrimitives,
  ...reducePrimitives,
  ...softmaxPrimitives,
  ...matmulPrimitives,
  ...indexingPrimitives,
] as unknown as readonly Primitive[];
