import { expect, test } from "vitest";
import { DifferentiationError } from "../errors.ts";
import { evaluate } from "../evaluate.ts";
import { trace } from "../graph.ts";
import { add, mul } from "../primitives/arithmetic.ts";
import { checkpoint, customVjp } from "../primitives/call.ts";
import { less } from "../primitives/compare.ts";
import { full } from "../primitives/constant.ts";
import { map, scan } from "../primitives/scan.ts";
import { stack } from "../primitives/shape.ts";
import { sum } from "../primitives/sum.ts";
import { cos, sin, tanh } from "../primitives/unary.ts";
import { whileLoop } from "../primitives/while.ts";
import { compileGraph } from "../runtime/compile.ts";
import type { Tensor } from "../tensor.ts";
import { spec, tensor, toNumbers, type TensorValue } from "../value.ts";
import { hvp, jvp, linearize, vjp } from "./grad.ts";

type Fn = (x: Tensor) => Tensor;
type Transform = (f: Fn) => Fn;

const rows: Fn = (x) => stack([x, tanh(x)]);

/** Each transformation of a function of one vector, and the same without blocks and loops. */
const transforms: Readonly<Record<string, readonly [Transform, Transform?]>> = {
  jvp: [(f) => (x) => jvp(f, [x], [cos(x)])[1]],
  vjp: [(f) => (x) => vjp(f, x)[1](sin(x))[0]],
  linearize: [(f) => (x) => linearize(f, x)[1](cos(x))],
  hvp: [(f) => (x) => hvp((y: Tensor) => sum(mul(f(y), f(y))))(cos(x), x)],
  checkpoint: [(f) => checkpoint(f), (f) => f],
  customVjp: [(f) => customVjp(f, ([x], _, g) => [vjp(f, x)[1](g)[0]]), (f) => f],
  map: [
    (f) => (x) =>
      sum(
        map((row: Tensor) => tanh(mul(f(row), x)), rows(x)),
        { axis: 0 },
      ),
    (f) => (x) => add(tanh(mul(f(x), x)), tanh(mul(f(tanh(x)), x))),
  ],
  scan: [
    (f) => (x) => {
      const step = (c: Tensor, row: Tensor): readonly [Tensor, Tensor] => {
        const next = tanh(f(add(c, mul(row, x))));
        return [next, mul(next, c)];
      };
      const [last, all] = scan(step, mul(x, 0.5), rows(x));
      return add(last, sum(all, { axis: 0 }));
    },
    (f) => (x) => {
      const start = mul(x, 0.5);
      const first = tanh(f(add(start, mul(x, x))));
      const second = tanh(f(add(first, mul(tanh(x), x))));
      return add(second, add(mul(first, start), mul(second, first)));
    },
  ],
  whileLoop: [
    (f) => (x) =>
      whileLoop(
        ({ i }) => less(i, 2),
        ({ i, y }) => ({ i: add(i, 1), y: tanh(f(mul(y, x))) }),
        { i: full([], 0, "int64"), y: x },
      ).y,
    (f) => (x) => tanh(f(mul(tanh(f(mul(x, x))), x))),
  ],
};

const names = Object.keys(transforms);
const words = (depth: number): string[][] =>
  depth === 0 ? [[]] : words(depth - 1).flatMap((word) => names.map((name) => [name, ...word]));
const build = (word: readonly string[], isPlain: boolean): Fn =>
  word.reduceRight<Fn>(
    (f, name) => {
      const [full, plain] = transforms[name]!;
      return (isPlain ? (plain ?? full) : full)(f);
    },
    (x) => mul(sin(x), sum(mul(x, 0.3))),
  );

/** Reverse mode around a whileLoop; a customVjp inside may save it, or may not. */
const mayRefuse = (word: readonly string[]): boolean =>
  word.some((name, i) => name === "whileLoop" && word.slice(0, i).some((n) => ["vjp", "hvp", "customVjp"].includes(n)));

// 9² orders of two transformations; 9³ of three under `pnpm soak`.
const depth = process.env["LEMMA_SOAK"] === "1" ? 3 : 2;
const input = tensor("float64", [3], [0.3, -0.7, 1.1]);

/** The error of a word on ONNX Runtime, relative to the plain twin; 0 where reverse mode was refused. */
async function errorOf(word: readonly string[]): Promise<number> {
  try {
    const graph = trace(build(word, false), [spec("float64", ["n"])]);
    const expected = toNumbers(evaluate(trace(build(word, true), [spec("float64", [3])]), [input])[0]!);
    await using compiled = compileGraph<[TensorValue], TensorValue>(graph, { threads: 1 });
    const received = toNumbers(await compiled(input));
    return Math.max(...received.map((y, i) => Math.abs(y - expected[i]!) / Math.max(1, Math.abs(expected[i]!))));
  } catch (error) {
    if (error instanceof DifferentiationError && mayRefuse(word)) return 0;
    throw new Error(word.join(" of "), { cause: error });
  }
}

test.for(names)(`%s of every ${depth - 1} transformations equals the same without blocks and loops`, async (outer) => {
  const wrong: string[] = [];
  for (const inner of words(depth - 1)) {
    const word = [outer, ...inner];
    if (!((await errorOf(word)) < 1e-9)) wrong.push(word.join(" of "));
  }
  expect(wrong).toEqual([]);
});
