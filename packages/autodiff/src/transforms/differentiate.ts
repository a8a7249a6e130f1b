import { isFloat } from "../dtype.ts";
import { DifferentiationError } from "../errors.ts";
import { ancestors } from "../graph.ts";
import { add } from "../primitives/binary.ts";
import { apply, type Node, type Tensor } from "../tensor.ts";

/** Nodes between `roots` and `outputs` that change when a root does, oldest first; the roots' own nodes left out. */
function activeNodes(
  outputs: readonly Tensor[],
  roots: readonly Tensor[],
  differentiable: (node: Node) => boolean,
): Node[] {
  const rootNodes = new Set(roots.map((root) => root.node));
  const oldest = Math.min(...roots.map((root) => root.node.id));
  const active = new Set<Node>(rootNodes);
  return ancestors(outputs, (node) => node.id >= oldest).filter((node) => {
    if (rootNodes.has(node) || !differentiable(node) || !node.inputs.some((input) => active.has(input.node)))
      return false;
    active.add(node);
    return true;
  });
}

/** Tangents of `outputs` for tangents of `roots`, which are fresh `identity` nodes. Undefined is zero. */
export function pushforward(
  outputs: readonly Tensor[],
  roots: readonly Tensor[],
  tangents: readonly (Tensor | undefined)[],
): (Tensor | undefined)[] {
  const moving = roots.filter((_, i) => tangents[i] !== undefined);
  const known = new Map<Tensor, Tensor | undefined>(roots.map((root, i) => [root, tangents[i]]));
  if (moving.length === 0) return outputs.map(() => undefined);
  for (const node of activeNodes(outputs, moving, ({ primitive }) => primitive.jvp !== "zero")) {
    const { primitive, inputs } = node;
    const given = inputs.map((input) => known.get(input));
    if (given.every((tangent) => tangent === undefined)) continue;
    const result = applyJvp(node, given);
    node.outputs.forEach((output, i) => {
      const tangent = result[i];
      if (tangent === undefined) return;
      checkLike(`jvp of ${primitive.name}`, tangent, output);
      known.set(output, tangent);
    });
  }
  return outputs.map((output) => known.get(output));
}

function applyJvp(node: Node, tangents: readonly (Tensor | undefined)[]): readonly (Tensor | undefined)[] {
  const { primitive, inputs, attributes, outputs } = node;
  const rule = primitive.jvp;
  if (rule === "zero") return outputs.map(() => undefined);
  if (rule === "linear")
    return tangents[0] === undefined ? [undefined] : applyAgain(node, [tangents[0], ...inputs.slice(1)]);
  return rule({ inputs, outputs, attributes, tangents });
}

/** Cotangents of `roots`, which are fresh `identity` nodes, for cotangents of `outputs`. Undefined is zero. */
export function pullback(
  outputs: readonly Tensor[],
  roots: readonly Tensor[],
  cotangents: readonly (Tensor | undefined)[],
): (Tensor | undefined)[] {
  if (roots.length === 0) return [];
  const known = new Map<Tensor, Tensor>();
  const accumulate = (x: Tensor, g: Tensor): void => {
    const present = known.get(x);
    known.set(x, present === undefined ? g : add(present, g));
  };
  outputs.forEach((output, i) => {
    if (cotangents[i] !== undefined && isFloat(output.dtype)) accumulate(output, cotangents[i]);
  });
  const nodes = activeNodes(outputs, roots, ({ primitive }) => primitive.vjp !== "zero");
  const wanted = new Set<Node>([...nodes, ...roots.map((root) => root.node)]);
  for (const node of nodes.toReversed()) {
    const { primitive, inputs, attributes } = node;
    const given = node.outputs.map((output) => known.get(output));
    if (primitive.vjp === "zero" || given.every((g) => g === undefined)) continue;
    const needs = inputs.map((input) => isFloat(input.dtype) && wanted.has(input.node));
    const result = primitive.vjp({ inputs, outputs: node.outputs, attributes, cotangents: given, needs });
    inputs.forEach((input, i) => {
      const g = result[i];
      if (g === undefined || !needs[i]) return;
      checkLike(`vjp of ${primitive.name}`, g, input);
      accumulate(input, g);
    });
  }
  return roots.map((root) => known.get(root));
}

/** A rule that returns another shape is a mistake in this package; finding it here beats finding it in ONNX Runtime. */
function checkLike(rule: string, derivative: Tensor, value: Tensor): void {
  if (derivative.dtype !== value.dtype || derivative.shape.join() !== value.shape.join())
    throw new DifferentiationError(
      `${rule}: expected ${value.dtype}[${value.shape.join(", ")}], received ${derivative.dtype}[${derivative.shape.join(", ")}]`,
    );
}

const applyAgain = (node: Node, inputs: readonly Tensor[]): readonly Tensor[] =>
  apply(node.primitive, inputs, node.attributes);
