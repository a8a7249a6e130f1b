import { evaluateDim, normalizeDim, showShape, type Dim } from "../dims.ts";
import { isFloat } from "../dtype.ts";
import { ShapeError, TreeError } from "../errors.ts";
import { flattenTensors, inline, traceBody, type Body } from "../graph.ts";
import { hostArray, sizeOf, type HostArray } from "../host-array.ts";
import type { Pruned } from "../record.ts";
import { apply, definePrimitive, Graph, type Tensor } from "../tensor.ts";
import { pullback, pushforward } from "../transforms/differentiate.ts";
import { treeUnflatten } from "../tree.ts";
import type { TensorSpec } from "../value.ts";
import { add, mul } from "./arithmetic.ts";
import { dependencies, livingCarries, requireCarry, requireInputs, requireSameTree } from "./body.ts";
import { normal, sampleOf } from "./common.ts";
import { iota, zerosLike } from "./constant.ts";
import { unlessEmpty } from "./empty.ts";
import { identity } from "./structural.ts";
import { tanh } from "./unary.ts";

/**
 * `graph: (carries…, elements…, captured…) → (carries…, results…)`. The node's inputs are the first carries, the sequences
 * and the captured tensors; its outputs the last carries and the stacked results, of which the last `carries` are what the
 * carries were before each step, kept for the backward pass and dropped where nobody asks for them.
 */
interface ScanAttributes extends Record<string, unknown> {
  readonly graph: Graph;
  readonly carries: number;
  readonly sequences: number;
  readonly length: Dim;
  readonly reverse: boolean;
}

const pick = <T>(items: readonly T[], chosen: readonly number[]): T[] => chosen.map((i) => items[i]!);
const positions = (flags: readonly boolean[]): number[] => flags.flatMap((flag, i) => (flag ? [i] : []));

