import { tensor } from "@lemma/autodiff";
import { fromFloat16Bits } from "@lemma/autodiff";
import type { Lowering } from "@lemma/autodiff/primitive";

// What the layouts' ONNX forms have in common: bytes `[S, …]` of S blocks, taken apart with plain operators.

/** Every float16, by its bits: ONNX cannot see two bytes as one number, and looks them up instead. */
const halves = tensor(
  "float32",
  [65_536],
  Float32Array.from({ length: 65_536 }, (_, bits) => fromFloat16Bits(bits)),
);

/** Bytes `from … to − 1` of each block: `[S, bytes] → [S, to − from]`. */
export const part = (lowering: Lowering, blocks: string, from: number, to: number): string =>
  lowering.op("Slice", [blocks, lowering.ints([from]), lowering.ints([to]), lowering.ints([1])]);

export const reshape = (lowering: Lowering, x: string, ...dims: number[]): string =>
  lowering.op("Reshape", [x, lowering.ints(dims)]);

export const and = (lowering: Lowering, x: string, mask: number): string =>
  lowering.op("BitwiseAnd", [x, lowering.byte(mask)]);

export const or = (lowering: Lowering, x: string, y: string): string => lowering.op("BitwiseOr", [x, y]);

export const up = (lowering: Lowering, x: string, by: number): string =>
  lowering.op("BitShift", [x, lowering.byte(by)], { direction: "LEFT" });

export const down = (lowering: Lowering, x: string, by: number): string =>
  lowering.op("BitShift", [x, lowering.byte(by)], { direction: "RIGHT" });

/** x shifted right by each amount: `[S, m, 1, n] → [S, m, amounts, n]`. */
export const spread = (lowering: Lowering, x: string, amounts: Uint8Array): string =>
  lowering.op("BitShift", [x, lowering.stored({ data: amounts }, "uint8", [amounts.length, 1])], {
    direction: "RIGHT",
  });

export const concat = (lowering: Lowering, axis: number, ...parts: string[]): string =>
  lowering.op("Concat", parts, { axis });

export const floats = (lowering: Lowering, x: string): string =>
  lowering.op("Cast", [x], { to: lowering.dtypeNumber("float32") });

/** The float16 in the two bytes from `at`: `[S, bytes] → float32 [S, 1]`. */
export function half(lowering: Lowering, blocks: string, at: number): string {
  const index = (byte: string): string => lowering.op("Cast", [byte], { to: lowering.dtypeNumber("int64") });
  const low = index(part(lowering, blocks, at, at + 1));
  const high = index(part(lowering, blocks, at + 1, at + 2));
  const bits = lowering.op("Add", [low, lowering.op("Mul", [high, lowering.scalar("int64", 256)])]);
  return lowering.op("Gather", [lowering.constant(halves), bits], { axis: 0 });
}
