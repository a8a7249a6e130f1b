import { substituteDim, symbolsOf, type Dim } from "../dims.ts";
import { DTypeError } from "../errors.ts";
import { flattenTensors, inline, traceBody } from "../graph.ts";
import type { Primitive, Pruned } from "../record.ts";
import { apply, currentId, definePrimitive, Graph, type Tensor } from "../tensor.ts";
import { pushforward } from "../transforms/differentiate.ts";
import { treeFlatten, treeUnflatten, type Replace } from "../tree.ts";
import { tensor, type TensorSpec } from "../value.ts";
import { add, mul } from "./arithmetic.ts";
import { dependencies, livingCarries, requireCarry, requireInputs, requireSameTree } from "./body.ts";
import { normal, sampleOf } from "./common.ts";
import { less } from "./compare.ts";
import { zerosLike } from "./constant.ts";
import { identity } from "./structural.ts";
import { tanh } from "./unary.ts";

/** `graph: (carries…, captured…) → (go on?, carries…)`; the node's inputs are the first answer, the carries, the captured. */
interface WhileAttributes extends Record<string, unknown> {
  readonly graph: Graph;
  readonly carries: number;
  /** Symbols in the carries' shapes that have another size at each step, and what they are called after the last. */
  readonly growing: Readonly<Record<string, string>>;
}

const whilePrimitive: Primitive<WhileAttributes> = definePrimitive({
  name: "while",
  role: {
    kind: "loop",
    body: ({ graph }) => graph,
    withBody: (attributes, graph) => ({ ...attributes, graph }),
    // Nothing in a program bounds them.
    steps: (_, dims) => dims["<while>"] ?? 1,
    inside: ({ growing }, dims) => ({
      ...dims,
      ...Object.fromEntries(Object.entries(growing).map(([inside, after]) => [inside, dims[after] ?? 1])),
    }),
    prune: pruned,
  },
  shape: ([go, ...inputs], { graph, carries, growing }) => {
    requireCondition(go);
    requireInputs("whileLoop", graph, [
      // Carries that grow start in another size than they have inside.
      ...inputs.slice(0, carries).map((x, i) => (grows(graph.parameters[i]!, growing) ? graph.parameters[i]! : x)),
      ...inputs.slice(carries),
    ]);
    const after = new Map<string, Dim>(Object.entries(growing));
    return graph.parameters
      .slice(0, carries)
      .map(({ dtype, shape }) => ({ dtype, shape: shape.map((dim) => substituteDim(dim, after)) }));
  },
  jvp: ({ inputs, tangents, attributes }) => {
    const { graph, carries } = attributes;
    const [, ...given] = tangents;
    const moving = given.map((t) => t !== undefined);
    for (;;) {
      const roots = graph.parameters.map(identity);
      const [, ...reached] = pushforward(
        inline(graph, roots),
        roots,
        roots.map((root, i) => (moving[i] ? identity(zerosLike(root)) : undefined)),
      ).tangents;
      const joined = reached.flatMap((t, i) => (t !== undefined && !moving[i] ? [i] : []));
      for (const i of joined) moving[i] = true;
      if (joined.length === 0) break;
    }
    const chosen = moving.flatMap((flag, i) => (flag ? [i] : []));
    const movingCarries = chosen.filter((i) => i < carries);
    const movingCaptured = chosen.filter((i) => i >= carries);
    const primal = inputs.slice(1);
    const body = traceBody(
      "jvp of whileLoop",
      (parameters) => {
        let next = 0;
        const takeNext = (count: number): Tensor[] => parameters.slice(next, (next += count));
        const c = takeNext(carries);
        const dc = takeNext(movingCarries.length);
        const k = takeNext(primal.length - carries);
        const dk = takeNext(movingCaptured.length);
        const roots = [...c, ...k].map(identity);
        const order = [...movingCarries, ...movingCaptured];
        const directions = [...dc, ...dk];
        const { values, tangents: result } = pushforward(
          inline(graph, roots),
          roots,
          roots.map((_, i) => (order.includes(i) ? directions[order.indexOf(i)] : undefined)),
        );
        return [...values, ...movingCarries.map((i) => result[i + 1] ?? zerosLike(values[i + 1]!))];
      },
      [
        ...graph.parameters.slice(0, carries),
        ...movingCarries.map((i) => graph.parameters[i]!),
        ...graph.parameters.slice(carries),
        ...movingCaptured.map((i) => graph.parameters[i]!),
      ],
    );
    const start = (i: number): Tensor => given[i] ?? zerosLike(primal[i]!);
    const all = apply(
      whilePrimitive,
      [
        inputs[0]!,
        ...primal.slice(0, carries),
        ...movingCarries.map(start),
        ...primal.slice(carries),
        ...movingCaptured.map(start),
        ...body.captured,
      ],
      { graph: body.graph, carries: carries + movingCarries.length, growing: attributes.growing },
    );
    // The loop runs once for both.
    return {
      values: all.slice(0, carries),
      tangents: Array.from({ length: carries }, (_, i) =>
        movingCarries.includes(i) ? all[carries + movingCarries.indexOf(i)] : undefined,
      ),
    };
  },
  vjp: { none: "the number of steps is not known; use scan, or differentiate forward" },
  flops: () => 0,
  toOnnx: (inputs, lowering, { graph, carries, growing }) => {
    const bound = new Map(inputs.slice(1 + carries).map((x, i) => [carries + i, x.name]));
    const body = lowering.body(graph, bound, {
      inputs: [
        { name: lowering.fresh("step"), dtype: "int64", shape: [] },
        { name: lowering.fresh("go"), dtype: "bool", shape: [] },
      ],
      free: new Set(Object.keys(growing)),
    });
    const names = inputs.slice(1, 1 + carries).map((x) => x.name);
    return lowering.node("Loop", ["", inputs[0]!.name, ...names], { body }, carries);
  },
  evaluate: ([go, ...inputs], { graph, carries }, environment) => {
    let state = inputs.slice(0, carries);
    const captured = inputs.slice(carries);
    for (let again = go!.data[0] !== 0; again;) {
      const [next, ...after] = environment.run(graph, [...state, ...captured]);
      again = next!.data[0] !== 0;
      state = after;
    }
    return state;
  },
  samples: (random) => {
    const loop = (go: Tensor, n: Tensor, y: Tensor, w: Tensor): Tensor =>
      whileLoop(
        // The first answer is an argument, so that it can be a sample's input.
        (c) => (c.n === n ? go : less(c.n, 3)),
        (c) => ({ n: add(c.n, 1), y: tanh(mul(c.y, w)) }),
        { n, y },
      ).y;
    const start = [tensor("int64", [], 0), normal(random, [2]), normal(random, [2])];
    return [true, false].map((go) => sampleOf(loop, [tensor("bool", [], go), ...start]));
  },
});

