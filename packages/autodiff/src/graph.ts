import { checked } from "./check.ts";
import { ScopeError, TreeError } from "./errors.ts";
import type { Attributes } from "./record.ts";
import { ancestors, apply1, currentId, definePrimitive, Graph, isParameter, Node, Tensor } from "./tensor.ts";
import { treeFlatten, treeMap, treePaths, treeUnflatten, type Replace, type Structure } from "./tree.ts";
import { spec, type TensorSpec } from "./value.ts";

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
  role: "parameter",
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

export const makeParameter = (given: TensorSpec, label: string): Tensor =>
  apply1(parameterPrimitive, [], { label, spec: spec(given.dtype, given.shape) });

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
  return checked(graph, "trace");
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
    if (isParameter(x.node) && !own.has(x))
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
  const { graph, captured } = close(parameters, leaves, start);
  return { graph: checked(graph, operation), captured, result, structure };
}

/** Turns everything older than `start` that `outputs` use into parameters. */
function close(
  parameters: readonly Tensor[],
  outputs: readonly Tensor[],
  start: number,
): { graph: Graph; captured: Tensor[] } {
  const inside = ancestors(outputs, (node) => node.id >= start && !isParameter(node));
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
