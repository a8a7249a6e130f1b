import { readFile, realpath } from "node:fs/promises";
import path from "node:path";
import { type Tensor, external } from "@lemma/autodiff";
import { InputError } from "@lemma/interfaces";
import { type SafetensorsEntry, readSafetensorsHeader } from "@lemma/safetensors";
import { type LlamaConfig, parseLlamaConfig } from "../config.ts";
import { MissingTensorError, TensorShapeError, TensorTypeError, VocabularyMismatchError } from "../errors.ts";
import { type Tokenizer, loadTokenizer } from "../tokenizer.ts";
import type { LlamaParameters } from "./llama.ts";
import { llamaShapes } from "./shapes.ts";

/** Where a tensor's bytes lie. */
export interface TensorPlace extends SafetensorsEntry {
  readonly file: string;
}

/** A checkpoint that was opened: checked, but with every weight still in its file. */
export interface LlamaModel {
  readonly directory: string;
  readonly config: LlamaConfig;
  readonly tokenizer: Tokenizer;
  /** Constants that point into the `.safetensors` files: a program that uses one maps it, nothing is copied. */
  readonly parameters: LlamaParameters<Tensor>;
  readonly places: Readonly<Record<string, TensorPlace>>;
}

/**
 * Opens a Hugging Face folder of one of the `architectures`: `config.json`, `tokenizer.json`, and `model.safetensors` or the
 * shards that `model.safetensors.index.json` names. Only headers are read, so 14 GB open in milliseconds.
 *
 * @throws {InputError | SafetensorsError | MissingTensorError | TensorShapeError | TensorTypeError |
 *   VocabularyMismatchError} before any weight is read.
 */
export async function loadModel(directory: string): Promise<LlamaModel> {
  const configFile = path.join(directory, "config.json");
  const config = parseLlamaConfig(await readJson(configFile), configFile);
  const tokenizer = await loadTokenizer(directory);
  // Smaller is normal: checkpoints pad the embedding to a round size.
  if (tokenizer.size > config.vocabularySize)
    throw new VocabularyMismatchError(directory, config.vocabularySize, tokenizer.size);
  const places = await findTensors(directory, llamaShapes(config));
  const parameters = Object.fromEntries(
    Object.entries(places).map(([name, { file, dtype, shape, offset, byteLength }]) => {
      if (dtype !== "float32" && dtype !== "float16" && dtype !== "bfloat16")
        throw new TensorTypeError(file, name, dtype);
      return [name, external({ path: file, offset, byteLength, dtype, shape })];
    }),
  );
  return { directory, config, tokenizer, parameters, places };
}

async function findTensors(
  directory: string,
  shapes: Readonly<Record<string, readonly number[]>>,
): Promise<Record<string, TensorPlace>> {
  const found = new Map<string, TensorPlace>();
  for (const file of await shardFiles(directory))
    for (const [name, entry] of await readSafetensorsHeader(file)) found.set(name, { ...entry, file });
  return Object.fromEntries(
    Object.entries(shapes).map(([name, expected]) => {
      const place = found.get(name);
      if (place === undefined) throw new MissingTensorError(directory, name);
      if (place.shape.length !== expected.length || place.shape.some((size, i) => size !== expected[i]))
        throw new TensorShapeError(place.file, name, expected, place.shape);
      return [name, place];
    }),
  );
}

/** The folder's safetensors files, links of a hub cache followed: ONNX Runtime refuses to follow them itself. */
async function shardFiles(directory: string): Promise<readonly string[]> {
  const index = path.join(directory, "model.safetensors.index.json");
  const json = await readJson(index, true);
  const names = json === undefined ? ["model.safetensors"] : weightMap(json, index);
  return Promise.all(
    names.map(async (name) => {
      const file = path.join(directory, name);
      try {
        return await realpath(file);
      } catch (cause) {
        throw new InputError("expected a safetensors file", { file }, { cause });
      }
    }),
  );
}

function weightMap(json: unknown, file: string): readonly string[] {
  const map = typeof json === "object" && json !== null && "weight_map" in json ? json.weight_map : undefined;
  if (typeof map !== "object" || map === null || !Object.values(map).every((name) => typeof name === "string"))
    throw new InputError("expected file names by tensor", { file, field: "weight_map" });
  // A name that leads out of the folder is not a shard.
  return [...new Set(Object.values(map as Record<string, string>).map((name) => path.basename(name)))];
}

async function readJson(file: string, optional = false): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    if (optional && (cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new InputError("expected a readable file", { file }, { cause });
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new InputError("expected JSON", { file }, { cause });
  }
}
