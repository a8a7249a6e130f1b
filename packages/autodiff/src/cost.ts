import { evaluateShape, type Bindings } from "./dims.ts";
import { dtypes } from "./dtype.ts";
import { sizeOf } from "./host-array.ts";
import { optimise } from "./optimise.ts";
import { isView } from "./roles.ts";
import type { Graph, Tensor } from "./tensor.ts";

export interface Cost {
  /** Floating-point operations; a multiply-add is two. */
  readonly flops: number;
  /** Bytes that operations read and write, if each went to memory. */
  readonly bytes: number;
  /** The most bytes of intermediate results that live at once, in the order of tracing; inputs are not counted. */
  readonly peakBytes: number;
}

/** The tensor whose memory x is. */
function ownerOf(x: Tensor): Tensor {
  let owner = x;
  while (isView(owner.node)) owner = owner.node.inputs[0]!;
  return owner;
}

/**
 * What a run costs, counted from the graph. A `whileLoop` counts as one step, or as `dims["<while>"]` steps.
 *
 * @param dims the size of every symbol.
 */
export const cost = (graph: Graph, dims: Bindings = {}): Cost => count(optimise(graph), dims);

function count(graph: Graph, dims: Bindings): Cost {
  const bytesOf = (x: Tensor): number => sizeOf(evaluateShape(x.shape, dims)) * dtypes[x.dtype].bytes;
  const nodes = graph.nodes;
  const uses = new Map<Tensor, number>();
  const use = (x: Tensor, change: 1 | -1): number => {
    const left = (uses.get(ownerOf(x)) ?? 0) + change;
    uses.set(ownerOf(x), left);
    return left;
  };
  for (const node of nodes) for (const input of node.inputs) use(input, 1);
  for (const output of graph.outputs) use(output, 1);
  const external = new Set<Tensor>(graph.parameters);
  let [flops, bytes, live, peak] = [0, 0, 0, 0];
  for (const node of nodes) {
    const { primitive, attributes } = node;
    const { role } = primitive;
    const copies = !isView(node);
    const own = copies ? node.outputs.reduce((sum, output) => sum + bytesOf(output), 0) : 0;
    if (role === "stored") external.add(node.outputs[0]!);
    let inner: Cost = { flops: 0, bytes: 0, peakBytes: 0 };
    if (typeof role === "object" && role.kind === "loop") {
      const once = count(role.body(attributes), role.inside(attributes, dims));
      const steps = role.steps(attributes, dims);
      inner = { flops: once.flops * steps, bytes: once.bytes * steps, peakBytes: once.peakBytes };
    }
    const sizes = {
      inputs: node.inputs.map((input) => evaluateShape(input.shape, dims)),
      outputs: node.outputs.map((output) => evaluateShape(output.shape, dims)),
      attributes,
    };
    flops += inner.flops + primitive.flops(sizes);
    bytes += inner.bytes + (copies ? own + node.inputs.reduce((sum, input) => sum + bytesOf(input), 0) : 0);
    bytes += primitive.reads?.(sizes) ?? 0;
    if (!external.has(node.outputs[0]!)) live += own;
    peak = Math.max(peak, live + inner.peakBytes + (primitive.workspace?.(sizes) ?? 0));
    for (const input of node.inputs) {
      const owner = ownerOf(input);
      if (use(input, -1) === 0 && !external.has(owner)) live -= bytesOf(owner);
    }
  }
  return { flops, bytes, peakBytes: peak };
}
