import type { Dim } from "../dims.ts";
import { isFloat } from "../dtype.ts";
import { add, div, mul, neg, sub } from "../primitives/arithmetic.ts";
import { maximum, minimum, pow } from "../primitives/binary.ts";
import { checkpoint } from "../primitives/call.ts";
import { cast } from "../primitives/cast.ts";
import { and, equal, greater, isNaN, less, not } from "../primitives/compare.ts";
import { constant, dimValue, full, iota } from "../primitives/constant.ts";
import { scatterAdd, take, takeAlongAxis, topK } from "../primitives/indexing.ts";
import { matmul } from "../primitives/matmul.ts";
import { argmax, cumsum, max, mean, min } from "../primitives/reduce.ts";
import { map, scan } from "../primitives/scan.ts";
import { concat, expandDims, pad, reshape, slice, transpose } from "../primitives/shape.ts";
import { logSoftmax, logSumExp, softmax } from "../primitives/softmax.ts";
import { stopGradient } from "../primitives/structural.ts";
import { broadcastTo, sum } from "../primitives/sum.ts";
import {
  abs,
  cos,
  exp,
  floor,
  log,
  round,
  rsqrt,
  sigmoid,
  sign,
  silu,
  sin,
  softplus,
  sqrt,
  tanh,
} from "../primitives/unary.ts";
import { where } from "../primitives/where.ts";
import type { Tensor } from "../tensor.ts";
import { tensor } from "../value.ts";

/** Four numbers that choose an operation and its operands, by remainders: every list of them is a program. */
export type Instruction = readonly [operation: number, first: number, second: number, detail: number];

type Step = (
  x: Tensor,
  pick: (fits: (y: Tensor) => boolean) => Tensor | undefined,
  detail: number,
) => Tensor | readonly Tensor[] | undefined;

const sameShape =
  (x: Tensor) =>
  (y: Tensor): boolean =>
    isFloat(y.dtype) && y.shape.join() === x.shape.join();

const broadcasts =
  (x: Tensor) =>
  (y: Tensor): boolean =>
    isFloat(y.dtype) &&
    Array.from({ length: Math.min(x.rank, y.rank) }, (_, i) => [x.shape.at(-1 - i)!, y.shape.at(-1 - i)!]).every(
      ([a, b]) => a === b || a === 1 || b === 1,
    );

const multiplies =
  (x: Tensor) =>
  (y: Tensor): boolean =>
    isFloat(y.dtype) && x.rank >= 2 && y.rank >= 2 && x.shape.at(-1) === y.shape.at(-2) && x.rank === 2;

const axisOf = (x: Tensor, detail: number): number => detail % x.rank;

const couple =
  (f: (x: Tensor, y: Tensor) => Tensor): Step =>
  (x, pick) => {
    const y = pick(broadcasts(x));
    return y && f(x, y);
  };

const withAxis =
  (f: (x: Tensor, axis: number, detail: number) => Tensor | readonly Tensor[] | undefined): Step =>
  (x, _, detail) =>
    x.rank === 0 ? undefined : f(x, axisOf(x, detail), detail);

/** A size that is known to be at least 1, so that maxima over it exist. */
const isFilled = (dim: Dim): boolean => typeof dim === "number" && dim > 0;

/** Without NaN, whose place in an order is not defined. */
const ordered = (x: Tensor): Tensor => where(isNaN(x), 0, x);

