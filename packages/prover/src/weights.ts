import { readdirSync, rmSync } from "node:fs";
import { mkdtemp, open } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type CompileOptions, type Tensor, type TensorValue, external, quantizedOf } from "@lemma/autodiff";
import type { LlamaConfig } from "./config.ts";
import {
  type DecodeWeights,
  type FusedWeight,
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
  readonly prefill: () => Promise<ProgramWeights>;
  readonly decode: () => Promise<ProgramWeights>;
  /** Each decoding program holds a copy of the weights that is too large to have several of. */
  readonly isPacked: boolean;
  /** Programs are to be closed while the model learns, and those that learn while it samples: each kind maps weights of its own. */
  readonly takesTurns: boolean;
  readonly dispose: () => Promise<void>;
}

/** Whether any weight is stored in blocks of codes. */
export const isQuantized = (parameters: LlamaParameters): boolean =>
  Object.values(parameters).some((weight) => quantizedOf(weight) !== undefined);

/** @throws {NotFiniteError} naming file and tensor, where a copied weight is NaN or infinite: at once; in a mapped copy, when that is made. */
export async function placeWeights(
  config: LlamaConfig,
  source: { readonly parameters: LlamaParameters<Tensor>; readonly read: TensorReader },
  { placement, activations }: Pick<ExecutionPolicy, "placement" | "activations">,
): Promise<PlacedWeights> {
  if (placement === "in-place") {
    const isPacked = isQuantized(source.parameters);
    const inPlace = { weights: inPlaceDecodeWeights(config, source.parameters), compile: { prepacking: false } };
    // A packed copy pays where rows are few, from one token to the next. Prompts are many rows, for which widening costs little more;
    // of floats there is no copy to spare at all.
    const packed = {
      weights: inPlaceDecodeWeights(config, source.parameters, { form: "packed", activations }),
      compile: { prepacking: true, folding: true },
    };
    const [prefill, decode] = [Promise.resolve(inPlace), Promise.resolve(isPacked ? packed : inPlace)];
    const dispose = (): Promise<void> => Promise.resolve();
    return { prefill: () => prefill, decode: () => decode, isPacked, takesTurns: false, dispose };
  }
  const isShared = placement === "mapped-copy";
  // Packed for ONNX Runtime's kernels, products with few rows take two thirds of the time; but each program then holds them once more.
  const compile = { prepacking: !isShared };
  let staged: Promise<Staged> | undefined;
  const copied = async (): Promise<ProgramWeights> => {
    staged ??= stage(fuseWeights(config, source.read));
    // What fails, such as for want of room on the disk, may be tried again.
    staged.catch(() => (staged = undefined));
    return { weights: fusedDecodeWeights(config, (await staged).constants, !isShared), compile };
  };
  // A large one takes seconds to make, and may never be asked for.
  if (!isShared) await copied();
  const dispose = async (): Promise<void> => (await staged?.catch(() => undefined))?.dispose();
  return { prefill: copied, decode: copied, isPacked: false, takesTurns: isShared, dispose };
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

interface Staged {
  readonly constants: Readonly<Record<string, Tensor>>;
  readonly dispose: () => void;
}

/**
 * Writes weights to a temporary file that programs take them from, one after the other: one model has several programs, and each would
 * otherwise carry all of them in its own bytes.
 */
async function stage(weights: AsyncIterable<FusedWeight>): Promise<Staged> {
  sweep();
  const directory = await mkdtemp(path.join(tmpdir(), `${folderPrefix}${process.pid}-`));
  const dispose = (): void => {
    process.off("exit", dispose);
    rmSync(directory, { recursive: true, force: true });
  };
  // Whoever forgets to dispose of the prover still leaves nothing behind.
  process.on("exit", dispose);
  const file = path.join(directory, "decode.float32");
  const constants: Record<string, Tensor> = {};
  try {
    const handle = await open(file, "wx");
    try {
      let offset = 0;
      for await (const { name, dims, data } of weights) {
        await handle.writeFile(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
        const { byteLength } = data;
        constants[name] = external({ path: file, offset, byteLength, dtype: "float32", shape: dims });
        offset += byteLength;
      }
    } finally {
      await handle.close();
    }
  } catch (error) {
    dispose();
    throw error;
  }
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