const scanPrimitive = definePrimitive<ScanAttributes>({
  name: "scan",
  role: {
    kind: "loop",
    body: ({ graph }) => graph,
    withBody: (attributes, graph) => ({ ...attributes, graph }),
    steps: ({ length }, dims) => evaluateDim(length, dims),
    inside: (_, dims) => dims,
    prune: pruned,
  },
  shape: (inputs, { graph, carries, sequences, length }) => {
    requireInputs("scan", graph, [
      ...inputs.slice(0, carries),
      ...inputs.slice(carries, carries + sequences).map(({ dtype, shape }) => ({ dtype, shape: shape.slice(1) })),
      ...inputs.slice(carries + sequences),
    ]);
    for (const { shape } of inputs.slice(carries, carries + sequences))
      if (shape[0] !== length) throw new ShapeError("scan", `sequences of length ${length}`, showShape(shape));
    graph.outputs.slice(0, carries).forEach((output, i) => requireCarry("scan", output, inputs[i]!));
    return graph.outputs.map(({ dtype, shape }, i) => ({ dtype, shape: i < carries ? shape : [length, ...shape] }));
  },
  jvp: ({ inputs, outputs, tangents, attributes }) => {
    const { graph, carries, sequences } = attributes;
    const moving = tangents.map((t) => t !== undefined);
    let results: boolean[] = [];
    // A carry that starts still may be moved by another: repeat until no more are.
    for (;;) {
      const roots = graph.parameters.map(identity);
      const { tangents: probe } = pushforward(
        inline(graph, roots),
        roots,
        roots.map((root, i) => (moving[i] ? zeroTangent(root) : undefined)),
      );
      results = probe.map((t) => t !== undefined);
      const joined = graph.outputs.slice(0, carries).flatMap((_, i) => (results[i] && !moving[i] ? [i] : []));
      for (const i of joined) moving[i] = true;
      if (joined.length === 0) break;
    }
    const movingCarries = positions(moving).filter((i) => i < carries);
    const movingElements = positions(moving).filter((i) => i >= carries && i < carries + sequences);
    const movingCaptured = positions(moving).filter((i) => i >= carries + sequences);
    const movingResults = positions(results).filter((i) => i >= carries);
    const order = [...movingCarries, ...movingElements, ...movingCaptured];
    const element = (i: number): TensorSpec => graph.parameters[i]!;
    const primalCount = carries + sequences;
    const body = traceBody(
      "jvp of scan",
      (parameters) => {
        // (carries, dcarries, elements, delements, captured, dcaptured)
        let next = 0;
        const takeNext = (count: number): Tensor[] => parameters.slice(next, (next += count));
        const c = takeNext(carries);
        const dc = takeNext(movingCarries.length);
        const x = takeNext(sequences);
        const dx = takeNext(movingElements.length);
        const k = takeNext(inputs.length - primalCount);
        const dk = takeNext(movingCaptured.length);
        const roots = [...c, ...x, ...k].map(identity);
        const given = [...dc, ...dx, ...dk];
        const { values, tangents: directions } = pushforward(
          inline(graph, roots),
          roots,
          roots.map((_, i) => (order.includes(i) ? given[order.indexOf(i)] : undefined)),
        );
        const direction = (i: number): Tensor => directions[i] ?? zerosLike(values[i]!);
        return [
          ...values.slice(0, carries),
          ...movingCarries.map(direction),
          ...values.slice(carries),
          ...movingResults.map(direction),
        ];
      },
      [
        ...graph.parameters.slice(0, carries),
        ...movingCarries.map(element),
        ...graph.parameters.slice(carries, primalCount),
        ...movingElements.map(element),
        ...graph.parameters.slice(primalCount),
        ...movingCaptured.map(element),
      ],
    );
    const start = (i: number): Tensor => tangents[i] ?? zerosLike(inputs[i]!);
    const all = makeScan(body, {
      carries: [...inputs.slice(0, carries), ...movingCarries.map(start)],
      sequences: [...inputs.slice(carries, primalCount), ...movingElements.map(start)],
      captured: [...inputs.slice(primalCount), ...movingCaptured.map(start), ...body.captured],
      length: attributes.length,
      reverse: attributes.reverse,
    });
    // The loop runs once for both.
    const values = outputs.map((_, i) => all[i < carries ? i : i + movingCarries.length]!);
    const directions = outputs.map((_, i) => {
      if (i < carries) return movingCarries.includes(i) ? all[carries + movingCarries.indexOf(i)] : undefined;
      if (!movingResults.includes(i)) return undefined;
      return all[graph.outputs.length + movingCarries.length + movingResults.indexOf(i)];
    });
    return { values, tangents: directions };
  },
  vjp: ({ inputs, outputs, cotangents, needs, attributes }) => {
    const { graph, carries, sequences } = attributes;
    const primalCount = carries + sequences;
    const saved = outputs.slice(outputs.length - carries);
    // Every float carry has a cotangent; of the rest, those that are asked for.
    const gCarries = positions(graph.outputs.slice(0, carries).map((c) => isFloat(c.dtype)));
    const gResults = positions(graph.outputs.map((_, i) => i >= carries && cotangents[i] !== undefined));
    const gElements = positions(needs.map((need, i) => need && i >= carries && i < primalCount));
    const gCaptured = positions(needs.map((need, i) => need && i >= primalCount));
    const body = traceBody(
      "vjp of scan",
      (parameters) => {
        // Carried: cotangents of the carries, sums for captured. Elements: saved carries, elements, cotangents of results.
        let next = 0;
        const takeNext = (count: number): Tensor[] => parameters.slice(next, (next += count));
        const gc = takeNext(gCarries.length);
        const sums = takeNext(gCaptured.length);
        const c = takeNext(carries);
        const x = takeNext(sequences);
        const gy = takeNext(gResults.length);
        const k = takeNext(inputs.length - primalCount);
        const roots = [...c, ...x, ...k].map(identity);
        const values = inline(graph, roots);
        const wanted = [...gCarries, ...gElements, ...gCaptured];
        const result = pullback(
          values,
          pick(roots, wanted),
          values.map((_, i) =>
            i < carries ? gc[gCarries.indexOf(i)] : gResults.includes(i) ? gy[gResults.indexOf(i)] : undefined,
          ),
        ).map((g, i) => g ?? zerosLike(roots[wanted[i]!]!));
        const [toCarries, toElements, toCaptured] = [
          result.slice(0, gCarries.length),
          result.slice(gCarries.length, gCarries.length + gElements.length),
          result.slice(gCarries.length + gElements.length),
        ];
        return [...toCarries, ...sums.map((sum, i) => add(sum, toCaptured[i]!)), ...toElements];
      },
      [
        ...pick(graph.parameters, gCarries),
        ...pick(graph.parameters, gCaptured),
        ...graph.parameters.slice(0, primalCount),
        ...pick(graph.outputs, gResults),
        ...graph.parameters.slice(primalCount),
      ],
    );
    const all = makeScan(body, {
      carries: [
        ...gCarries.map((i) => cotangents[i] ?? zerosLike(outputs[i]!)),
        ...gCaptured.map((i) => zerosLike(inputs[i]!)),
      ],
      sequences: [...saved, ...inputs.slice(carries, primalCount), ...gResults.map((i) => cotangents[i]!)],
      captured: [...inputs.slice(primalCount), ...body.captured],
      length: attributes.length,
      reverse: !attributes.reverse,
    });
    return inputs.map((_, i) => {
      if (i < carries) return gCarries.includes(i) ? all[gCarries.indexOf(i)] : undefined;
      if (gCaptured.includes(i)) return all[gCarries.length + gCaptured.indexOf(i)];
      return gElements.includes(i) ? all[gCarries.length + gCaptured.length + gElements.indexOf(i)] : undefined;
    });
  },
  flops: () => 0,
  toOnnx: (inputs, lowering, { graph, carries, sequences, length, reverse }, outputs) => {
    const primalCount = carries + sequences;
    const bound = new Map(inputs.slice(primalCount).map((x, i) => [primalCount + i, x.name]));
    const direction = reverse ? 1 : 0;
    const results = graph.outputs.length - carries;
    const loop = (): string[] =>
      lowering.node(
        "Scan",
        inputs.slice(0, primalCount).map((x) => x.name),
        {
          body: lowering.body(graph, bound, {}),
          num_scan_inputs: sequences,
          scan_input_directions: Array.from({ length: sequences }, () => direction),
          ...(results > 0 ? { scan_output_directions: Array.from({ length: results }, () => direction) } : {}),
        },
        graph.outputs.length,
      );
    // ONNX Runtime refuses a Scan of no steps: then the carries are what they were, and the results empty.
    return unlessEmpty(lowering, length, outputs, loop, (i) => (i < carries ? inputs[i]!.name : undefined));
  },
  evaluate: (inputs, { graph, carries, sequences, length, reverse }, environment) => {
    const steps = environment.size(length);
    let state = inputs.slice(0, carries);
    const captured = inputs.slice(carries + sequences);
    const stacked: HostArray[][] = graph.outputs.slice(carries).map(() => []);
    for (let step = 0; step < steps; step += 1) {
      const at = reverse ? steps - 1 - step : step;
      const row = inputs.slice(carries, carries + sequences).map((sequence) => {
        const dims = sequence.dims.slice(1);
        return hostArray(sequence.dtype, dims, sequence.data.slice(at * sizeOf(dims), (at + 1) * sizeOf(dims)));
      });
      const out = environment.run(graph, [...state, ...row, ...captured]);
      state = out.slice(0, carries);
      out.slice(carries).forEach((y, i) => {
        stacked[i]![at] = y;
      });
    }
    return [
      ...state,
      ...stacked.map((rows, i) => {
        const like = graph.outputs[carries + i]!;
        const dims = rows[0]?.dims ?? like.shape.map((dim) => environment.size(dim));
        const result = hostArray(like.dtype, [steps, ...dims]);
        rows.forEach((row, at) => result.data.set(row.data, at * sizeOf(dims)));
        return result;
      }),
    ];
  },
  samples: (random) => {
    const inputs = [normal(random, [2]), normal(random, [3, 2]), normal(random, [2])];
    return [false, true].map((reverse) =>
      sampleOf((start, xs, w) => {
        const step = (c: Tensor, x: Tensor): readonly [Tensor, Tensor] => [tanh(add(mul(c, w), x)), mul(c, x)];
        return scan(step, start, xs, { reverse })[0];
      }, inputs),
    );
  },
});