/** Whether a carry has another size at each step. */
const grows = ({ shape }: TensorSpec, growing: WhileAttributes["growing"]): boolean =>
  shape.some((dim) => [...symbolsOf(dim)].some((symbol) => symbol in growing));

function pruned(attributes: WhileAttributes, wanted: readonly boolean[]): Pruned<WhileAttributes> | undefined {
  const { graph, carries } = attributes;
  const alive = livingCarries(graph, carries, 1, [graph.outputs[0]!], wanted);
  const kept = graph.outputs.filter((_, i) => i === 0 || alive[i - 1]);
  const needed = dependencies(kept);
  const stays = graph.parameters.map((p, i) => (i < carries ? alive[i]! : needed.has(p)));
  if (stays.every(Boolean)) return undefined;
  const parameters = graph.parameters.filter((_, i) => stays[i]);
  return {
    attributes: { ...attributes, graph: new Graph(parameters, kept), carries: alive.filter(Boolean).length },
    inputs: [true, ...stays],
    outputs: alive,
  };
}

export interface WhileOptions<C> {
  /**
   * Specs of the carries inside the loop, a tree like `init`, for carries that grow: a symbol here that is bound nowhere else
   * has another size at each step, such as `spec("float32", ["tail", 8])` for a carry that starts empty.
   */
  readonly carry?: Replace<C, Tensor, TensorSpec>;
}

/**
 * `while (condition(carry)) carry = body(carry)`. Both may use tensors from around them. Forward derivatives go through;
 * reverse ones do not, since nothing bounds the number of steps.
 *
 * @throws {ShapeError} when a carry changes its type, or its shape beyond what `options.carry` lets grow.
 */
export function whileLoop<C>(
  condition: (carry: C) => Tensor,
  body: (carry: C) => C,
  init: C,
  options: WhileOptions<C> = {},
): C {
  const start = flattenTensors("whileLoop", "carry", init);
  const inside = options.carry === undefined ? start.leaves : treeFlatten<TensorSpec>(options.carry).leaves;
  const outer = new Set(start.leaves.flatMap((x) => x.shape.flatMap((dim) => [...symbolsOf(dim)])));
  const growing: Record<string, string> = {};
  for (const x of inside)
    for (const dim of x.shape)
      for (const symbol of symbolsOf(dim)) if (!outer.has(symbol)) growing[symbol] = `${symbol}.${currentId()}`;
  const go = asCondition(condition(init));
  const step = traceBody(
    "whileLoop",
    (parameters) => {
      const after = flattenTensors("whileLoop", "carry", body(treeUnflatten<C>(start.structure, parameters)));
      requireSameTree("whileLoop: carry", start.structure, after.structure);
      const next = asCondition(condition(treeUnflatten<C>(start.structure, after.leaves)));
      after.leaves.forEach((x, i) => {
        const like = parameters[i]!;
        if (!grows(like, growing) || x.dtype !== like.dtype || x.rank !== like.rank) requireCarry("whileLoop", x, like);
      });
      return [next, ...after.leaves];
    },
    inside,
  );
  const all = apply(whilePrimitive, [go, ...start.leaves, ...step.captured], {
    graph: step.graph,
    carries: start.leaves.length,
    growing,
  });
  return treeUnflatten<C>(start.structure, all);
}

function asCondition(go: Tensor): Tensor {
  const [x] = flattenTensors("whileLoop", "condition", go).leaves;
  requireCondition(x);
  return x!;
}

function requireCondition(x: TensorSpec | undefined): void {
  if (x === undefined || x.dtype !== "bool" || x.shape.length !== 0)
    throw new DTypeError(
      "whileLoop",
      "a condition that is one bool of rank 0",
      x === undefined ? "none" : `${x.dtype} of rank ${x.shape.length}`,
    );
}
