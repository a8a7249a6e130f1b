import type { Dim } from "./dims.ts";
import { dtypes, type DType } from "./dtype.ts";
import { DTypeError, PrimitiveError } from "./errors.ts";
import type { Attributes, Primitive } from "./record.ts";
import type { TensorSpec } from "./value.ts";

const defined = new Map<string, Primitive>();

/**
 * Makes a primitive known, and returns it, closed: what it says now it says for good. Its name stands for it in printouts, and where
 * equal nodes are merged.
 *
 * @throws {PrimitiveError} when another primitive has the name, or the record does not say what the operation is.
 */
export function definePrimitive<A extends Attributes>(primitive: Primitive<A>): Primitive<A> {
  const { name, role } = primitive;
  if (defined.has(name)) throw new PrimitiveError(`${name}: expected a name that no other primitive has`);
  // TypeScript would have refused it.
  if (role === undefined) throw new PrimitiveError(`${name}: expected a role, such as "operation"`);
  if (typeof role === "object") Object.freeze(role);
  defined.set(name, forAnyAttributes(Object.freeze(primitive)));
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

export const isParameter = ({ primitive }: Node): boolean => primitive.role === "parameter";

/** Nodes on which `outputs` depend, oldest first, following inputs only of nodes that `keep` admits. */
export function ancestors(outputs: readonly Tensor[], keep: (node: Node) => boolean): Node[] {
  const seen = new Set<Node>();
  const stack = outputs.map((output) => output.node);
  while (stack.length > 0) {
    const node = stack.pop()!;
    if (seen.has(node) || !keep(node)) continue;
    seen.add(node);
    for (const input of node.inputs) stack.push(input.node);
  }
  return [...seen].sort((a, b) => a.id - b.id);
}

/** A closed program: parameters in, outputs out, nothing captured. `toString()` prints it. */
export class Graph {
  readonly parameters: readonly Tensor[];
  readonly outputs: readonly Tensor[];

  constructor(parameters: readonly Tensor[], outputs: readonly Tensor[]) {
    this.parameters = parameters;
    this.outputs = outputs;
  }

  /** The nodes that the outputs need, in an order of computation; parameters are not among them. */
  get nodes(): readonly Node[] {
    return ancestors(this.outputs, (node) => !isParameter(node));
  }

  toString(): string {
    return show(this, "");
  }
}

const showType = (x: TensorSpec): string => `${dtypes[x.dtype].short}[${x.shape.join(", ")}]`;

/** One line per node: `%2:f32[batch, 4] = matmul %0 %1`. Bodies are indented under their node. */
function show(graph: Graph, indent: string): string {
  const names = new Map<Tensor, string>();
  let counter = 0;
  const define = (x: Tensor): string => {
    const name = `%${counter++}`;
    names.set(x, name);
    return `${name}:${showType(x)}`;
  };
  const lines = [`${indent}(${graph.parameters.map(define).join(", ")}) =>`];
  for (const node of graph.nodes) {
    const outputs = node.outputs.map(define).join(", ");
    const inputs = node.inputs.map((input) => names.get(input) ?? "?");
    lines.push(
      `${indent}  ${[`${outputs} =`, node.primitive.name, ...inputs].join(" ")}${showAttributes(node.attributes)}`,
    );
    for (const [key, value] of Object.entries(node.attributes))
      if (value instanceof Graph) lines.push(`${indent}    ${key}:`, show(value, `${indent}    `));
  }
  lines.push(`${indent}  return ${graph.outputs.map((x) => names.get(x) ?? "?").join(", ")}`);
  return lines.join("\n");
}

function showAttributes(attributes: Attributes): string {
  const shown = Object.entries(attributes)
    .filter(([, value]) => value !== undefined && !(value instanceof Graph) && typeof value !== "function")
    .map(([key, value]) => `${key}=${showAttribute(value)}`);
  return shown.length === 0 ? "" : ` {${shown.join(", ")}}`;
}

function showAttribute(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(showAttribute).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    if ("data" in value) {
      const { data } = value as { data: ArrayLike<unknown> };
      return data.length <= 8 ? `[${Array.from(data).join(", ")}]` : `${data.length} elements`;
    }
    return "path" in value ? String((value as { path: unknown }).path) : "{…}";
  }
  return String(value);
}
