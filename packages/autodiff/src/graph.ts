import { dtypes } from "./dtype.ts";
import { ScopeError, TreeError } from "./errors.ts";
import { currentId, definePrimitive, Node, Tensor, type Attributes, type Primitive } from "./tensor.ts";
import { treeFlatten, treeMap, treePaths, treeUnflatten, type Replace, type Structure } from "./tree.ts";
import { spec, type TensorSpec } from "./value.ts";

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
    return ancestors(this.outputs, (node) => node.primitive !== parameter);
  }

  toString(): string {
    return printGraph(this);
  }
}

/** A graph that remembers the trees that it was traced from. */
export class TracedGraph extends Graph {
  readonly inputStructure: Structure;
  readonly outputStructure: Structure;

  constructor(parameters: readonly Tensor[], outputs: readonly Tensor[], input: Structure, output: Structure) {
    super(parameters, outputs);
    this.inputStructure = input;
    this.outputStructure = output;
  }
}

interface ParameterAttributes extends Attributes {
  readonly label: string;
  readonly spec: TensorSpec;
}

/** The leaf of a graph: its value comes from outside. */
const parameterPrimitive = definePrimitive<ParameterAttributes>({
  name: "parameter",
  shape: (_, { spec: given }) => [given],
  jvp: "zero",
  vjp: "zero",
  flops: () => 0,
  toOnnx: () => {
    throw new Error("a parameter is bound by the graph that it belongs to");
  },
  evaluate: () => {
    throw new Error("a parameter is bound by the graph that it belongs to");
  },
  samples: () => [],
});

export const parameter = parameterPrimitive as unknown as Primitive;

export function makeParameter(given: TensorSpec, label: string): Tensor {
  const own = spec(given.dtype, given.shape);
  return new Node(parameter, [], { label, spec: own }, [own]).outputs[0]!;
}

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

/** The tree of specs with symbolic tensors at the leaves. */
export type TensorsOf<S> = Replace<S, TensorSpec, Tensor>;

/**
 * Runs `f` once on symbolic tensors and keeps what it computed. Whatever `f` does besides is done once, now.
 *
 * @throws {ShapeError | DTypeError} from the operation that cannot be.
 */
export function trace<const S extends readonly unknown[], R>(f: (...args: TensorsOf<S>) => R, specs: S): TracedGraph {
  const { structure } = treeFlatten<TensorSpec>(specs);
  const paths = treePaths(structure);
  let next = 0;
  const args = treeMap<S, TensorSpec, Tensor>(specs, (leaf) => {
    if (typeof leaf !== "object" || leaf === null || !("dtype" in leaf))
      throw new TreeError("trace", `a spec at ${paths[next]}`, String(leaf));
    return makeParameter(leaf, paths[next++]!);
  });
  const parameters = treeFlatten<Tensor>(args).leaves;
  const result = flattenTensors("trace", "result", f(...(args as TensorsOf<S>)));
  if (result.leaves.length === 0) throw new TreeError("trace", "a result of one tensor or more", "none");
  const graph = new TracedGraph(parameters, result.leaves, structure, result.structure);
  requireOwnParameters(graph);
  return graph;
}

/** A tree's tensors. @throws {TreeError} when a leaf is something else; `what` says what the tree is. */
export function flattenTensors(
  operation: string,
  what: string,
  tree: unknown,
): { leaves: Tensor[]; structure: Structure } {
  const { leaves, structure } = treeFlatten<unknown>(tree);
  leaves.forEach((x, i) => {
    if (x instanceof Tensor) return;
    const path = treePaths(structure)[i]!;
    throw new TreeError(operation, `a Tensor as ${what}${path === "" ? "" : ` ${path}`}`, String(x));
  });
  return { leaves: leaves as Tensor[], structure };
}

