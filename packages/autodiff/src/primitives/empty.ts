import { productOf, type Dim } from "../dims.ts";
import type { Lowering } from "../record.ts";
import type { TensorSpec } from "../value.ts";
import { fullPrimitive } from "./constant.ts";

/**
 * `emit`, for kernels that fail on empty tensors: where `count` elements (or steps) turn out to be none, `otherwise` instead,
 * or zeros of the outputs' shapes. Nothing is added where `count` is known to be positive.
 */
export function unlessEmpty(
  lowering: Lowering,
  count: Dim | readonly Dim[],
  outputs: readonly TensorSpec[],
  emit: () => string[],
  otherwise: (index: number) => string | undefined = () => undefined,
): string[] {
  const size = Array.isArray(count) ? productOf(count as readonly Dim[]) : (count as Dim);
  if (typeof size === "number" && size > 0) return emit();
  const nothing = (): string[] =>
    outputs.map(
      ({ dtype, shape }, i) => otherwise(i) ?? fullPrimitive.toOnnx([], lowering, { value: 0, dtype, shape }, [])[0]!,
    );
  if (size === 0) return nothing();
  const isEmpty = lowering.op("Equal", [lowering.dim(size), lowering.scalar("int64", 0)]);
  return lowering.node(
    "If",
    [isEmpty],
    { then_branch: lowering.branch(nothing, outputs), else_branch: lowering.branch(emit, outputs) },
    outputs.length,
  );
}
