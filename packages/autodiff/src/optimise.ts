import { copyOf, Graph, parameter } from "./graph.ts";
import { callPrimitive } from "./primitives/call.ts";
import { scanPrimitive, type ScanAttributes } from "./primitives/scan.ts";
import { whilePrimitive, type WhileAttributes } from "./primitives/while.ts";
import { Node, type Attributes, type Primitive, type Tensor } from "./tensor.ts";

/**
 * The same program with blocks inlined, equal nodes merged and what nobody uses removed, inside the bodies of loops too.
 * Barriers keep what is recomputed on purpose from being merged: its inputs differ.
 */
export function optimise(graph: Graph): Graph {
  const known = optimised.get(graph);
  if (known !== undefined) return known;
  let current = graph;
  let size = countAll(graph);
  for (;;) {
    current = prune(merge(current));
    const next = countAll(current);
    if (next === size) break;
    size = next;
  }
  optimised.set(graph, current);
  optimised.set(current, current);
  return current;
}

const optimised = new WeakMap<Graph, Graph>();

function countAll(graph: Graph): number {
  let count = 0;
  for (const node of graph.nodes) {
    count += 1 + node.inputs.length + node.outputs.length;
    for (const value of Object.values(node.attributes)) if (value instanceof Graph) count += countAll(value);
  }
  return count;
}

const is = (node: Node, primitive: unknown): boolean => node.primitive === primitive;

/** Inlines calls, drops identities, merges nodes that compute the same. */
function merge(graph: Graph): Graph {
  const replaced = new Map<Tensor, Tensor>(graph.parameters.map((p) => [p, p]));
  const seen = new Map<string, Node>();
  const emit = (nodes: readonly Node[], known: Map<Tensor, Tensor>): void => {
    for (const node of nodes) {
      const inputs = node.inputs.map((input) => known.get(input)!);
      if (is(node, callPrimitive)) {
        const { graph: inner } = node.attributes as { graph: Graph };
        const local = new Map<Tensor, Tensor>(inner.parameters.map((p, i) => [p, inputs[i]!]));
        emit(inner.nodes, local);
        node.outputs.forEach((output, i) => known.set(output, local.get(inner.outputs[i]!)!));
        continue;
      }
      if (node.primitive.name === "identity" || node.primitive.name === "stopGradient") {
        known.set(node.outputs[0]!, inputs[0]!);
        continue;
      }
      const attributes = withOptimisedBodies(node.attributes);
      const key = keyOf(node.primitive, inputs, attributes);
      let copy = seen.get(key);
      if (copy === undefined) {
        copy = new Node(node.primitive, inputs, attributes, node.outputs);
        seen.set(key, copy);
      }
      node.outputs.forEach((output, i) => known.set(output, copy.outputs[i]!));
    }
  };
  emit(graph.nodes, replaced);
  return new Graph(
    graph.parameters,
    graph.outputs.map((output) => replaced.get(output)!),
  );
}

function withOptimisedBodies(attributes: Attributes): Attributes {
  const entries = Object.entries(attributes);
  if (!entries.some(([, value]) => value instanceof Graph)) return attributes;
  return Object.fromEntries(entries.map(([key, value]) => [key, value instanceof Graph ? optimise(value) : value]));
}

const identities = new WeakMap<object, number>();
let nextIdentity = 1;
const identityOf = (value: object): number => {
  let id = identities.get(value);
  if (id === undefined) identities.set(value, (id = nextIdentity++));
  return id;
};

function keyOf(primitive: Primitive, inputs: readonly Tensor[], attributes: Attributes): string {
  const shown = JSON.stringify(attributes, (_, value: unknown) => {
    if (typeof value === "number" && (!Number.isFinite(value) || Object.is(value, -0)))
      return Object.is(value, -0) ? "-0" : String(value);
    if (typeof value === "object" && value !== null && (value instanceof Graph || "data" in value))
      return `#${identityOf(value)}`;
    return value;
  });
  return `${primitive.name} ${inputs.map((x) => `${x.node.id}.${x.index}`).join(" ")} ${shown}`;
}

