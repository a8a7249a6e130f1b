import { showShape } from "../dims.ts";
import { dtypes, isFloat } from "../dtype.ts";
import { DifferentiationError, ShapeError, TreeError } from "../errors.ts";
import { flattenTensors, inline, traceBody } from "../graph.ts";
import { isSource } from "../roles.ts";
import { apply, definePrimitive, type Graph, type Tensor } from "../tensor.ts";
import { pullback, pushforward } from "../transforms/differentiate.ts";
import { showStructure, treeFlatten, treeUnflatten } from "../tree.ts";
import { addMaybe, mul, sub } from "./arithmetic.ts";
import { requireInputs } from "./body.ts";
import { normal, sampleOf } from "./common.ts";
import { onesLike, zerosLike } from "./constant.ts";
import { barrier, delayed, identity } from "./structural.ts";
import { sum, sumTo } from "./sum.ts";
import { tanh } from "./unary.ts";

interface CustomRule {
  /** How many inputs are arguments; the rest was captured. */
  readonly arity: number;
  /** The cotangent of each argument, undefined for zero. */
  readonly rule: (
    inputs: readonly Tensor[],
    outputs: readonly Tensor[],
    cotangents: readonly Tensor[],
  ) => readonly (Tensor | undefined)[];
}

interface CallAttributes extends Record<string, unknown> {
  readonly graph: Graph;
  /** Absent, as `slopes` is: a checkpoint. */
  readonly custom?: CustomRule;
  /** Which outputs are the first output's gradient by each input. */
  readonly slopes?: readonly (number | undefined)[];
  /** The slopes were given, by so many arguments: no others are known. */
  readonly slopedArity?: number;
}

/**
 * A block that is kept whole until the program is lowered, so that its derivative can be something else than the derivative
 * of its parts. A checkpoint recomputes itself in the backward pass; a custom call uses the rule that it was given; a loss
 * with its slopes has its gradient in hand.
 */
const callPrimitive = definePrimitive<CallAttributes>({
  name: "call",
  role: { kind: "block", body: ({ graph }) => graph },
  shape: (inputs, { graph }) => {
    requireInputs("call", graph, inputs);
    return graph.outputs;
  },
  jvp: ({ inputs, tangents, attributes: { graph, custom, slopes } }) => {
    if (custom !== undefined || slopes !== undefined) {
      // Forward mode differentiates the function itself; the value keeps its reverse rule.
      const roots = inputs.map(identity);
      return pushforward(inline(graph, roots), roots, tangents, "keep values").tangents;
    }
    const moving = tangents.flatMap((t, i) => (t === undefined ? [] : [i]));
    let reached: number[] = [];
    // Value and tangents are one block, so that reverse over forward recomputes both.
    const body = traceBody(
      "jvp of a block",
      (parameters) => {
        const roots = parameters.slice(0, inputs.length).map(identity);
        const directions = inputs.map((_, i) =>
          moving.includes(i) ? parameters[inputs.length + moving.indexOf(i)] : undefined,
        );
        const result = pushforward(inline(graph, roots), roots, directions);
        reached = result.tangents.flatMap((t, i) => (t === undefined ? [] : [i]));
        return [...result.values, ...reached.map((i) => result.tangents[i]!)];
      },
      [...inputs, ...moving.map((i) => tangents[i]!)],
    );
    const args = [...inputs, ...moving.map((i) => tangents[i]!), ...body.captured];
    const results = together(apply(callPrimitive, args, { graph: body.graph }));
    const count = graph.outputs.length;
    return {
      values: results.slice(0, count),
      tangents: graph.outputs.map((_, i) => (reached.includes(i) ? results[count + reached.indexOf(i)] : undefined)),
    };
  },
  vjp: ({ inputs, outputs, cotangents, needs, attributes: { graph, custom, slopes, slopedArity } }) => {
    if (slopes !== undefined) {
      if (slopedArity !== undefined && needs.slice(slopedArity).includes(true))
        throw new DifferentiationError(
          "withGradient: the function uses a tensor from outside that needs a gradient, which it does not give",
        );
      return slopeCotangents(graph, slopes, inputs, outputs, cotangents, needs);
    }
    if (custom !== undefined) {
      const { rule, arity } = custom;
      if (needs.slice(arity).includes(true))
        throw new DifferentiationError(
          "customVjp: the function uses a tensor from outside that needs a gradient; pass it as an argument",
        );
      const given = outputs.map((y, i) => cotangents[i] ?? zerosLike(y));
      return [...rule(inputs.slice(0, arity), outputs, given), ...inputs.slice(arity).map(() => undefined)];
    }
    const token = cotangents.find((g) => g !== undefined)!;
    const delayed = delay(inputs, token);
    const roots = delayed.map(identity);
    const wanted = roots.filter((_, i) => needs[i]);
    const results = pullback(inline(graph, roots), wanted, cotangents);
    let next = 0;
    const gradients = needs.map((need) => (need ? results[next++] : undefined));
    // What flows on to earlier computations waits for the block's other gradients: taken at the end of the whole backward
    // pass, as ONNX Runtime would, they would keep alive what every block has recomputed.
    const all = gradients.filter((g) => g !== undefined);
    return gradients.map((g, i) => g && (isSource(inputs[i]!) ? g : barrier(g, ...all.filter((other) => other !== g))));
  },
  flops: () => 0,
  toOnnx: () => {
    throw new Error("a call is inlined before a program is lowered");
  },
  evaluate: (inputs, { graph }, environment) => environment.run(graph, inputs),
  samples: (random) => {
    const inputs = [normal(random, [2, 3]), normal(random, [3])];
    const f = (x: Tensor, w: Tensor): Tensor => tanh(mul(x, w));
    const own = customVjp(f, ([x, w], y, g) => {
      const slope = mul(g, sub(1, mul(y, y)));
      return [mul(slope, w), sumTo(mul(slope, x), w.shape)];
    });
    const ahead = gradientAhead((x: Tensor, w: Tensor): [Tensor] => [sum(f(x, w))]);
    const given = withGradient((z: Tensor) => {
      const y = tanh(z);
      return [sum(y), sub(1, mul(y, y))];
    });
    const blocks = [checkpoint(f), own, (x: Tensor, w: Tensor) => ahead(x, w)[0]];
    return [...blocks.map((block) => sampleOf<CallAttributes>(block, inputs)), sampleOf(given, inputs.slice(0, 1))];
  },
});

