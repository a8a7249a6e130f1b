import { constants } from "node:fs";
import { copyFile, mkdir, open, readdir, realpath, rename, rm } from "node:fs/promises";
import path from "node:path";
import type { TensorValue } from "@lemma/autodiff";
import { InputError } from "@lemma/interfaces";
import { type LoraAdapter, mergeLora } from "@lemma/lora";
import { readTensor } from "@lemma/safetensors";
import { type LlamaModel, loadModel } from "./load.ts";
import type { FloatPlace, TensorPlace } from "./places.ts";
import { llamaModules } from "./shapes.ts";

/**
 * Writes the folder of `directory`'s model with adapters folded in, W + Σ sᵢ·Bᵢ·Aᵢ, each weight rounded once to its own type. Shards keep
 * their layout and are patched one tensor at a time, so that a model of any size fits; `config.json` comes last.
 *
 * @param out a folder that does not exist yet, or is empty.
 * @returns the types of the weights that changed, which they keep.
 * @throws {AdapterMismatchError | InputError} before anything is written, and what `loadModel` throws.
 */
export async function mergeAdapters(
  directory: string,
  adapters: readonly LoraAdapter[],
  out: string,
): Promise<readonly FloatPlace["dtype"][]> {
  const model = await loadModel(directory);
  if (adapters.length === 0) throw new InputError("merge: expected at least one adapter, received none");
  for (const adapter of adapters) adapter.checkFits(llamaModules(model.config));
  refuseQuantized(model.places);
  await mkdir(out, { recursive: true });
  if ((await readdir(out)).length > 0) throw new InputError("expected an empty folder to write to", { file: out });
  const modules = new Set(adapters.flatMap(({ parameters }) => Object.keys(parameters)));
  const merged = [...modules].map((module) => `${module}.weight`);
  for (const [source, names] of await shardsOf(model, merged)) {
    const target = path.join(out, names.file);
    await copyFile(source, `${target}.tmp`, constants.COPYFILE_FICLONE);
    await patch(`${target}.tmp`, names.tensors, model.places, adapters);
    await rename(`${target}.tmp`, target);
  }
  for (const name of await readdir(directory)) {
    if (describesModel(name)) await copyFile(path.join(directory, name), path.join(out, name));
  }
  await copyFile(path.join(directory, "config.json"), path.join(out, "config.json"));
  return [...new Set(merged.map((name) => (model.places[name] as FloatPlace).dtype))];
}

/**
 * Whether a file says how the model is read: tokenizer, chat template, generation settings, index of shards. What else lies there,
 * such as a record of what the model was trained on, is not the merged one's.
 */
export const describesModel = (name: string): boolean =>
  [
    "added_tokens.json",
    "generation_config.json",
    "merges.txt",
    "model.safetensors.index.json",
    "special_tokens_map.json",
    "vocab.json",
  ].includes(name) || /^(tokenizer.*\.(json|model)|.*\.jinja|chat_template\.json)$/.test(name);

/** @throws {InputError} for a model in blocks: rounded to them again, most of an adapter would be gone. */
function refuseQuantized(places: Readonly<Record<string, TensorPlace>>): void {
  for (const [name, { dtype, file }] of Object.entries(places)) {
    if (dtype === "quantized")
      throw new InputError(
        `merge: "${name}" is quantised, and what an adapter changes is smaller than its steps; merge into the float model and quantise that, or use the adapter beside this one`,
        { file },
      );
    if (file.endsWith(".gguf")) throw new InputError("merge: expected safetensors, received GGUF", { file });
  }
}

interface Shard {
  /** Its name in the folder; the file itself may lie elsewhere, behind a link. */
  readonly file: string;
  readonly tensors: string[];
}

/** The files that hold weights, by real path, with those of `names` that lie in each. */
async function shardsOf(model: LlamaModel, names: readonly string[]): Promise<ReadonlyMap<string, Shard>> {
  const files = Object.values(model.places).map(({ file }) => file);
  const listed = await shardNames(model.directory, new Set(files));
  const shards = new Map(
    [...new Set(files)].map((file): [string, Shard] => [file, { file: listed(file), tensors: [] }]),
  );
  for (const name of names) shards.get(model.places[name]!.file)!.tensors.push(name);
  return shards;
}

async function shardNames(directory: string, files: ReadonlySet<string>): Promise<(file: string) => string> {
  const names = new Map<string, string>();
  for (const name of await readdir(directory)) {
    if (!name.endsWith(".safetensors")) continue;
    const real = await realpath(path.join(directory, name));
    if (files.has(real)) names.set(real, name);
  }
  return (file) => names.get(file) ?? path.basename(file);
}

/** Overwrites tensors where they lie: merging changes neither type nor shape. */
async function patch(
  file: string,
  names: readonly string[],
  places: Readonly<Record<string, TensorPlace>>,
  adapters: readonly LoraAdapter[],
): Promise<void> {
  const handle = await open(file, "r+");
  try {
    for (const name of names) {
      // None is quantised: those were refused.
      const place = places[name] as FloatPlace;
      const { dtype, dims, data } = await readTensor(place.file, place);
      const weight = { dtype, dims, data } as TensorValue;
      const merged = mergeLora(weight, stackOf(name.replace(/\.weight$/, ""), adapters)).data as
        | Float32Array
        | Uint16Array;
      const bytes = new Uint8Array(merged.buffer, merged.byteOffset, merged.byteLength);
      for (let done = 0; done < bytes.length;)
        done += (await handle.write(bytes, done, bytes.length - done, place.offset + done)).bytesWritten;
    }
    await handle.sync();
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}

/** Several adapters of one module as one of their ranks' sum, so that the weight is rounded once. */
function stackOf(module: string, adapters: readonly LoraAdapter[]): { a: TensorValue; b: TensorValue; scale: number } {
  const parts = adapters.flatMap(({ parameters, scale }) => {
    const own = parameters[module];
    return own === undefined ? [] : [{ ...own, scale }];
  });
  const rank = parts.reduce((sum, { a }) => sum + a.dims[0]!, 0);
  const [width, height] = [parts[0]!.a.dims[1]!, parts[0]!.b.dims[0]!];
  const a = new Float64Array(rank * width);
  const b = new Float64Array(height * rank);
  let row = 0;
  for (const part of parts) {
    const own = part.a.dims[0]!;
    for (let i = 0; i < own * width; i += 1) a[row * width + i] = part.scale * Number(part.a.data[i]);
    for (let i = 0; i < height; i += 1)
      for (let k = 0; k < own; k += 1) b[i * rank + row + k] = Number(part.b.data[i * own + k]);
    row += own;
  }
  return {
    a: { dtype: "float64", dims: [rank, width], data: a },
    b: { dtype: "float64", dims: [height, rank], data: b },
    scale: 1,
  };
}
