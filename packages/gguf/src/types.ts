import type { QuantizedLayout } from "@lemma/autodiff";
import { q4_0, q4_1, q4_k, q5_k, q6_k, q8_0 } from "./layouts.ts";

/** How a tensor's values are stored. */
export interface GgufType {
  readonly name: string;
  /** Values in a block, and its bytes; numbers are blocks of one. */
  readonly elements: number;
  readonly bytes: number;
  /** What blocks hold; absent for plain numbers. */
  readonly layout?: QuantizedLayout;
  /** Of plain numbers. */
  readonly dtype?: "float32" | "float16" | "bfloat16";
}

/** By number in the file. Adding one is adding a record. */
export const ggufTypes: ReadonlyMap<number, GgufType> = new Map<number, GgufType>([
  [0, { name: "F32", elements: 1, bytes: 4, dtype: "float32" }],
  [1, { name: "F16", elements: 1, bytes: 2, dtype: "float16" }],
  [2, { name: "Q4_0", elements: 32, bytes: 18, layout: q4_0 }],
  [3, { name: "Q4_1", elements: 32, bytes: 20, layout: q4_1 }],
  [8, { name: "Q8_0", elements: 32, bytes: 34, layout: q8_0 }],
  [12, { name: "Q4_K", elements: 256, bytes: 144, layout: q4_k }],
  [13, { name: "Q5_K", elements: 256, bytes: 176, layout: q5_k }],
  [14, { name: "Q6_K", elements: 256, bytes: 210, layout: q6_k }],
  [30, { name: "BF16", elements: 1, bytes: 2, dtype: "bfloat16" }],
]);

/** What other numbers are called in ggml.h, for messages. */
export const otherTypes: ReadonlyMap<number, string> = new Map(
  Object.entries({
    6: "Q5_0",
    7: "Q5_1",
    9: "Q8_1",
    10: "Q2_K",
    11: "Q3_K",
    15: "Q8_K",
    16: "IQ2_XXS",
    17: "IQ2_XS",
    18: "IQ3_XXS",
    19: "IQ1_S",
    20: "IQ4_NL",
    21: "IQ3_S",
    22: "IQ2_S",
    23: "IQ4_XS",
    24: "I8",
    25: "I16",
    26: "I32",
    27: "I64",
    28: "F64",
    29: "IQ1_M",
    34: "TQ1_0",
    35: "TQ2_0",
    39: "MXFP4",
  }).map(([number, name]) => [Number(number), name]),
);