function pruned(attributes: ScanAttributes, wanted: readonly boolean[]): Pruned<ScanAttributes> | undefined {
  const { graph, carries, sequences } = attributes;
  const results = graph.outputs.map((_, i) => i >= carries && wanted[i]!);
  const roots = graph.outputs.filter((_, i) => results[i]);
  const alive = livingCarries(graph, carries, 0, roots, wanted);
  const outputs = graph.outputs.map((_, i) => (i < carries ? alive[i]! : results[i]!));
  const kept = graph.outputs.filter((_, i) => outputs[i]);
  const needed = dependencies(kept);
  const inputs = graph.parameters.map((p, i) => (i < carries ? alive[i]! : needed.has(p)));
  // ONNX counts steps by a sequence: keep one.
  const counted = inputs.slice(carries, carries + sequences).includes(true);
  if (!counted) inputs[carries] = true;
  if (outputs.every(Boolean) && inputs.every(Boolean)) return undefined;
  const parameters = graph.parameters.filter((_, i) => inputs[i]);
  return {
    attributes: {
      ...attributes,
      graph: new Graph(parameters, kept),
      carries: alive.filter(Boolean).length,
      sequences: inputs.slice(carries, carries + sequences).filter(Boolean).length,
    },
    inputs,
    outputs,
  };
}