/** The loss's cotangent times the slopes; those of other outputs, and of the slopes themselves, are pulled back as usual. */
function slopeCotangents(
  graph: Graph,
  slopes: readonly (number | undefined)[],
  inputs: readonly Tensor[],
  outputs: readonly Tensor[],
  cotangents: readonly (Tensor | undefined)[],
  needs: readonly boolean[],
): (Tensor | undefined)[] {
  const [g, ...others] = cotangents;
  const wanted = slopes.map((at, i) => (needs[i] && at !== undefined ? outputs[at] : undefined));
  const all = [outputs[0]!, ...wanted.filter((x) => x !== undefined)];
  // Each waits for the rest: what is left of one block for later would keep its inside alive.
  const direct = wanted.map((x) => x && g && mul(barrier(x, ...all.filter((other) => other !== x)), g));
  if (others.every((other) => other === undefined)) return direct;
  const roots = inputs.map(identity);
  const chosen = roots.filter((_, i) => needs[i]);
  const rest = pullback(inline(graph, roots), chosen, [undefined, ...others]);
  let next = 0;
  return direct.map((x, i) => (needs[i] ? addMaybe(x, rest[next++]) : undefined));
}

/**
 * Floats, each once all of them are there. Left to itself ONNX Runtime runs the values of all blocks first, since nothing
 * holds them back, and keeps the inside of every block for the tangents to come.
 */
function together(results: readonly Tensor[]): readonly Tensor[] {
  const floats = results.filter((x) => isFloat(x.dtype));
  return results.map((x) => (isFloat(x.dtype) ? barrier(x, ...floats.filter((other) => other !== x)) : x));
}

/**
 * Holds back what a block starts from until its cotangent is there. Weights are left alone where something else can be held
 * back: what depends on weights only need not be computed twice. Weights that are computed look like any other input and are
 * copied.
 */
function delay(inputs: readonly Tensor[], token: Tensor): Tensor[] {
  const isAlone = inputs.every((x) => !isFloat(x.dtype) || isSource(x));
  return inputs.map((x) => {
    if (!isFloat(x.dtype)) return x;
    if (!isSource(x)) return barrier(x, token);
    if (!isAlone) return x;
    // Narrow ones are widened within the block: a barrier would widen, copy and narrow them first.
    return dtypes[x.dtype].bytes < dtypes.float32.bytes ? delayed(x, token) : barrier(x, token);
  });
}

/**
 * f, whose inside is not kept for the backward pass but computed once more there: memory for time. Tensors that f uses from
 * around it are differentiated too.
 */
export function checkpoint<A extends readonly unknown[], R>(f: (...args: A) => R): (...args: A) => R {
  return (...args) => {
    const { leaves, structure } = flattenTensors("checkpoint", "argument", args);
    const body = traceBody("checkpoint", (parameters) => f(...treeUnflatten<A>(structure, parameters)), leaves);
    const inputs = [...leaves, ...body.captured];
    return treeUnflatten<R>(body.structure, apply(callPrimitive, inputs, { graph: body.graph }));
  };
}

