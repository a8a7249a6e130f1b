import { checkedTensors } from "../check.ts";
import { isFloat } from "../dtype.ts";
import { DifferentiationError } from "../errors.ts";
import { copyOf } from "../graph.ts";
import { add } from "../primitives/arithmetic.ts";
import type { Joint } from "../record.ts";
import { ancestors, apply, type Node, type Tensor } from "../tensor.ts";

/** Nodes between `roots` and `outputs` that change when a root does, oldest first; the roots' own nodes left out. */
function activeNodes(outputs: readonly Tensor[], roots: readonly Tensor[]): Node[] {
  const rootNodes = new Set(roots.map((root) => root.node));
  const oldest = Math.min(...roots.map((root) => root.node.id));
  const active = new Set<Node>(rootNodes);
  return ancestors(outputs, (node) => node.id >= oldest).filter((node) => {
    if (rootNodes.has(node) || node.primitive.vjp === "zero") return false;
    if (!node.inputs.some((input) => active.has(input.node))) return false;
    active.add(node);
    return true;
  });
}

/**
 * Tangents of `outputs` for tangents of `roots`, which are fresh `identity` nodes; undefined is zero. Where a rule computes
 * values with its tangents, everything after it is computed again from those, and `values` are the outputs in the same step
 * with their tangents. With `"keep values"` tangents are taken of the values that are there, for more directions than one.
 */
export function pushforward(
  outputs: readonly Tensor[],
  roots: readonly Tensor[],
  tangents: readonly (Tensor | undefined)[],
  keep?: "keep values",
): Joint {
  const moving = roots.filter((_, i) => tangents[i] !== undefined);
  if (moving.length === 0) return { values: outputs, tangents: outputs.map(() => undefined) };
  const rootNodes = new Set(roots.map((root) => root.node));
  const oldest = Math.min(...moving.map((root) => root.node.id));
  const tangentOf = new Map<Tensor, Tensor | undefined>(roots.map((root, i) => [root, tangents[i]]));
  const valueOf = new Map<Tensor, Tensor>();
  const current = (x: Tensor): Tensor => valueOf.get(x) ?? x;
  for (const node of ancestors(outputs, ({ id }) => id >= oldest)) {
    if (rootNodes.has(node)) continue;
    const inputs = node.inputs.map(current);
    const isMoved = inputs.some((input, i) => input !== node.inputs[i]);
    const given = node.inputs.map((input) => tangentOf.get(input));
    const values = isMoved ? copyOf(node, inputs).outputs : node.outputs;
    const result = applyJvp(node, inputs, values, given);
    node.outputs.forEach((output, i) => {
      const [value, tangent] = [keep === undefined ? result.values[i]! : output, result.tangents[i]];
      if (value !== output) valueOf.set(output, value);
      if (tangent === undefined) return;
      checkLike(`jvp of ${node.primitive.name}`, tangent, output);
      tangentOf.set(output, tangent);
    });
  }
  return {
    values: checkedTensors(outputs.map(current), "jvp"),
    tangents: checkedTensors(
      outputs.map((output) => tangentOf.get(output)),
      "jvp",
    ),
  };
}

function applyJvp(
  { primitive, attributes }: Node,
  inputs: readonly Tensor[],
  outputs: readonly Tensor[],
  tangents: readonly (Tensor | undefined)[],
): Joint {
  const { jvp: rule } = primitive;
  const still = { values: outputs, tangents: outputs.map(() => undefined) };
  if (rule === "zero" || tangents.every((tangent) => tangent === undefined)) return still;
  if (rule === "linear") {
    const [dx] = tangents;
    return dx === undefined
      ? still
      : { values: outputs, tangents: apply(primitive, [dx, ...inputs.slice(1)], attributes) };
  }
  const result = rule({ inputs, outputs, attributes, tangents });
  return "values" in result && "tangents" in result ? result : { values: outputs, tangents: result };
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
  const nodes = activeNodes(outputs, roots);
  const wanted = new Set<Node>([...nodes, ...roots.map((root) => root.node)]);
  for (const node of nodes.toReversed()) {
    const { primitive, inputs, attributes } = node;
    const given = node.outputs.map((output) => known.get(output));
    const { vjp: rule } = primitive;
    if (rule === "zero" || given.every((g) => g === undefined)) continue;
    if (typeof rule !== "function")
      throw new DifferentiationError(`${primitive.name}: no reverse derivative, since ${rule.none}`);
    const needs = inputs.map((input) => isFloat(input.dtype) && wanted.has(input.node));
    const result = rule({ inputs, outputs: node.outputs, attributes, cotangents: given, needs });
    inputs.forEach((input, i) => {
      const g = result[i];
      if (g === undefined || !needs[i]) return;
      checkLike(`vjp of ${primitive.name}`, g, input);
      accumulate(input, g);
    });
  }
  return checkedTensors(
    roots.map((root) => known.get(root)),
    "vjp",
  );
}

/** A rule that returns another shape is a mistake in this package; finding it here beats finding it in ONNX Runtime. */
function checkLike(rule: string, derivative: Tensor, value: Tensor): void {
  if (derivative.dtype !== value.dtype || derivative.shape.join() !== value.shape.join())
    throw new DifferentiationError(
      `${rule}: expected ${value.dtype}[${value.shape.join(", ")}], received ${derivative.dtype}[${derivative.shape.join(", ")}]`,
    );
}