/** Any tangent at all, to see which outputs it would reach. */
const zeroTangent = (x: Tensor): Tensor => identity(zerosLike(x));

interface ScanParts {
  readonly carries: readonly Tensor[];
  readonly sequences: readonly Tensor[];
  readonly captured: readonly Tensor[];
  readonly length: Dim;
  readonly reverse: boolean;
}

/** Adds the saved carries to the body's results and applies the primitive. */
function makeScan(body: Body<unknown>, parts: ScanParts): readonly Tensor[] {
  const { carries, sequences, captured, length, reverse } = parts;
  const graph = new Graph(body.graph.parameters, [
    ...body.graph.outputs,
    ...body.graph.parameters.slice(0, carries.length),
  ]);
  return apply(scanPrimitive, [...carries, ...sequences, ...captured], {
    graph,
    carries: carries.length,
    sequences: sequences.length,
    length,
    reverse,
  });
}

export interface ScanOptions {
  /** From the last element to the first; results stay at their elements' places. */
  readonly reverse?: boolean;
  /** How many steps, when there is no sequence to count. */
  readonly length?: Dim;
}

/**
 * A loop over the leading axis: `f(carry, element) → [carry, result]`. f may use tensors from around it. Both derivatives go
 * through; the backward pass keeps the carries and computes the rest of each step again.
 *
 * @returns the last carry, and the results along a new leading axis.
 * @throws {ShapeError} when the sequences' lengths differ, or a carry changes its type or shape.
 */
export function scan<C, X, Y>(
  f: (carry: C, element: X) => readonly [C, Y],
  init: C,
  sequence: X,
  options: ScanOptions = {},
): [C, Y] {
  const carry = flattenTensors("scan", "carry", init);
  const given = flattenTensors("scan", "sequence", sequence);
  const length = options.length === undefined ? given.leaves[0]?.shape[0] : normalizeDim(options.length);
  if (length === undefined) throw new ShapeError("scan", "a sequence of rank 1 or more, or a length", "neither");
  for (const x of given.leaves)
    if (x.shape[0] !== length) throw new ShapeError("scan", `sequences of length ${length}`, showShape(x.shape));
  // ONNX counts steps by a sequence.
  const sequences = given.leaves.length > 0 ? given.leaves : [iota(length)];
  const n = carry.leaves.length;
  let structure: ReturnType<typeof flattenTensors>["structure"] | undefined;
  const body = traceBody(
    "scan",
    (parameters) => {
      const step: unknown = f(
        treeUnflatten<C>(carry.structure, parameters.slice(0, n)),
        treeUnflatten<X>(given.structure, parameters.slice(n)),
      );
      if (!Array.isArray(step) || step.length !== 2)
        throw new TreeError("scan", "[carry, result] from each step", String(step));
      const after = flattenTensors("scan", "carry", step[0]);
      requireSameTree("scan: carry", carry.structure, after.structure);
      const results = flattenTensors("scan", "result", step[1]);
      structure = results.structure;
      return [...after.leaves, ...results.leaves];
    },
    [...carry.leaves, ...sequences.map(({ dtype, shape }) => ({ dtype, shape: shape.slice(1) }))],
  );
  const all = makeScan(body, {
    carries: carry.leaves,
    sequences,
    captured: body.captured,
    length,
    reverse: options.reverse ?? false,
  });
  return [
    treeUnflatten<C>(carry.structure, all.slice(0, n)),
    treeUnflatten<Y>(structure!, all.slice(n, all.length - n)),
  ];
}

/** f on each element of the leading axis, results along a new leading axis. */
export const map = <X, Y>(f: (element: X) => Y, sequence: X): Y =>
  scan<readonly Tensor[], X, Y>((carry, element) => [carry, f(element)], [], sequence)[1];