/** Removes results, carries and inputs of loops that nobody uses. */
function prune(graph: Graph): Graph {
  const nodes = graph.nodes;
  const used = new Set<Tensor>(graph.outputs);
  for (const node of nodes.toReversed()) for (const input of node.inputs) used.add(input);
  const replaced = new Map<Tensor, Tensor>(graph.parameters.map((p) => [p, p]));
  for (const node of nodes) {
    const inputs = node.inputs.map((input) => replaced.get(input)!);
    const wanted = node.outputs.map((output) => used.has(output));
    const pruned = is(node, scanPrimitive)
      ? pruneScan(node, inputs, wanted)
      : is(node, whilePrimitive)
        ? pruneWhile(node, inputs, wanted)
        : undefined;
    if (pruned !== undefined) {
      node.outputs.forEach((output, i) => pruned[i] && replaced.set(output, pruned[i]));
      continue;
    }
    const same = inputs.every((input, i) => input === node.inputs[i]);
    const copy = same ? node : copyOf(node, inputs);
    node.outputs.forEach((output, i) => replaced.set(output, copy.outputs[i]!));
  }
  return new Graph(
    graph.parameters,
    graph.outputs.map((output) => replaced.get(output)!),
  );
}

/** Parameters that these outputs of a body depend on. */
function dependencies(outputs: readonly Tensor[]): Set<Tensor> {
  const found = new Set<Tensor>();
  const seen = new Set<Node>();
  const stack = [...outputs];
  while (stack.length > 0) {
    const x = stack.pop()!;
    if (is(x.node, parameter)) found.add(x);
    if (seen.has(x.node)) continue;
    seen.add(x.node);
    stack.push(...x.node.inputs);
  }
  return found;
}

/** Which carries matter: those wanted outside, and those that something that matters depends on. */
function livingCarries(
  graph: Graph,
  carries: number,
  offset: number,
  roots: readonly Tensor[],
  wanted: readonly boolean[],
): boolean[] {
  const alive = Array.from({ length: carries }, (_, i) => wanted[i]!);
  for (;;) {
    const needed = dependencies([
      ...roots,
      ...graph.outputs.slice(offset, offset + carries).filter((_, i) => alive[i]),
    ]);
    const joined = alive.flatMap((flag, i) => (!flag && needed.has(graph.parameters[i]!) ? [i] : []));
    if (joined.length === 0) return alive;
    for (const i of joined) alive[i] = true;
  }
}

function pruneScan(
  node: Node,
  inputs: readonly Tensor[],
  wanted: readonly boolean[],
): (Tensor | undefined)[] | undefined {
  const attributes = node.attributes as ScanAttributes;
  const { graph, carries, sequences } = attributes;
  const results = graph.outputs.map((_, i) => i >= carries && wanted[i]!);
  const alive = livingCarries(
    graph,
    carries,
    0,
    graph.outputs.filter((_, i) => results[i]),
    wanted,
  );
  const keepOutput = graph.outputs.map((_, i) => (i < carries ? alive[i]! : results[i]!));
  const outputs = graph.outputs.filter((_, i) => keepOutput[i]);
  const needed = dependencies(outputs);
  const keepInput = graph.parameters.map((p, i) => (i < carries ? alive[i]! : needed.has(p)));
  // ONNX counts steps by a sequence: keep one.
  const counted = keepInput.slice(carries, carries + sequences).includes(true);
  if (!counted) keepInput[carries] = true;
  if (keepOutput.every(Boolean) && keepInput.every(Boolean)) return undefined;
  const copy = new Node(
    node.primitive,
    inputs.filter((_, i) => keepInput[i]),
    {
      ...attributes,
      graph: new Graph(
        graph.parameters.filter((_, i) => keepInput[i]),
        outputs,
      ),
      carries: alive.filter(Boolean).length,
      sequences: keepInput.slice(carries, carries + sequences).filter(Boolean).length,
    },
    node.outputs.filter((_, i) => keepOutput[i]),
  );
  return spread(copy, keepOutput);
}

function pruneWhile(
  node: Node,
  inputs: readonly Tensor[],
  wanted: readonly boolean[],
): (Tensor | undefined)[] | undefined {
  const attributes = node.attributes as WhileAttributes;
  const { graph, carries } = attributes;
  const alive = livingCarries(graph, carries, 1, [graph.outputs[0]!], wanted);
  const outputs = graph.outputs.filter((_, i) => i === 0 || alive[i - 1]);
  const needed = dependencies(outputs);
  const keepInput = graph.parameters.map((p, i) => (i < carries ? alive[i]! : needed.has(p)));
  if (keepInput.every(Boolean)) return undefined;
  const copy = new Node(
    node.primitive,
    inputs.filter((_, i) => i === 0 || keepInput[i - 1]),
    {
      ...attributes,
      graph: new Graph(
        graph.parameters.filter((_, i) => keepInput[i]),
        outputs,
      ),
      carries: alive.filter(Boolean).length,
    },
    node.outputs.filter((_, i) => alive[i]),
  );
  return spread(copy, alive);
}

const spread = (node: Node, kept: readonly boolean[]): (Tensor | undefined)[] => {
  let next = 0;
  return kept.map((keep) => (keep ? node.outputs[next++] : undefined));
};