const steps: readonly Step[] = [
  neg,
  sin,
  cos,
  tanh,
  sigmoid,
  silu,
  softplus,
  abs,
  sign,
  floor,
  round,
  stopGradient,
  (x) => exp(tanh(x)),
  (x) => log(add(abs(x), 0.5)),
  (x) => sqrt(add(mul(x, x), 0.1)),
  (x) => rsqrt(add(mul(x, x), 0.5)),
  (x) => pow(add(abs(tanh(x)), 0.5), 1.5),
  // Rare on purpose: what these give at 0 and below are infinities and NaN.
  (x, _, detail) => (detail % 3 === 0 ? log(x) : undefined),
  (x, _, detail) => (detail % 3 === 0 ? div(1, x) : undefined),
  couple(add),
  couple(sub),
  couple(mul),
  couple(maximum),
  couple(minimum),
  couple((x, y) => div(x, add(mul(y, y), 0.5))),
  couple((x, y) => where(less(x, y), x, mul(y, 0.5))),
  couple((x, y) => where(and(greater(x, 0), not(equal(x, y))), sin(x), y)),
  (x, pick) => {
    const y = pick(multiplies(x));
    return y && matmul(x, y);
  },
  (x) => (x.rank < 2 ? undefined : matmul(x, transpose(x))),
  (x) => (x.rank < 2 ? undefined : transpose(x)),
  (x, _, detail) =>
    x.rank < 2
      ? undefined
      : transpose(
          x,
          x.shape.map((_, i) => (i + 1 + (detail % 2)) % x.rank),
        ),
  (x) => reshape(x, [-1]),
  (x) => (x.rank > 3 ? undefined : expandDims(x, 0)),
  (x) => (x.rank > 3 ? undefined : expandDims(x, -1)),
  (x) => (x.rank > 3 ? undefined : broadcastTo(x, [2, ...x.shape])),
  withAxis((x, axis) => concat([x, tanh(x)], axis)),
  (x, pick, detail) => {
    const y = x.rank === 0 ? undefined : pick(sameShape(x));
    return y && concat([x, y], axisOf(x, detail));
  },
  withAxis((x, axis) => (isFilled(x.shape[axis]!) ? slice(x, axis, 0, 1) : slice(x, axis, 0))),
  withAxis((x, axis) => (isFilled(x.shape[axis]!) ? slice(x, axis, 1) : undefined)),
  withAxis((x, axis, detail) => pad(x, axis, detail % 2, 1, detail % 3)),
  withAxis((x, axis) => sum(x, { axis })),
  withAxis((x, axis) => mean(x, { axis, keepDims: true })),
  withAxis((x, axis) => (isFilled(x.shape[axis]!) ? max(x, { axis }) : undefined)),
  withAxis((x, axis) => (isFilled(x.shape[axis]!) ? min(x, { axis, keepDims: true }) : undefined)),
  withAxis((x, axis, detail) => cumsum(x, axis, { exclusive: detail % 2 === 0, reverse: detail % 3 === 0 })),
  withAxis((x, axis) => softmax(x, axis)),
  withAxis((x, axis) => logSoftmax(x, axis)),
  withAxis((x, axis) => (isFilled(x.shape[axis]!) ? logSumExp(x, { axis }) : undefined)),
  withAxis((x, axis) => (isFilled(x.shape[axis]!) ? topK(ordered(x), 1, axis).values : undefined)),
  withAxis((x, axis) =>
    isFilled(x.shape[axis]!) ? takeAlongAxis(x, topK(ordered(x), x.shape[axis]!, axis).indices, axis) : undefined,
  ),
  withAxis((x, axis) => (isFilled(x.shape[axis]!) ? take(x, argmax(ordered(x), axis, true), axis) : undefined)),
  withAxis((x, axis) =>
    isFilled(x.shape[axis]!) ? take(x, constant(tensor("int64", [2, 2], [0, -1, 0, 0])), axis) : undefined,
  ),
  withAxis((x) =>
    isFilled(x.shape[0]!)
      ? scatterAdd(sin(x), constant(tensor("int64", [2], [0, 0])), concat([slice(x, 0, 0, 1), slice(x, 0, 0, 1)], 0))
      : undefined,
  ),
  withAxis((x, axis) => mul(x, dimValue(x.shape[axis]!, x.dtype))),
  withAxis((x) => add(x, cast(iota(x.shape.at(-1)!), x.dtype))),
  (x) => add(x, full(x.shape, 0.25, x.dtype)),
  (x) => checkpoint((y: Tensor) => sin(mul(y, tanh(y))))(x),
  (x, pick) => {
    const y = pick(broadcasts(x));
    return y && checkpoint((z: Tensor) => tanh(mul(z, sin(y))))(x);
  },
  withAxis((x) => map((row: Tensor) => sin(add(row, sum(row))), x)),
  (x, pick) => {
    const y = pick(broadcasts(x));
    if (y === undefined || x.rank === 0) return undefined;
    const [last, all] = scan(
      (c: Tensor, row: Tensor) => [tanh(add(c, sum(mul(row, sum(y))))), c] as const,
      full([], 0.3, x.dtype),
      x,
    );
    return [last, all];
  },
  withAxis(
    (x) =>
      scan(
        (c: Tensor, row: Tensor) => [add(mul(c, 0.5), row), mul(c, row)] as const,
        mul(sum(x, { axis: 0 }), 0.1),
        x,
        { reverse: true },
      )[1],
  ),
];

/** Runs instructions on a growing pool that begins with `inputs`; returns the pool's last floats. Large values are damped. */
export function runProgram(inputs: readonly Tensor[], instructions: readonly Instruction[]): Tensor[] {
  const pool = [...inputs];
  for (const [operation, first, second, detail] of instructions) {
    const x = pool[first % pool.length]!;
    const pick = (fits: (y: Tensor) => boolean): Tensor | undefined => {
      const candidates = pool.filter(fits);
      return candidates[second % Math.max(1, candidates.length)];
    };
    const result = steps[operation % steps.length]!(x, pick, detail);
    if (result !== undefined)
      pool.push(...(Array.isArray(result) ? (result as readonly Tensor[]) : [result as Tensor]));
  }
  return pool.slice(-3);
}

/** A scalar that depends on everything that `runProgram` returns, and is finite where that is. */
export const lossOf = (outputs: readonly Tensor[]): Tensor =>
  outputs.map((y) => sum(sin(y))).reduce((a, b) => add(a, b));
