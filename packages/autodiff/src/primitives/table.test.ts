import { Random } from "@lemma/interfaces";
import { expect, test } from "vitest";
import { evaluate } from "../evaluate.ts";
import { Graph, makeParameter, trace } from "../graph.ts";
import { compileGraph } from "../runtime/compile.ts";
import { apply, type Attributes, type Primitive, type Sample, type Tensor } from "../tensor.ts";
import { grad, jvp, vjp } from "../transforms/grad.ts";
import { isFloat } from "../dtype.ts";
import { spec, tensor, toNumbers, type TensorValue } from "../value.ts";
import { add, mul } from "./binary.ts";
import { sum } from "./reduce.ts";
import { tanh } from "./unary.ts";
import { allPrimitives } from "./table.ts";

const specOf = (value: TensorValue) => spec(value.dtype, value.dims);
const call = (primitive: Primitive, sample: Sample<Attributes>) => (inputs: readonly Tensor[]) => [
  ...apply(primitive, inputs, sample.attributes),
];
const drawLike = (random: Random, value: TensorValue): TensorValue =>
  tensor(
    "float64",
    value.dims,
    Float64Array.from({ length: value.data.length }, () => random.normal()),
  );
const inner = (a: readonly TensorValue[], b: readonly TensorValue[]): number =>
  a.reduce((total, x, i) => total + toNumbers(x).reduce((s, value, j) => s + value * toNumbers(b[i]!)[j]!, 0), 0);
const moved = (inputs: readonly TensorValue[], directions: readonly TensorValue[], step: number): TensorValue[] =>
  inputs.map((x, i) =>
    isFloat(x.dtype)
      ? tensor(
          "float64",
          x.dims,
          Float64Array.from(toNumbers(x), (value, j) => value + step * toNumbers(directions[i]!)[j]!),
        )
      : x,
  );
/** The largest distance, relative to each output's largest element; Infinity where one alone is NaN. */
const distance = (received: readonly TensorValue[], expected: readonly number[][]): number =>
  Math.max(
    0,
    ...received.flatMap((value, i) => {
      const scale = Math.max(1, ...expected[i]!.map(Math.abs));
      return toNumbers(value).map((x, j) => {
        const other = expected[i]![j]!;
        if (Number.isNaN(x) || Number.isNaN(other)) return Number.isNaN(x) && Number.isNaN(other) ? 0 : Infinity;
        return Math.abs(x - other) / scale;
      });
    }),
  );

/** Fourth-order central differences: step 1e-3 leaves an error near 1e-11. */
const centralDifference = (f: (step: number) => readonly TensorValue[], h = 1e-3): number[][] => {
  const [a, b, c, d] = [f(2 * h), f(h), f(-h), f(-2 * h)].map((values) => values.map(toNumbers));
  return a!.map((row, i) => row.map((_, j) => (-a![i]![j]! + 8 * b![i]![j]! - 8 * c![i]![j]! + d![i]![j]!) / (12 * h)));
};

const isSmooth = (primitive: Primitive): boolean => primitive.jvp !== "zero" && primitive.name !== "cast";