/**
 * f, a loss, whose gradient is taken together with its value instead of on the way back, where it is only multiplied by what
 * comes: f's inside is neither kept nor computed twice, at the price of a tensor of each input's size. For losses with a large
 * inside and small inputs, such as a part of a batch's logits. What f uses from around it is differentiated too.
 *
 * @param f its first result is the loss, a float of rank 0; the others are differentiated as usual.
 */
export function gradientAhead<A extends readonly unknown[], R extends readonly [Tensor, ...Tensor[]]>(
  f: (...args: A) => R,
): (...args: A) => R {
  return (...args) => {
    const { leaves, structure } = flattenTensors("gradientAhead", "argument", args);
    const body = traceBody("gradientAhead", (parameters) => f(...treeUnflatten<A>(structure, parameters)), leaves);
    const inputs = [...leaves, ...body.captured];
    const slopes: (number | undefined)[] = [];
    const { graph } = traceBody(
      "gradientAhead",
      (parameters) => {
        const roots = parameters.map(identity);
        const results = inline(body.graph, roots);
        const loss = results[0]!;
        if (loss.rank !== 0 || !isFloat(loss.dtype))
          throw new ShapeError("gradientAhead", "a loss that is one float of rank 0", showShape(loss.shape));
        const floats = roots.filter(({ dtype }) => isFloat(dtype));
        const gradients = pullback([loss], floats, [onesLike(loss)]);
        for (const root of roots) {
          const slope = gradients[floats.indexOf(root)];
          slopes.push(slope && results.push(slope) - 1);
        }
        return results;
      },
      inputs,
    );
    const outputs = apply(callPrimitive, inputs, { graph, slopes });
    return treeUnflatten<R>(body.structure, outputs.slice(0, body.graph.outputs.length));
  };
}

/**
 * A loss whose gradient its own steps give: `f(x)` is `[loss, ∂loss/∂x]`, taken together as in `gradientAhead`. For losses that reach
 * their gradient on the way, in less than a backward pass. Any other derivative, of the gradient too, is that of f's steps.
 *
 * @throws {DifferentiationError} when f uses a tensor from outside that needs a gradient.
 */
export function withGradient(f: (x: Tensor) => readonly [loss: Tensor, gradient: Tensor]): (x: Tensor) => Tensor {
  return (x) => {
    const { graph, captured } = traceBody("withGradient", ([y]) => f(y!), [x]);
    const [loss, gradient] = graph.outputs;
    if (loss!.rank !== 0 || !isFloat(loss!.dtype))
      throw new ShapeError("withGradient", "a loss that is one float of rank 0", showShape(loss!.shape));
    if (gradient!.dtype !== x.dtype || gradient!.shape.join() !== x.shape.join())
      throw new ShapeError("withGradient: the gradient", showShape(x.shape), showShape(gradient!.shape));
    const slopes = [1, ...captured.map(() => undefined)];
    return apply(callPrimitive, [x, ...captured], { graph, slopes, slopedArity: 1 })[0]!;
  };
}

/**
 * f with its reverse rule given: `rule(args, output, cotangent)` returns a tree like `args`. Forward mode differentiates f
 * itself. @throws {DifferentiationError} when f uses a tensor from outside that needs a gradient.
 */
export function customVjp<A extends readonly unknown[], R>(
  f: (...args: A) => R,
  rule: (args: A, output: R, cotangent: R) => readonly [...A],
): (...args: A) => R {
  return (...args) => {
    const { leaves, structure } = flattenTensors("customVjp", "argument", args);
    const body = traceBody("customVjp", (parameters) => f(...treeUnflatten<A>(structure, parameters)), leaves);
    const gradients: CustomRule["rule"] = (inputs, outputs, cotangents) => {
      const result = treeFlatten<Tensor>(
        rule(
          treeUnflatten<A>(structure, inputs),
          treeUnflatten<R>(body.structure, outputs),
          treeUnflatten<R>(body.structure, cotangents),
        ),
      );
      const [expected, received] = [showStructure(structure), showStructure(result.structure)];
      if (received !== expected) throw new TreeError("customVjp: cotangents", expected, received);
      return result.leaves;
    };
    const outputs = apply(callPrimitive, [...leaves, ...body.captured], {
      graph: body.graph,
      custom: { rule: gradients, arity: leaves.length },
    });
    return treeUnflatten<R>(body.structure, outputs);
  };
}
