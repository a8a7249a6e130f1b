import { Random } from "@lemma/interfaces";
import { isFloat } from "../dtype.ts";
import { PrimitiveError } from "../errors.ts";
import { evaluate } from "../evaluate.ts";
import { trace, type TracedGraph } from "../graph.ts";
import { add, mul } from "../primitives/arithmetic.ts";
import { sum } from "../primitives/sum.ts";
import { tanh } from "../primitives/unary.ts";
import type { Attributes, Primitive, Sample } from "../record.ts";
import { compileGraph } from "../runtime/compile.ts";
import { apply, type Tensor } from "../tensor.ts";
import { grad, jvp, vjp } from "../transforms/grad.ts";
import { spec, tensor, toNumbers, type TensorSpec, type TensorValue } from "../value.ts";

/** The largest relative errors over all samples; undefined where a rule says that there is no derivative. */
export interface PrimitiveReport {
  readonly samples: number;
  /** ONNX Runtime against `evaluate`. */
  readonly runtime: number;
  /** `jvp` against fourth-order central differences of `evaluate`. */
  readonly jvp: number | undefined;
  /** ⟨g, J v⟩ against ⟨Jᵀ g, v⟩, the latter on ONNX Runtime. */
  readonly adjoint: number | undefined;
  /** Hessian-vector products on ONNX Runtime against central differences of gradients. */
  readonly hvp: number | undefined;
}

/** What `checkPrimitive` allows in float64. Samples with coarser floats are held to what those can show. */
export const primitiveTolerances = { runtime: 1e-12, jvp: 1e-8, adjoint: 1e-10, hvp: 1e-7 } as const;

type Values = readonly TensorValue[];

/**
 * Holds a primitive's rules against one another, on its own samples: the ONNX form against the slow reference, `jvp` against
 * central differences of that, `vjp` against `jvp`, and second derivatives against differences of first ones.
 *
 * @throws {PrimitiveError} when there is no sample, or when two disagree by more than `primitiveTolerances`.
 */
export async function checkPrimitive<A extends Attributes>(primitive: Primitive<A>): Promise<PrimitiveReport> {
  const samples = primitive.samples(new Random(7));
  if (samples.length === 0) throw new PrimitiveError(`${primitive.name}: expected one sample or more`);
  const errors: Record<keyof typeof primitiveTolerances, number | undefined> = {
    runtime: 0,
    jvp: undefined,
    adjoint: undefined,
    hvp: undefined,
  };
  for (const [index, sample] of samples.entries()) {
    const check = new SampleCheck(primitive, sample);
    const note = (rule: keyof typeof errors, error: number): void => {
      const allowed = check.scale * primitiveTolerances[rule];
      if (!(error <= allowed))
        throw new PrimitiveError(
          `${primitive.name}: ${rule} of sample ${index} is off by ${error}; allowed: ${allowed}`,
        );
      errors[rule] = Math.max(errors[rule] ?? 0, error / check.scale);
    };
    note("runtime", await check.runtime());
    if (!check.isSmooth) continue;
    const forward = check.forward();
    note("jvp", forward.error);
    if (!check.isReversible) continue;
    note("adjoint", await check.adjoint(forward.slopes));
    if (check.isDouble) note("hvp", await check.hvp());
  }
  return { samples: samples.length, ...errors } as PrimitiveReport;
}

class SampleCheck<A extends Attributes> {
  readonly #f: (inputs: readonly Tensor[]) => Tensor[];
  readonly #inputs: Values;
  readonly #specs: readonly TensorSpec[];
  readonly #primal: TracedGraph;
  /** Which inputs are floats, and which outputs: derivatives are of these. */
  readonly #moving: readonly number[];
  readonly #floats: readonly number[];
  readonly isSmooth: boolean;
  readonly isReversible: boolean;
  readonly isDouble: boolean;

  constructor(primitive: Primitive<A>, { inputs, attributes }: Sample<A>) {
    this.#f = (given) => [...apply(primitive, given, attributes)];
    this.#inputs = inputs;
    this.#specs = inputs.map(({ dtype, dims }) => spec(dtype, dims));
    this.#primal = trace(this.#f, [this.#specs]);
    this.#moving = floatPlaces(this.#specs);
    this.#floats = floatPlaces(this.#primal.outputs);
    this.isSmooth = primitive.jvp !== "zero" && this.#moving.length > 0 && this.#floats.length > 0;
    this.isReversible = typeof primitive.vjp === "function";
    this.isDouble = [...this.#specs, ...this.#primal.outputs].every(
      ({ dtype }) => !isFloat(dtype) || dtype === "float64",
    );
  }

  /** How much larger errors may be than float64's. Only linear rules have coarser samples: their steps can be large. */
  get scale(): number {
    return this.isDouble ? 1 : 1e6;
  }

