import { checked } from "./check.ts";
import { copyOf } from "./graph.ts";
import type { Attributes, Primitive } from "./record.ts";
import { everyNode, withBody } from "./roles.ts";
import { Graph, Node, type Tensor } from "./tensor.ts";

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
    const merged = checked(merge(current), "merging", current);
    current = checked(prune(merged), "pruning", merged);
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
  for (const node of everyNode(graph)) count += 1 + node.inputs.length + node.outputs.length;
  return count;
}

/** Inlines blocks, drops aliases, merges nodes that compute the same. */
function merge(graph: Graph): Graph {
  const replaced = new Map<Tensor, Tensor>(graph.parameters.map((p) => [p, p]));
  const seen = new Map<string, Node>();
  const emit = (nodes: readonly Node[], known: Map<Tensor, Tensor>): void => {
    for (const node of nodes) {
      const inputs = node.inputs.map((input) => known.get(input)!);
      const { role } = node.primitive;
      if (typeof role === "object" && role.kind === "block") {
        const inner = role.body(node.attributes);
        const local = new Map<Tensor, Tensor>(inner.parameters.map((p, i) => [p, inputs[i]!]));
        emit(inner.nodes, local);
        node.outputs.forEach((output, i) => known.set(output, local.get(inner.outputs[i]!)!));
        continue;
      }
      if (role === "alias") {
        known.set(node.outputs[0]!, inputs[0]!);
        continue;
      }
      const attributes = withBody(node, optimise);
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
    if (typeof value === "bigint") return `${value}n`;
    // What JSON would leave out, or is long: the same one or another.
    if (typeof value === "function") return `#${identityOf(value)}`;
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
    const { role } = node.primitive;
    const pruned = typeof role === "object" && role.kind === "loop" ? role.prune(node.attributes, wanted) : undefined;
    if (pruned !== undefined) {
      const kept = node.outputs.filter((_, i) => pruned.outputs[i]);
      const rest = inputs.filter((_, i) => pruned.inputs[i]);
      const copy = new Node(node.primitive, rest, pruned.attributes, kept);
      kept.forEach((output, i) => replaced.set(output, copy.outputs[i]!));
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
