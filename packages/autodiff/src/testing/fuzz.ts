import { Random } from "@lemma/interfaces";
import { evaluate } from "../evaluate.ts";
import { trace, type TracedGraph } from "../graph.ts";
import { compileGraph } from "../runtime/compile.ts";
import type { Tensor } from "../tensor.ts";
import { valueAndGrad } from "../transforms/grad.ts";
import { spec, tensor, toNumbers, type TensorSpec, type TensorValue } from "../value.ts";
import { lossOf, runProgram, type Instruction } from "./random-program.ts";

export interface FuzzCase {
  readonly seed: number;
  readonly instructions: readonly Instruction[];
  /** Sizes of the symbols `n` and `m`; 0 is allowed. */
  readonly n: number;
  readonly m: number;
  /** Put NaN and infinities among the inputs. */
  readonly special: boolean;
}

const specs: readonly TensorSpec[] = [
  spec("float64", ["n", "m"]),
  spec("float64", ["m"]),
  spec("float64", [2, 3]),
  spec("float64", []),
  spec("float64", ["n", 1]),
];

function draw({ seed, n, m, special }: FuzzCase): TensorValue[] {
  const random = new Random(seed);
  const unusual = [NaN, Infinity, -Infinity, 0, -0];
  return specs.map(({ shape }) => {
    const dims = shape.map((dim) => (dim === "n" ? n : dim === "m" ? m : (dim as number)));
    const length = dims.reduce((a, b) => a * b, 1);
    const values = Float64Array.from({ length }, () =>
      special && random.chance(0.15) ? random.choice(unusual) : random.normal(),
    );
    return tensor("float64", dims, values);
  });
}

/** Runs a case and its gradient on ONNX Runtime and on the reference; a sentence for each disagreement. */
export async function disagreements(given: FuzzCase): Promise<string[]> {
  const program = (x: readonly Tensor[]): Tensor[] => runProgram(x, given.instructions);
  const gradient = (x: readonly Tensor[]): unknown => valueAndGrad((y: readonly Tensor[]) => lossOf(program(y)))(x);
  const inputs = draw(given);
  const forward = await compare("program", trace(program, [specs]), inputs);
  return forward.length > 0 ? forward : compare("gradient", trace(gradient, [specs]), inputs);
}

async function compare(what: string, graph: TracedGraph, inputs: readonly TensorValue[]): Promise<string[]> {
  const expected = evaluate(graph, inputs);
  await using compiled = compileGraph<[readonly TensorValue[]], unknown>(graph, { name: what, threads: 1 });
  const flat: TensorValue[] = [];
  const collect = (tree: unknown): void => {
    if (Array.isArray(tree)) tree.forEach(collect);
    else flat.push(tree as TensorValue);
  };
  collect(await compiled(inputs));
  return flat.flatMap((value, i) => {
    const like = expected[i]!;
    if (value.dims.join() !== like.dims.join())
      return [`${what} ${i}: shape ${value.dims.join()} for ${like.dims.join()}`];
    const [a, b] = [toNumbers(value), toNumbers(like)];
    const scale = Math.max(1, ...b.filter(Number.isFinite).map(Math.abs));
    const wrong = a.findIndex((x, j) => !(Object.is(x, b[j]) || x === b[j] || Math.abs(x - b[j]!) <= 1e-8 * scale));
    return wrong < 0 ? [] : [`${what} ${i}[${wrong}]: ${a[wrong]} for ${b[wrong]}`];
  });
}
