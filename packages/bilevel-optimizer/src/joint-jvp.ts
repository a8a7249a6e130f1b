import { Tensor, barrier, treeFlatten, treeUnflatten, zerosLike } from "@lemma/autodiff";

type Node = Tensor["node"];

/**
 * The derivative of `f` at `primals` along `tangents`, as `jvp` has it, with value and tangent kept in step.
 *
 * Tangents of a checkpointed block need what the block computes inside. Left to itself ONNX Runtime runs the values of all
 * blocks first, since nothing holds them back, and so keeps the insides of every block for the tangents to come: a
 * checkpointed program that is pushed forward holds as much as one without checkpoints. Here a block's value is only handed
 * on once its tangent is there (the same for the cotangents in a backward pass), so one block's inside lives at a time.
 */
export function jointJvp<P, R>(f: (primals: P) => R, primals: P, tangents: P): R {
  const roots = treeFlatten<Tensor>(primals).leaves;
  const directions = treeFlatten<Tensor>(tangents).leaves;
  const { leaves: outputs, structure } = treeFlatten<Tensor>(f(primals));
  const tangentOf = new Map<Tensor, Tensor | undefined>(roots.map((root, i) => [root, directions[i]]));
  // What each moving tensor is computed as here: the same value, but later.
  const valueOf = new Map<Tensor, Tensor>(roots.map((root) => [root, root]));
  for (const node of between(roots, outputs)) {
    if (!node.inputs.some((input) => valueOf.has(input))) continue;
    const inputs = node.inputs.map((input) => valueOf.get(input) ?? input);
    const values = node.inputs.every((input, i) => input === inputs[i]) ? node.outputs : rebuilt(node, inputs);
    const given = node.inputs.map((input) => tangentOf.get(input));
    const results = tangentsOf(node, inputs, values, given);
    // A checkpointed block ends, and a barrier stands, where one part of a program waits for another.
    const isSeam = node.primitive.name === "call" || node.primitive.name === "barrier";
    const moved = [...given, ...results].filter((t) => t !== undefined);
    node.outputs.forEach((output, i) => {
      valueOf.set(output, isSeam ? barrier(values[i]!, ...moved) : values[i]!);
      if (results[i] !== undefined) tangentOf.set(output, isSeam ? barrier(results[i], values[i]!) : results[i]);
    });
  }
  return treeUnflatten<R>(
    structure,
    outputs.map((output) => tangentOf.get(output) ?? zerosLike(output)),
  );
}

/** The nodes that `outputs` need, down to the roots, in an order of computation. */
function between(roots: readonly Tensor[], outputs: readonly Tensor[]): Node[] {
  const seen = new Set<Node>(roots.map((root) => root.node));
  const found: Node[] = [];
  const stack = outputs.map((output) => output.node);
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    found.push(node);
    for (const input of node.inputs) stack.push(input.node);
  }
  return found.sort((a, b) => a.id - b.id);
}

/** The node once more, on other inputs of the same shapes. */
function rebuilt({ constructor, primitive, attributes, outputs }: Node, inputs: readonly Tensor[]): readonly Tensor[] {
  const NodeOf = constructor as new (...args: ConstructorParameters<NodeClass>) => Node;
  return new NodeOf(primitive, inputs, attributes, outputs).outputs;
}

type NodeClass = new (
  primitive: Node["primitive"],
  inputs: readonly Tensor[],
  attributes: Node["attributes"],
  outputs: readonly Tensor[],
) => Node;

function tangentsOf(
  node: Node,
  inputs: readonly Tensor[],
  outputs: readonly Tensor[],
  tangents: readonly (Tensor | undefined)[],
): readonly (Tensor | undefined)[] {
  const { jvp } = node.primitive;
  if (jvp === "zero" || tangents.every((t) => t === undefined)) return outputs.map(() => undefined);
  if (jvp === "linear") return tangents[0] === undefined ? [] : rebuilt(node, [tangents[0], ...inputs.slice(1)]);
  return jvp({ inputs, outputs, attributes: node.attributes, tangents });
}
