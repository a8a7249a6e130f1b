import type { TensorValue } from "@lemma/autodiff";
import type { Random } from "@lemma/interfaces";
import { type LoraConfig, checkConfig, isTarget } from "./config.ts";
import { LoraConfigError } from "./errors.ts";

/**
 * One adapter's parameters by module path, such as `model.layers.0.self_attn.q_proj`; `a: [rank, in]`, `b: [out, rank]`.
 * A value, never mutated: to reset an adapter is to keep the old one.
 */
export type LoraParameters<T> = Readonly<Record<string, { readonly a: T; readonly b: T }>>;

/** The linear modules of a model, by path: y = W·x with `W: [out, in]`. */
export type ModuleShapes = Readonly<Record<string, { readonly in: number; readonly out: number }>>;

/**
 * Fresh parameters for the modules that `config` targets, as PEFT draws them: `a` from U(−1/√in, 1/√in), which is
 * Kaiming-uniform with a = √5, and `b` zero, so that the adapted model starts as the base model.
 *
 * Each module draws from its own stream of `random`: the same seed gives a module the same values whatever else is targeted.
 *
 * @throws {LoraConfigError} when no module is targeted.
 */
export function initLora(
  config: LoraConfig,
  moduleShapes: ModuleShapes,
  random: Random,
  dtype: "float32" | "float64" = "float32",
): LoraParameters<TensorValue> {
  checkConfig(config);
  const floats = dtype === "float64" ? Float64Array : Float32Array;
  const parameters: Record<string, { a: TensorValue; b: TensorValue }> = {};
  for (const [path, shape] of Object.entries(moduleShapes)) {
    if (!isTarget(config, path)) continue;
    const stream = random.fork("lora", path);
    const bound = 1 / Math.sqrt(shape.in);
    const a = new floats(config.rank * shape.in).map(() => bound * (2 * stream.uniform() - 1));
    parameters[path] = {
      a: { dtype, dims: [config.rank, shape.in], data: a },
      b: { dtype, dims: [shape.out, config.rank], data: new floats(shape.out * config.rank) },
    };
  }
  if (Object.keys(parameters).length === 0)
    throw new LoraConfigError("targetModules", "the end of some module's path", config.targetModules);
  return parameters;
}