/** Tensors that were kept from another program, or from a loop's or block's inside, have no value here. */
function requireOwnParameters({ parameters, outputs, nodes }: Graph): void {
  const own = new Set(parameters);
  const check = (x: Tensor, user: string): void => {
    if (x.node.primitive === parameter && !own.has(x))
      throw new ScopeError(
        `trace: ${user} uses a tensor of another program, or of the inside of a loop, block or rule; pass it as an argument or a result`,
      );
  };
  for (const node of nodes) for (const input of node.inputs) check(input, node.primitive.name);
  for (const output of outputs) check(output, "the result");
}

/** A body of control flow: a closed graph, with what it used from around it as extra parameters at the end. */
export interface Body<R> {
  readonly graph: Graph;
  readonly captured: readonly Tensor[];
  readonly result: R;
  readonly structure: Structure;
}

/**
 * Traces `f` on fresh parameters; outer tensors that it uses become parameters too.
 *
 * @throws {TreeError} when `f`, the inside of `operation`, returns something else than tensors.
 */
export function traceBody<R>(
  operation: string,
  f: (parameters: readonly Tensor[]) => R,
  specs: readonly TensorSpec[],
): Body<R> {
  const start = currentId();
  const parameters = specs.map((given, i) => makeParameter(given, `p${i}`));
  const result = f(parameters);
  const { leaves, structure } = flattenTensors(operation, "result", result);
  return { ...close(parameters, leaves, start), result, structure };
}

/** Turns everything older than `start` that `outputs` use into parameters. */
function close(
  parameters: readonly Tensor[],
  outputs: readonly Tensor[],
  start: number,
): { graph: Graph; captured: Tensor[] } {
  const inside = ancestors(outputs, (node) => node.id >= start && node.primitive !== parameter);
  const replaced = new Map<Tensor, Tensor>(parameters.map((p) => [p, p]));
  const captured: Tensor[] = [];
  const extra: Tensor[] = [];
  const resolve = (x: Tensor): Tensor => {
    let found = replaced.get(x);
    if (found === undefined) {
      // Reached only for tensors from outside: those from inside are rebuilt before they are used.
      found = makeParameter(x, `c${captured.length}`);
      captured.push(x);
      extra.push(found);
      replaced.set(x, found);
    }
    return found;
  };
  for (const node of inside) {
    const inputs = node.inputs.map(resolve);
    const same = inputs.every((input, i) => input === node.inputs[i]);
    const rebuilt = same ? node : copyOf(node, inputs);
    node.outputs.forEach((output, i) => replaced.set(output, rebuilt.outputs[i]!));
  }
  const closed = outputs.map(resolve);
  return { graph: new Graph([...parameters, ...extra], closed), captured };
}

/** The node once more, on other inputs of the same types and shapes. */
export const copyOf = ({ primitive, attributes, outputs }: Node, inputs: readonly Tensor[]): Node =>
  new Node(primitive, inputs, attributes, outputs);

/** The graph's outputs on other tensors: its nodes once more, as if its program had been called. */
export function inline(graph: Graph, args: readonly Tensor[]): Tensor[] {
  const replaced = new Map<Tensor, Tensor>(graph.parameters.map((p, i) => [p, args[i]!]));
  for (const node of graph.nodes) {
    const inputs = node.inputs.map((input) => replaced.get(input)!);
    const copy = copyOf(node, inputs);
    node.outputs.forEach((output, i) => replaced.set(output, copy.outputs[i]!));
  }
  return graph.outputs.map((output) => replaced.get(output)!);
}

/** The result of a traced graph, as the tree that its function returned. */
export const restoreTree = <R>(graph: TracedGraph, leaves: readonly unknown[]): R =>
  treeUnflatten(graph.outputStructure, leaves);

const showType = (x: TensorSpec): string => `${dtypes[x.dtype].short}[${x.shape.join(", ")}]`;

/** One line per node: `%2:f32[batch, 4] = matmul %0 %1`. Bodies are indented under their node. */
export function printGraph(graph: Graph, indent = "", names = new Map<Tensor, string>()): string {
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
      if (value instanceof Graph) lines.push(`${indent}    ${key}:`, printGraph(value, `${indent}    `, new Map()));
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
