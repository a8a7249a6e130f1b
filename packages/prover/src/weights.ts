import { readdirSync, rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type CompileOptions, type Tensor, type TensorValue, external, quantizedOf } from "@lemma/autodiff";
import { readSafetensorsHeader, writeSafetensors } from "@lemma/safetensors";
import type { LlamaConfig } from "./config.ts";
import {
  type DecodeWeights,
  type FusedWeights,
  fuseWeights,
  fusedDecodeWeights,
  inPlaceDecodeWeights,
} from "./decode/fused-weights.ts";
import { NotFiniteError } from "./errors.ts";
import type { ExecutionPolicy } from "./execution-policy.ts";
import type { LlamaParameters } from "./model/llama.ts";
import type { LlamaModel } from "./model/load.ts";
import { type TensorPlace, readFloats } from "./model/places.ts";

/** Weights as a program takes them, and how it is compiled. */
export interface ProgramWeights {
  readonly weights: DecodeWeights;
  readonly compile: Pick<CompileOptions, "prepacking" | "folding">;
}

/** Weights for decoding programs, and what they hold on the disk until they are disposed of. */
export interface PlacedWeights {
  readonly prefill: ProgramWeights;
  readonly decode: ProgramWeights;
  /** Each decoding program holds a copy of the weights that is too large to have several of. */
  readonly isPacked: boolean;
  readonly dispose: () => void;
}

/** @throws {NotFiniteError} naming file and tensor, where a copied weight is NaN or infinite. */
export async function placeWeights(
  config: LlamaConfig,
  source: { readonly parameters: LlamaParameters<Tensor>; readonly read: TensorReader },
  { placement, activations }: Pick<ExecutionPolicy, "placement" | "activations">,
): Promise<PlacedWeights> {
  if (placement === "in-place") {
    const isPacked = Object.values(source.parameters).some((weight) => quantizedOf(weight) !== undefined);
    const inPlace = { weights: inPlaceDecodeWeights(config, source.parameters), compile: { prepacking: false } };
    // A packed copy pays where rows are few, from one token to the next. Prompts are many rows, for which widening costs little more;
    // of floats there is no copy to spare at all.
    const packed = {
      weights: inPlaceDecodeWeights(config, source.parameters, { form: "packed", activations }),
      compile: { prepacking: true, folding: true },
    };
    return { prefill: inPlace, decode: isPacked ? packed : inPlace, isPacked, dispose: () => undefined };
  }
  const { constants, dispose } = await stage(await fuseWeights(config, source.read));
  const copied = { weights: fusedDecodeWeights(config, constants), compile: { prepacking: true } };
  return { prefill: copied, decode: copied, isPacked: false, dispose };
}

const folderPrefix = "lemma-weights-";

/** Removes what processes left that are no more: one that is killed cannot clean up after itself. */
function sweep(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = new RegExp(`^${folderPrefix}(\\d+)-`).exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(path.join(tmpdir(), name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: somebody else's process, which is alive.
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

/**
 * Writes weights to a temporary file that programs take them from: one model has several programs, and each would otherwise
 * carry all of them in its own bytes.
 */
async function stage(
  fused: FusedWeights,
): Promise<{ readonly constants: Readonly<Record<string, Tensor>>; readonly dispose: () => void }> {
  sweep();
  const directory = await mkdtemp(path.join(tmpdir(), `${folderPrefix}${process.pid}-`));
  const dispose = (): void => {
    process.off("exit", dispose);
    rmSync(directory, { recursive: true, force: true });
  };
  // Whoever forgets to dispose of the prover still leaves nothing behind.
  process.on("exit", dispose);
  const file = path.join(directory, "decode.safetensors");
  await writeSafetensors(
    file,
    Object.fromEntries(
      Object.entries(fused).map(([name, { dims, data }]) => [
        name,
        { dtype: "float32", dims, data: data as Float32Array },
      ]),
    ),
  );
  const header = await readSafetensorsHeader(file);
  const constants = Object.fromEntries(
    [...header].map(([name, { offset, byteLength, shape }]) => [
      name,
      external({ path: file, offset, byteLength, dtype: "float32", shape }),
    ]),
  );
  return { constants, dispose };
}

/** A tensor's values by name; undefined where the model has none of that name. */
export type TensorReader = (name: string) => Promise<Float32Array | undefined>;

/** Reads from a checkpoint's files. */
export const readFrom =
  (places: Readonly<Record<string, TensorPlace>>): TensorReader =>
  async (name) => {
    const place = places[name];
    if (place === undefined) return undefined;
    return checkFinite(await readFloats(place), place.file, name);
  };

/** A checkpoint's weights in memory as float32, to be trained. @throws {NotFiniteError} where one is no number. */
export async function readParameters({ places }: LlamaModel): Promise<LlamaParameters<TensorValue>> {
  const read = readFrom(places);
  const parameters: Record<string, TensorValue> = {};
  for (const [name, { shape }] of Object.entries(places))
    parameters[name] = { dtype: "float32", dims: shape, data: (await read(name))! };
  return parameters;
}

/** Reads from values in memory. */
export const readValues =
  (parameters: LlamaParameters<TensorValue>): TensorReader =>
  (name) => {
    const value = parameters[name];
    return Promise.resolve(value && checkFinite(value.data as Float32Array, "model", name));
  };

function checkFinite(values: Float32Array, file: string, name: string): Float32Array {
  // A sum is NaN or infinite as soon as one element is, and is the cheapest pass over all of them.
  let total = 0;
  for (let i = 0; i < values.length; i += 1) total += values[i]!;
  if (!Number.isFinite(total)) throw new NotFiniteError(`${file}: tensor "${name}"`, `${total} among them`);
  return values;
}
