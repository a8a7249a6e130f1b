import type { TensorValue } from "@lemma/autodiff";
import { InputError } from "@lemma/interfaces";
import { LoraAdapter } from "./adapter.ts";
import { toFloats } from "./merge.ts";

type Pair = LoraAdapter["parameters"][string];

/**
 * Adapters that are applied in order as one of their ranks' sum: Σ sᵢ·Bᵢ·Aᵢ = [s₁B₁ s₂B₂ …]·[A₁; A₂; …], with scale 1. For runtimes
 * that take one adapter at a time. A module that an adapter leaves alone has zeros there, since PEFT's format has one rank.
 *
 * @throws {InputError} for none. @throws {AdapterMismatchError} where two adapters have one module with other dimensions.
 */
export function stackAdapters(adapters: readonly LoraAdapter[]): LoraAdapter {
  const [first, ...others] = adapters;
  if (first === undefined) throw new InputError("stackAdapters: expected at least one adapter, received none");
  if (others.length === 0) return first;
  const rank = adapters.reduce((total, { config }) => total + config.rank, 0);
  const shapes: Record<string, { in: number; out: number }> = {};
  for (const adapter of adapters) {
    adapter.checkFits({ ...shapesOf(adapter), ...shapes });
    Object.assign(shapes, shapesOf(adapter));
  }
  const parameters = Object.fromEntries(
    Object.entries(shapes).map(([path, shape]) => [path, stackModule(adapters, path, shape, rank)]),
  );
  const targetModules = [...new Set(adapters.flatMap(({ config }) => config.targetModules))];
  const { baseModel } = first;
  return new LoraAdapter(
    { rank, alpha: rank, targetModules },
    parameters,
    baseModel === undefined ? {} : { baseModel },
  );
}

const shapesOf = ({ parameters }: LoraAdapter): Record<string, { in: number; out: number }> =>
  Object.fromEntries(Object.entries(parameters).map(([path, { a, b }]) => [path, { in: a.dims[1]!, out: b.dims[0]! }]));

function stackModule(
  adapters: readonly LoraAdapter[],
  path: string,
  shape: { readonly in: number; readonly out: number },
  rank: number,
): Pair {
  const a = new Float32Array(rank * shape.in);
  const b = new Float32Array(shape.out * rank);
  let first = 0;
  for (const { parameters, config, scale } of adapters) {
    const own = parameters[path];
    if (own !== undefined) {
      a.set(toFloats(own.a), first * shape.in);
      const values = toFloats(own.b);
      for (let row = 0; row < shape.out; row += 1)
        for (let r = 0; r < config.rank; r += 1) b[row * rank + first + r] = scale * values[row * config.rank + r]!;
    }
    first += config.rank;
  }
  const float32 = (dims: readonly number[], data: Float32Array): TensorValue => ({ dtype: "float32", dims, data });
  return { a: float32([rank, shape.in], a), b: float32([shape.out, rank], b) };
}