  async runtime(): Promise<number> {
    await using compiled = compileGraph<[Values], TensorValue[]>(this.#primal);
    return distance(await compiled(this.#inputs), evaluate(this.#primal, this.#inputs).map(toNumbers));
  }

  forward(): { readonly error: number; readonly slopes: Values } {
    const random = new Random(11);
    const directions = this.#directions(random);
    // Inputs without a slope are given themselves as tangents, which nobody reads.
    const graph = trace(
      (x: readonly Tensor[], v: readonly Tensor[]) =>
        jvp(
          (...inputs: Tensor[]) => this.#f(inputs),
          [...x],
          x.map((input, i) => (this.#moving.includes(i) ? v[this.#moving.indexOf(i)]! : input)),
        )[1],
      [this.#specs, directions.map(specOf)],
    );
    const results = evaluate(graph, [...this.#inputs, ...directions]);
    const slopes = this.#floats.map((i) => results[i]!);
    const step = this.isDouble ? 1e-3 : 0.25;
    const expected = centralDifference((h) => evaluate(this.#primal, this.#moved(directions, h)), step);
    return {
      error: distance(
        slopes,
        this.#floats.map((i) => expected[i]!),
      ),
      slopes,
    };
  }

  async adjoint(slopes: Values): Promise<number> {
    const random = new Random(11);
    const directions = this.#directions(random);
    const cotangents = slopes.map((y) => drawLike(random, y));
    const graph = trace(
      (x: readonly Tensor[], g: readonly Tensor[]) => {
        const floatsOnly = (...inputs: Tensor[]): Tensor[] => {
          const y = this.#f(inputs);
          return this.#floats.map((i) => y[i]!);
        };
        return [...vjp(floatsOnly, ...x)[1]([...g])];
      },
      [this.#specs, cotangents.map(specOf)],
    );
    await using compiled = compileGraph<[Values, Values], TensorValue[]>(graph);
    const pulled = await compiled(this.#inputs, cotangents);
    const left = inner(cotangents, slopes);
    const right = inner(
      this.#moving.map((i) => pulled[i]!),
      directions,
    );
    return Math.abs(left - right) / Math.max(1, Math.abs(left));
  }

  async hvp(): Promise<number> {
    const random = new Random(13);
    const x = this.#moving.map((i) => this.#inputs[i]!);
    const directions = this.#directions(random);
    const floatSpecs = x.map(specOf);
    // A loss that is curved even where the primitive is linear.
    const loss = (moving: readonly Tensor[], all: readonly Tensor[]): Tensor =>
      this.#f(all.map((input, i) => (this.#moving.includes(i) ? moving[this.#moving.indexOf(i)]! : input)))
        .filter((y) => isFloat(y.dtype))
        .map((y) => sum(mul(tanh(y), add(y, 0.3))))
        .reduce((a, b) => add(a, b));
    const gradient = trace(
      (p: readonly Tensor[], all: readonly Tensor[]) => grad(loss)(p, all),
      [floatSpecs, this.#specs],
    );
    const product = trace(
      (v: readonly Tensor[], p: readonly Tensor[], all: readonly Tensor[]) =>
        jvp((q: readonly Tensor[]) => grad(loss)(q, all), [p], [v])[1],
      [floatSpecs, floatSpecs, this.#specs],
    );
    await using compiled = compileGraph<Values[], TensorValue[]>(product);
    const results = await compiled(directions, x, this.#inputs);
    const expected = centralDifference(
      (h) => evaluate(gradient, [...x.map((value, i) => moved(value, directions[i]!, h)), ...this.#inputs]),
      1e-3,
    );
    return distance(results, expected);
  }

  #directions(random: Random): TensorValue[] {
    return this.#moving.map((i) => drawLike(random, this.#inputs[i]!));
  }

  #moved(directions: Values, step: number): Values {
    return this.#inputs.map((x, i) =>
      this.#moving.includes(i) ? moved(x, directions[this.#moving.indexOf(i)]!, step) : x,
    );
  }
}

const floatPlaces = (specs: readonly TensorSpec[]): number[] =>
  specs.flatMap(({ dtype }, i) => (isFloat(dtype) ? [i] : []));

const specOf = ({ dtype, dims }: TensorValue): TensorSpec => spec(dtype, dims);

const drawLike = (random: Random, { dtype, dims, data }: TensorValue): TensorValue =>
  tensor(
    dtype,
    dims,
    Array.from({ length: data.length }, () => random.normal()),
  );

const moved = (x: TensorValue, direction: TensorValue, step: number): TensorValue => {
  const along = toNumbers(direction);
  return tensor(
    x.dtype,
    x.dims,
    toNumbers(x).map((value, i) => value + step * along[i]!),
  );
};

const inner = (a: Values, b: Values): number =>
  a.reduce((total, x, i) => {
    const other = toNumbers(b[i]!);
    return toNumbers(x).reduce((s, value, j) => s + value * other[j]!, total);
  }, 0);

/** The largest distance, relative to each output's largest element; Infinity where one alone is NaN, or shapes differ. */
function distance(received: Values, expected: readonly (readonly number[])[]): number {
  return Math.max(
    0,
    ...received.flatMap((value, i) => {
      const other = expected[i]!;
      const numbers = toNumbers(value);
      if (numbers.length !== other.length) return [Infinity];
      const scale = Math.max(1, ...other.map(Math.abs));
      return numbers.map((x, j) => (Object.is(x, other[j]) ? 0 : Math.abs(x - other[j]!) / scale));
    }),
  );
}

/** Fourth-order central differences: in float64 a step of 1e-3 leaves an error near 1e-11. */
function centralDifference(f: (step: number) => Values, h: number): number[][] {
  const [a, b, c, d] = [f(2 * h), f(h), f(-h), f(-2 * h)].map((values) => values.map(toNumbers));
  return a!.map((row, i) => row.map((_, j) => (-a![i]![j]! + 8 * b![i]![j]! - 8 * c![i]![j]! + d![i]![j]!) / (12 * h)));
}
