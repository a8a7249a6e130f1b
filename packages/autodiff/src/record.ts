import type { Random } from "@lemma/interfaces";
import type { Bindings, Dim } from "./dims.ts";
import type { DType } from "./dtype.ts";
import type { HostArray } from "./host-array.ts";
import type { Graph, Tensor } from "./tensor.ts";
import type { ExternalTensor, StoredBytes, TensorSpec, TensorValue } from "./value.ts";

/** What a node carries beside its inputs. Immutable; bodies of control flow are `Graph`s in here. */
export type Attributes = Readonly<Record<string, unknown>>;

export interface RuleContext<A extends Attributes> {
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
  readonly attributes: A;
}

export interface JvpContext<A extends Attributes> extends RuleContext<A> {
  /** One per input; undefined is zero. */
  readonly tangents: readonly (Tensor | undefined)[];
}

export interface VjpContext<A extends Attributes> extends RuleContext<A> {
  /** One per output; undefined is zero. */
  readonly cotangents: readonly (Tensor | undefined)[];
  /** Which inputs somebody wants the cotangent of; rules may skip the others. */
  readonly needs: readonly boolean[];
}

/**
 * Tangents with values of their own, for operations that are best computed once for both: loops, and blocks whose inside
 * should not outlive them. What follows is computed from these values instead of the first ones, which then nobody needs.
 */
export interface Joint {
  readonly values: readonly Tensor[];
  readonly tangents: readonly (Tensor | undefined)[];
}

export interface Sample<A extends Attributes> {
  readonly inputs: readonly TensorValue[];
  readonly attributes: A;
}

/** Concrete sizes of one application, for counting. */
export interface Sizes<A extends Attributes> {
  readonly inputs: readonly (readonly number[])[];
  readonly outputs: readonly (readonly number[])[];
  readonly attributes: A;
}

/**
 * What an operation is to those who read graphs: `cost`, `optimise`, lowering, checkpoints and printing. They ask for this, never for
 * a name, and a further role does not compile before `roles.ts` has said what each of them makes of it.
 *
 * - `"operation"`: computes its outputs, into memory of their own.
 * - `"form"`: elements of its inputs, moved or converted, in memory of their own; its ONNX form takes every element type.
 * - `"view"`: the elements of its first input, in that one's memory; other inputs are only waited for.
 * - `"alias"`: its one input itself, which means something to derivatives only: optimising leaves it out.
 * - `"source"`: made of numbers and sizes alone.
 * - `"stored"`: a value that the program or a file holds.
 * - `"parameter"`: a value that the graph is given.
 * - `Block`, `Loop`: graphs of their own.
 */
export type Role<A extends Attributes = Attributes> =
  | "operation"
  | "form"
  | "view"
  | "alias"
  | "source"
  | "stored"
  | "parameter"
  | Block<A>
  | Loop<A>;

/** A graph that is kept whole until the program is optimised, which puts its nodes in its place. */
export interface Block<A extends Attributes> {
  readonly kind: "block";
  body(attributes: A): Graph;
}

/** A graph that is run any number of times. */
export interface Loop<A extends Attributes> {
  readonly kind: "loop";
  body(attributes: A): Graph;
  /** The attributes for a body with the same parameters and outputs. */
  withBody(attributes: A, body: Graph): A;
  /** How often it runs, for counting. */
  steps(attributes: A, dims: Bindings): number;
  /** Sizes inside the body, for counting: those that change from step to step are as they are after the last one. */
  inside(attributes: A, dims: Bindings): Bindings;
  /** The loop without what nobody wants of its outputs, and what only that depends on; undefined where all of it is needed. */
  prune(attributes: A, wanted: readonly boolean[]): Pruned<A> | undefined;
}

/** Which inputs and outputs of a node stay, and its attributes without the others. */
export interface Pruned<A extends Attributes> {
  readonly attributes: A;
  readonly inputs: readonly boolean[];
  readonly outputs: readonly boolean[];
}

/**
 * Everything about one operation: what it is and gives, both derivatives, its cost, its ONNX form, a slow reference for it and
 * inputs to test it on. Rules are written in other primitives, so every transformation applies to its own results. It is a function
 * of its inputs and attributes: equal nodes are computed once.
 */
export interface Primitive<A extends Attributes = Attributes> {
  readonly name: string;
  readonly role: Role<A>;
  /** The outputs' element types and shapes. @throws {ShapeError | DTypeError} when the inputs cannot be used together. */
  shape(inputs: readonly TensorSpec[], attributes: A): readonly TensorSpec[];
  /**
   * Tangents of the outputs, undefined for zero. `"linear"`: linear in the first input, the others being indices.
   * `"zero"`: piecewise constant, or of integers; no gradient, which is a different fact from a missing rule.
   */
  readonly jvp: "zero" | "linear" | ((context: JvpContext<A>) => readonly (Tensor | undefined)[] | Joint);
  /** Cotangents of the inputs, undefined for zero. `{ none }`: forward mode only, with the reason. */
  readonly vjp: "zero" | { readonly none: string } | ((context: VjpContext<A>) => readonly (Tensor | undefined)[]);
  /** Sizes that must not be negative, which shows only when symbols are bound; none when absent. */
  sizes?(inputs: readonly TensorSpec[], attributes: A): readonly Dim[];
  flops(sizes: Sizes<A>): number;
  /** Bytes that it reads beside its inputs: weights that are attributes. None when absent. */
  reads?(sizes: Sizes<A>): number;
  /** The files that it reads; none when absent. */
  files?(attributes: A): readonly { readonly path: string }[];
  /** Bytes that it needs while it runs, beside inputs and outputs. None when absent. */
  workspace?(sizes: Sizes<A>): number;
  /** Emits nodes and returns the names of the outputs. */
  toOnnx(inputs: readonly LoweredTensor[], lowering: Lowering, attributes: A, outputs: readonly TensorSpec[]): string[];
  /** The slow, obvious twin, in float64. */
  evaluate(
    inputs: readonly HostArray[],
    attributes: A,
    environment: HostEnvironment,
    outputs: readonly TensorSpec[],
  ): HostArray[];
  /** Inputs for the test over the whole table; they keep away from kinks. */
  samples(random: Random): readonly Sample<A>[];
}

/** What a primitive's `evaluate` may ask for. */
export interface HostEnvironment {
  size(dim: Dim): number;
  run(graph: Graph, inputs: readonly HostArray[]): HostArray[];
}

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
