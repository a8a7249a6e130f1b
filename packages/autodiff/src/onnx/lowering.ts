import type { Dim } from "../dims.ts";
import type { DType } from "../dtype.ts";
import type { ExternalTensor } from "../primitives/constant.ts";
import type { Graph } from "../graph.ts";
import type { StoredBytes } from "../quantized/layout.ts";
import type { TensorSpec, TensorValue } from "../value.ts";

/** A tensor under its name in the ONNX graph. */
export interface LoweredTensor extends TensorSpec {
  readonly name: string;
}

export type OnnxAttribute =
  | { readonly kind: "int"; readonly value: number }
  | { readonly kind: "float"; readonly value: number }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "ints"; readonly value: readonly number[] }
  | { readonly kind: "tensor"; readonly value: TensorValue }
  | { readonly kind: "graph"; readonly value: Uint8Array };

/** An integer, a list of integers, text, a one-element tensor: the attributes that lowerings write plainly. */
export type PlainAttributes = Readonly<Record<string, number | string | readonly number[] | OnnxAttribute>>;

/** What a primitive's `toOnnx` writes with. */
export interface Lowering {
  /**
   * Adds a node; returns the names of its outputs. Plain numbers become integer attributes. A type with a dot is of the domain
   * before it: `com.microsoft.MatMulNBits`.
   */
  node(type: string, inputs: readonly string[], attributes?: PlainAttributes, outputs?: number): string[];
  /** `node` for one output. */
  op(type: string, inputs: readonly string[], attributes?: PlainAttributes): string;
  constant(value: TensorValue): string;
  /** A scalar of this type. */
  scalar(dtype: DType, value: number): string;
  /** A 1-D int64 constant. */
  ints(values: readonly number[]): string;
  external(value: ExternalTensor): string;
  /** Bytes of a quantised weight as a constant. Only lowerings see uint8: ONNX Runtime computes next to nothing in it. */
  stored(bytes: StoredBytes, dtype: "uint8" | "float32", shape: readonly number[]): string;
  /** A uint8 scalar. */
  byte(value: number): string;
  /** uint8, `value` everywhere, in the shape of `like`. */
  byteLike(like: string, value: number): string;
  /**
   * What `emit` adds, added to the outermost graph, once for each `key`: for what depends on constants alone, which ONNX Runtime
   * then computes when the session opens, if it may fold.
   */
  outermost(key: string, emit: () => readonly string[]): readonly string[];
  /** A 1-D int64 tensor with these sizes, constant where it can be. */
  dims(shape: readonly Dim[]): string;
  /** An int64 scalar with this size. */
  dim(dim: Dim): string;
  /**
   * The graph as an ONNX subgraph. `bound` names the parameters that come from around it, by index; the others become the
   * subgraph's inputs, in order, after `inputs`. Sizes named in `free` change from step to step.
   */
  body(
    graph: Graph,
    bound: ReadonlyMap<number, string>,
    options: { readonly inputs?: readonly LoweredTensor[]; readonly free?: ReadonlySet<string> },
  ): OnnxAttribute;
  /** What `emit` adds, as a subgraph without inputs: a branch of `If`. `emit` returns its outputs' names. */
  branch(emit: () => readonly string[], outputs: readonly TensorSpec[]): OnnxAttribute;
  /** The number of an element type in ONNX. */
  dtypeNumber(dtype: DType): number;
  /** A name that nothing else has. */
  fresh(hint: string): string;
}
