import type { Random } from "@lemma/interfaces";
import type { Dim } from "./dims.ts";
import type { DType } from "./dtype.ts";
import { DTypeError, PrimitiveError } from "./errors.ts";
import type { HostArray, HostEnvironment } from "./host-array.ts";
import type { LoweredTensor, Lowering } from "./onnx/lowering.ts";
import type { TensorSpec, TensorValue } from "./value.ts";

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
 * Everything about one operation: what it gives, both derivatives, its cost, its ONNX form, a slow reference for it and
 * inputs to test it on. Rules are written in other primitives, so every transformation applies to its own results.
 */
export interface Primitive<A extends Attributes = Attributes> {
  readonly name: string;
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

const defined = new Map<string, Primitive>();

/**
 * Makes a primitive known, and returns it. Its name stands for it in printouts, and where equal nodes are merged.
 *
 * @throws {PrimitiveError} when another primitive has the name.
 */
export function definePrimitive<A extends Attributes>(primitive: Primitive<A>): Primitive<A> {
  const { name } = primitive;
  if (defined.has(name)) throw new PrimitiveError(`${name}: expected a name that no other primitive has`);
  defined.set(name, forAnyAttributes(primitive));
  return primitive;
}

/** Every primitive that has been defined: those of this package, and those of the programs that import it. */
export const allPrimitives = (): readonly Primitive[] => [...defined.values()];

/** Attributes are only ever handed back to the primitive that they were made for. */
const forAnyAttributes = <A extends Attributes>(primitive: Primitive<A>): Primitive =>
  primitive as unknown as Primitive;

let nextId = 1;

/** One application of a primitive. Ids grow, so that the order of ids is an order of computation. */
export class Node {
  readonly id: number = nextId++;
  readonly primitive: Primitive;
  readonly inputs: readonly Tensor[];
  readonly attributes: Attributes;
  readonly outputs: readonly Tensor[];

  constructor(primitive: Primitive, inputs: readonly Tensor[], attributes: Attributes, outputs: readonly TensorSpec[]) {
    this.primitive = primitive;
    this.inputs = inputs;
    this.attributes = attributes;
    this.outputs = outputs.map(({ dtype, shape }, index) => new Tensor(this, index, dtype, shape));
  }
}

/** A symbolic tensor: which node computes it, its element type and its shape. Immutable. */
export class Tensor implements TensorSpec {
  readonly node: Node;
  readonly index: number;
  readonly dtype: DType;
  readonly shape: readonly Dim[];

  constructor(node: Node, index: number, dtype: DType, shape: readonly Dim[]) {
    this.node = node;
    this.index = index;
    this.dtype = dtype;
    this.shape = shape;
  }

  get rank(): number {
    return this.shape.length;
  }
}

/** The id that the next node will have: nodes below it are older. */
export const currentId = (): number => nextId;

/** Applies a primitive: checks shapes, adds a node, returns its outputs. */
export function apply<A extends Attributes>(
  primitive: Primitive<A>,
  inputs: readonly Tensor[],
  attributes: A,
): readonly Tensor[] {
  for (const input of inputs) if (!(input instanceof Tensor)) throw notATensor(primitive.name, input);
  const outputs = primitive.shape(inputs, attributes);
  return new Node(forAnyAttributes(primitive), inputs, attributes, outputs).outputs;
}

/** The complaint about an operand that TypeScript would have refused. */
export function notATensor(operation: string, received: unknown): DTypeError {
  if (typeof received === "object" && received !== null && "data" in received && "dtype" in received)
    return new DTypeError(operation, "a tensor of the program", "a value: constant(…) makes a tensor of it");
  if (received?.constructor.name === "Tensor")
    return new DTypeError(operation, "a tensor of the program", "one of another copy of @lemma/autodiff");
  return new DTypeError(operation, "a tensor of the program", received === null ? "null" : typeof received);
}

/** `apply` for primitives with one output. */
export const apply1 = <A extends Attributes>(
  primitive: Primitive<A>,
  inputs: readonly Tensor[],
  attributes: A,
): Tensor => apply(primitive, inputs, attributes)[0]!;

/** Whether `x` was made by `primitive`; then its attributes. For constructors that look at what they are given. */
export const madeBy = <A extends Attributes>(x: Tensor, primitive: Primitive<A>): A | undefined =>
  x.node.primitive === forAnyAttributes(primitive) ? (x.node.attributes as A) : undefined;
