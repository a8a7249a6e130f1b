import { sameShape, showShape } from "./dims.ts";
import { GraphError } from "./errors.ts";
import { bodyOf } from "./roles.ts";
import { isParameter, type Graph, type Node, type Tensor } from "./tensor.ts";
import type { TensorSpec } from "./value.ts";

let isOn = process.env["LEMMA_CHECK_GRAPHS"] === "1";

/** Whether graphs are checked wherever a transformation has made one. Off unless `LEMMA_CHECK_GRAPHS=1`. */
export const checksGraphs = (): boolean => isOn;

/** Turns the checks on or off, for what is transformed from now on; returns what they were. */
export function checkGraphs(on: boolean): boolean {
  const before = isOn;
  isOn = on;
  return before;
}

/**
 * A graph that `transformation` made, `before` being what of, with the same parameters and results.
 *
 * @throws {GraphError} where checks are on, as `checkGraph` does.
 */
export function checked<G extends Graph>(graph: G, transformation: string, before?: Graph): G {
  if (!isOn) return graph;
  checkGraph(graph, transformation);
  if (before === undefined) return graph;
  requireSame(transformation, "parameters", graph.parameters, before.parameters);
  requireSame(transformation, "results", graph.outputs, before.outputs);
  return graph;
}

/** The same for tensors of a program that is being traced: parameters of any graph may be among what they are computed from. */
export function checkedTensors<T extends readonly (Tensor | undefined)[]>(tensors: T, transformation: string): T {
  if (isOn) requireSound(transformation, tensors);
  return tensors;
}

/**
 * That a graph is one: all that it uses is computed before, or given, and each node has the element types and shapes that its
 * primitive infers from its inputs, in bodies too. What is checked once is not checked again.
 *
 * @throws {GraphError} naming the transformation and the node that is wrong: a mistake in a rule, not in the program.
 */
export function checkGraph(graph: Graph, transformation: string): void {
  const own = new Set(graph.parameters);
  if (own.size !== graph.parameters.length) throw new GraphError(transformation, "a parameter is there twice");
  for (const p of own)
    if (!isParameter(p.node)) throw new GraphError(transformation, `${nameOf(p.node)} stands among the parameters`);
  requireSound(transformation, [...graph.parameters, ...graph.outputs]);
  const require = (x: Tensor, user: string): void => {
    if (isParameter(x.node) && !own.has(x))
      throw new GraphError(transformation, `${user} uses a parameter of another graph`);
  };
  for (const node of graph.nodes) for (const input of node.inputs) require(input, nameOf(node));
  for (const output of graph.outputs) require(output, "the result");
}

const sound = new WeakSet<Node>();

function requireSound(transformation: string, tensors: readonly (Tensor | undefined)[]): void {
  const stack: Node[] = [];
  const visit = (x: Tensor, user: string): void => {
    if (x.node.outputs[x.index] !== x)
      throw new GraphError(
        transformation,
        `${user} uses output ${x.index} of ${nameOf(x.node)}, which has no such one`,
      );
    if (!sound.has(x.node)) stack.push(x.node);
  };
  for (const x of tensors) if (x !== undefined) visit(x, "the result");
  while (stack.length > 0) {
    const node = stack.pop()!;
    if (sound.has(node)) continue;
    for (const input of node.inputs) {
      if (input.node.id >= node.id)
        throw new GraphError(transformation, `${nameOf(node)} uses ${nameOf(input.node)} before it is computed`);
      visit(input, nameOf(node));
    }
    requireInferred(transformation, node);
    const body = bodyOf(node);
    if (body !== undefined) checkGraph(body, `${transformation}, inside ${nameOf(node)}`);
    sound.add(node);
  }
}

function requireInferred(transformation: string, node: Node): void {
  let inferred: readonly TensorSpec[];
  try {
    inferred = node.primitive.shape(node.inputs, node.attributes);
  } catch (cause) {
    throw new GraphError(transformation, `${nameOf(node)} does not take its inputs: ${String(cause)}`, { cause });
  }
  requireSame(transformation, `outputs of ${nameOf(node)}`, node.outputs, inferred);
}

function requireSame(
  transformation: string,
  what: string,
  received: readonly TensorSpec[],
  expected: readonly TensorSpec[],
): void {
  const same = received.length === expected.length && received.every((x, i) => isLike(x, expected[i]!));
  if (!same)
    throw new GraphError(transformation, `${what}: expected ${showAll(expected)}, received ${showAll(received)}`);
}

const isLike = (a: TensorSpec, b: TensorSpec): boolean => a.dtype === b.dtype && sameShape(a.shape, b.shape);

const showAll = (specs: readonly TensorSpec[]): string =>
  specs.map(({ dtype, shape }) => `${dtype}${showShape(shape)}`).join(", ") || "none";

const nameOf = ({ primitive, id }: Node): string => `${primitive.name} (node ${id})`;
