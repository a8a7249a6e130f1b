// What loops and blocks ask of their bodies.
import { sameShape, showShape } from "../dims.ts";
import { ShapeError, TreeError } from "../errors.ts";
import { isParameter, type Graph, type Node, type Tensor } from "../tensor.ts";
import { showStructure, type Structure } from "../tree.ts";
import type { TensorSpec } from "../value.ts";

/** Parameters that these outputs of a body depend on. */
export function dependencies(outputs: readonly Tensor[]): Set<Tensor> {
  const found = new Set<Tensor>();
  const seen = new Set<Node>();
  const stack = [...outputs];
  while (stack.length > 0) {
    const x = stack.pop()!;
    if (isParameter(x.node)) found.add(x);
    if (seen.has(x.node)) continue;
    seen.add(x.node);
    stack.push(...x.node.inputs);
  }
  return found;
}

/**
 * Which carries of a loop's body matter: those `wanted` outside, and those that `roots`, or another that matters, depend on. The
 * carries are the body's first parameters, and its outputs from `offset` on.
 */
export function livingCarries(
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

export function requireSameTree(what: string, before: Structure, after: Structure): void {
  const [expected, received] = [showStructure(before), showStructure(after)];
  if (received !== expected) throw new TreeError(what, expected, received);
}

/** A body's parameters are what the node gives it. */
export function requireInputs(operation: string, { parameters }: Graph, given: readonly TensorSpec[]): void {
  if (parameters.length !== given.length)
    throw new ShapeError(operation, `${parameters.length} inputs, as its body has`, String(given.length));
  parameters.forEach((p, i) => {
    const x = given[i]!;
    if (p.dtype !== x.dtype || !sameShape(p.shape, x.shape))
      throw new ShapeError(
        `${operation}: input ${i}`,
        `${p.dtype}${showShape(p.shape)}, as its body has`,
        `${x.dtype}${showShape(x.shape)}`,
      );
  });
}

export function requireCarry(operation: string, output: TensorSpec, input: TensorSpec): void {
  if (output.dtype !== input.dtype || output.shape.join() !== input.shape.join())
    throw new ShapeError(
      operation,
      `a carry that stays ${input.dtype}${showShape(input.shape)}`,
      `${output.dtype}${showShape(output.shape)}`,
    );
}