for (const primitive of allPrimitives) {
  const samples = primitive.samples(new Random(7));

  test(`${primitive.name}: ONNX Runtime agrees with the reference`, async () => {
    for (const sample of samples) {
      const graph = trace(call(primitive, sample), [sample.inputs.map(specOf)]);
      await using compiled = compileGraph<[readonly TensorValue[]], TensorValue[]>(graph, { name: primitive.name });
      const results = await compiled(sample.inputs);
      expect(distance(results, evaluate(graph, sample.inputs).map(toNumbers))).toBeLessThan(1e-12);
    }
  });

  test.runIf(isSmooth(primitive))(`${primitive.name}: jvp is the slope, vjp is its adjoint`, async () => {
    for (const sample of samples) {
      const random = new Random(11);
      const f = call(primitive, sample);
      const specs = sample.inputs.map(specOf);
      const directions = sample.inputs.map((x) => drawLike(random, x));
      const isMoving = specs.map(({ dtype }) => isFloat(dtype));
      const primal = trace(f, [specs]);
      const tangentSpecs = specs.map(({ shape }, i) => spec(isMoving[i]! ? "float64" : "int64", shape));
      const forward = trace(
        (x: readonly Tensor[], dx: readonly Tensor[]) =>
          jvp(
            (...inputs: Tensor[]) => f(inputs),
            [...x],
            x.map((input, i) => (isMoving[i]! ? dx[i]! : input)),
          ),
        [specs, tangentSpecs],
      );
      const tangentValues = directions.map((d, i) => (isMoving[i]! ? d : tensor("int64", d.dims, 0)));
      const count = primal.outputs.length;
      const results = evaluate(forward, [...sample.inputs, ...tangentValues]).slice(count);
      const expected = centralDifference((step) => evaluate(primal, moved(sample.inputs, directions, step)));
      const floats = primal.outputs.flatMap(({ dtype }, i) => (isFloat(dtype) ? [i] : []));
      const slopes = floats.map((i) => results[i]!);

      expect(
        distance(
          slopes,
          floats.map((i) => expected[i]!),
        ),
      ).toBeLessThan(1e-8);

      const cotangents = floats.map((i) => drawLike(random, results[i]!));
      const backward = trace(
        (x: readonly Tensor[], g: readonly Tensor[]) => {
          const floatsOnly = (...inputs: Tensor[]): Tensor[] => {
            const y = f(inputs);
            return floats.map((i) => y[i]!);
          };
          return [...vjp(floatsOnly, ...x)[1]([...g])];
        },
        [specs, cotangents.map(specOf)],
      );
      await using compiled = compileGraph<[readonly TensorValue[], readonly TensorValue[]], TensorValue[]>(backward);
      const pulled = await compiled(sample.inputs, cotangents);
      const moving = isMoving.flatMap((flag, i) => (flag ? [i] : []));
      const left = inner(cotangents, slopes);
      const right = inner(
        moving.map((i) => pulled[i]!),
        moving.map((i) => directions[i]!),
      );
      expect(Math.abs(left - right) / Math.max(1, Math.abs(left))).toBeLessThan(1e-10);
    }
  });

  test.runIf(isSmooth(primitive))(`${primitive.name}: hvp is the slope of the gradient`, async () => {
    for (const sample of samples) {
      const random = new Random(13);
      const specs = sample.inputs.map(specOf);
      const moving = specs.flatMap(({ dtype }, i) => (isFloat(dtype) ? [i] : []));
      // A loss that is curved even where the primitive is linear.
      const loss = (x: readonly Tensor[], all: readonly Tensor[]): Tensor => {
        const inputs = [...all];
        moving.forEach((place, i) => {
          inputs[place] = x[i]!;
        });
        return call(
          primitive,
          sample,
        )(inputs)
          .filter((y) => isFloat(y.dtype))
          .map((y) => sum(mul(tanh(y), add(y, 0.3))))
          .reduce((a, b) => add(a, b));
      };
      const x = moving.map((i) => sample.inputs[i]!);
      const directions = x.map((value) => drawLike(random, value));
      const floatSpecs = moving.map((i) => specs[i]!);
      const gradient = trace((p: readonly Tensor[], all: readonly Tensor[]) => grad(loss)(p, all), [floatSpecs, specs]);
      const product = trace(
        (v: readonly Tensor[], p: readonly Tensor[], all: readonly Tensor[]) =>
          jvp((q: readonly Tensor[]) => grad(loss)(q, all), [p], [v])[1],
        [floatSpecs, floatSpecs, specs],
      );
      await using compiled = compileGraph<(readonly TensorValue[])[], TensorValue[]>(product);
      const results = await compiled(directions, x, sample.inputs);
      const expected = centralDifference((step) =>
        evaluate(gradient, [...moved(x, directions, step), ...sample.inputs]),
      );
      expect(distance(results, expected)).toBeLessThan(1e-7);
    }
  });
}

test("a graph of parameters alone is a program", () => {
  const p = makeParameter(spec("float64", [2]), "x");
  expect(evaluate(new Graph([p], [p]), [tensor("float64", [2], [1, 2])])[0]!.data).toEqual(new Float64Array([1, 2]));
});
