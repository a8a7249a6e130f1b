import { existsSync } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import path from "node:path";
import { type Tensor, blockLayout, partBytes } from "@lemma/autodiff";
import { readRecord, readRecordIfPresent } from "@lemma/files";
import { InputError } from "@lemma/interfaces";
import { LoraAdapter } from "@lemma/lora";
import { readSafetensorsHeader } from "@lemma/safetensors";
import { z } from "zod";
import { type ChatTemplate, createChatTemplate, loadChatTemplate } from "../chat/chat-template.ts";
import { type LlamaConfig, parseLlamaConfig } from "../config.ts";
import { shardIndexSchema } from "../config-file.ts";
import { MissingTensorError, TensorShapeError, UnusedTensorError, VocabularyMismatchError } from "../errors.ts";
import { type Tokenizer, createTokenizer, loadTokenizer } from "../tokenizer.ts";
import { type SamplingDefaults, readGenerationConfig } from "./generation-config.ts";
import { type GgufModel, openGguf } from "./gguf.ts";
import { ggufTokenizer } from "./gguf-tokenizer.ts";
import type { LlamaParameters } from "./llama.ts";
import { type FloatPlace, type QuantizedPlace, type TensorPlace, tensorAt } from "./places.ts";
import { haveSameBytes } from "./same-bytes.ts";
import { llamaModules, llamaShapes } from "./shapes.ts";

/** A checkpoint that was opened: checked, but with every weight still in its file. */
export interface LlamaModel {
  readonly directory: string;
  readonly config: LlamaConfig;
  readonly tokenizer: Tokenizer;
  /** Absent for models that were not trained on conversations. */
  readonly chatTemplate: ChatTemplate | undefined;
  /** How its makers draw from it, by `generation_config.json`; penalties that it asks for are not in here. */
  readonly sampling: SamplingDefaults;
  /** Constants that point into the `.safetensors` files: a program that uses one maps it, nothing is copied. */
  readonly parameters: LlamaParameters<Tensor>;
  readonly places: Readonly<Record<string, TensorPlace>>;
  /** What adapters of this model start as, where it was taught to study: rank, α and modules are this one's. */
  readonly adapterStart: LoraAdapter | undefined;
}

/** The folder of PEFT's format, within a model's, that `adapterStart` is in. */
export const adapterStartFolder = "adapter_start";

/**
 * Opens a Hugging Face folder of one of the `architectures`: `config.json`, `tokenizer.json`, and `model.safetensors` or the
 * shards that `model.safetensors.index.json` names. Only headers are read, so 14 GB open in milliseconds. All that the files
 * hold is used: a tensor left over is another model's, and is refused.
 *
 * Or a GGUF file (its path, or a folder with one), whose metadata says the same things; `config.json` and `tokenizer.json` beside it are
 * taken instead where they are.
 *
 * `eosTokenIds` are those of `generation_config.json` and of `config.json`. An output layer that is in the files is used, also
 * where `tie_word_embeddings` says that there is none, as transformers does; only if it is the embedding's copy is it left out.
 *
 * @throws {InputError | SafetensorsError | GgufError | MissingTensorError | UnusedTensorError | TensorShapeError | TensorTypeError |
 *   VocabularyMismatchError} before any weight is computed with.
 */
export async function loadModel(directory: string): Promise<LlamaModel> {
  const gguf = await ggufIn(directory);
  const { stated, tokenizer, chatTemplate, found, folder } =
    gguf === undefined ? await openFolder(directory) : await openFile(await openGguf(gguf));
  // Smaller is normal: checkpoints pad the embedding to a round size.
  if (tokenizer.size > stated.vocabularySize)
    throw new VocabularyMismatchError(directory, stated.vocabularySize, tokenizer.size);
  const generation = await readGenerationConfig(folder);
  const config = {
    ...stated,
    tiedEmbeddings: stated.tiedEmbeddings && !(await hasOwnHead(found)),
    eosTokenIds: [...new Set([...generation.eosTokenIds, ...stated.eosTokenIds])],
  };
  const places = matchTensors(directory, config, found);
  const parameters = Object.fromEntries(Object.entries(places).map(([name, place]) => [name, tensorAt(name, place)]));
  const adapterStart = await startIn(folder, config);
  return {
    directory,
    config,
    tokenizer,
    chatTemplate,
    sampling: generation.sampling,
    parameters,
    places,
    adapterStart,
  };
}

/** @throws {AdapterFormatError | SafetensorsError | AdapterMismatchError} for one that is not of this model. */
async function startIn(folder: string, config: LlamaConfig): Promise<LoraAdapter | undefined> {
  const directory = path.join(folder, adapterStartFolder);
  if (!existsSync(directory)) return undefined;
  const start = await LoraAdapter.load(directory);
  start.checkFits(llamaModules(config));
  return start;
}

/** What a model says of itself, before its parts are held against one another. */
interface Opened {
  /** What `config.json` states, read first: what is wrong there is told before what is wrong beside it. */
  readonly stated: LlamaConfig;
  readonly tokenizer: Tokenizer;
  readonly chatTemplate: ChatTemplate | undefined;
  readonly found: ReadonlyMap<string, TensorPlace>;
  /** Where further files of the model may lie. */
  readonly folder: string;
}

const configIn = async (file: string): Promise<LlamaConfig> =>
  parseLlamaConfig(await readRecord(file, z.unknown()), file);

async function openFolder(folder: string): Promise<Opened> {
  const configFile = path.join(folder, "config.json");
  const stated = await configIn(configFile);
  const [tokenizer, chatTemplate] = await Promise.all([loadTokenizer(folder), loadChatTemplate(folder)]);
  return { stated, tokenizer, chatTemplate, found: await allTensors(folder), folder };
}

/** A GGUF file says all of it; `config.json` and `tokenizer.json` beside it, where they are, are taken instead. */
async function openFile(model: GgufModel): Promise<Opened> {
  const { file, config, tensors: found } = model;
  const folder = path.dirname(file);
  const beside = path.join(folder, "config.json");
  const stated = existsSync(beside) ? await configIn(beside) : parseLlamaConfig(config(), file);
  if (existsSync(path.join(folder, "tokenizer.json"))) {
    const [tokenizer, chatTemplate] = await Promise.all([loadTokenizer(folder), loadChatTemplate(folder)]);
    return { stated, tokenizer, chatTemplate, found, folder };
  }
  const { definition, config: tokens } = ggufTokenizer(model);
  const source = tokens.chat_template;
  const chatTemplate =
    typeof source === "string"
      ? createChatTemplate(source, tokens, { file, field: "tokenizer.chat_template" })
      : undefined;
  return { stated, tokenizer: createTokenizer(definition, tokens), chatTemplate, found, folder };
}

/** The GGUF file that is meant: given itself, or the one in a folder without safetensors. */
async function ggufIn(given: string): Promise<string | undefined> {
  if (given.endsWith(".gguf")) return realpath(given);
  const isFolder = await stat(given).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
  if (!isFolder) return undefined;
  const names = await readdir(given);
  const files = names.filter((name) => name.endsWith(".gguf"));
  if (files.length === 0 || names.some((name) => name.endsWith(".safetensors"))) return undefined;
  if (files.length > 1)
    throw new InputError(`expected one GGUF file, received ${files.join(", ")}; name the file itself`, { file: given });
  return realpath(path.join(given, files[0]!));
}

async function allTensors(directory: string): Promise<ReadonlyMap<string, FloatPlace>> {
  const found = new Map<string, FloatPlace>();
  for (const file of await shardFiles(directory))
    for (const [name, entry] of await readSafetensorsHeader(file)) {
      const other = found.get(name);
      if (other !== undefined)
        throw new InputError(`expected each tensor once, received "${name}" here and in ${other.file}`, { file });
      found.set(name, { ...entry, file });
    }
  return found;
}

const head = "lm_head.weight";

/** Whether there is an output layer that is not a copy of the embedding. */
async function hasOwnHead(found: ReadonlyMap<string, TensorPlace>): Promise<boolean> {
  if (found.has(`${head}.codes`)) return true;
  const [own, embedding] = [found.get(head), found.get("model.embed_tokens.weight")];
  if (own === undefined || embedding === undefined) return own !== undefined;
  return own.dtype === "quantized" || embedding.dtype === "quantized" || !(await haveSameBytes(own, embedding));
}

/** The configuration's tensors, each found and of the right shape. */
function matchTensors(
  directory: string,
  config: LlamaConfig,
  found: ReadonlyMap<string, TensorPlace>,
): Record<string, TensorPlace> {
  const shapes = llamaShapes(config);
  const parts = new Set<string>();
  const places = Object.entries(shapes).map(([name, expected]): readonly [string, TensorPlace] => {
    const inBlocks = quantizedPlace(name, expected, found);
    if (inBlocks !== undefined) {
      for (const part of Object.keys(inBlocks.weight.parts)) parts.add(`${name}.${part}`);
      return [name, inBlocks];
    }
    const place = found.get(name);
    if (place === undefined) throw new MissingTensorError(directory, name);
    if (place.shape.length !== expected.length || place.shape.some((size, i) => size !== expected[i]))
      throw new TensorShapeError(place.file, name, expected, place.shape);
    return [name, place];
  });
  // RoPE's angles, which older checkpoints store, follow from the configuration; and a tied output layer is the embedding.
  const isKnown = (name: string): boolean =>
    Object.hasOwn(shapes, name) ||
    parts.has(name) ||
    name.endsWith(".rotary_emb.inv_freq") ||
    (name === head && config.tiedEmbeddings);
  const unused = [...found.keys()].filter((name) => !isKnown(name));
  if (unused.length > 0) throw new UnusedTensorError(directory, config.family, unused);
  return Object.fromEntries(places);
}

/**
 * A weight in this project's blocks, of which the file has the parts instead: `NAME.codes` uint8 `[rows, blocks, bytes]`, `NAME.scales`
 * float32 `[rows, blocks]` and perhaps `NAME.offsets`. How many bits follows from the shape that the configuration promises.
 *
 * @throws {TensorShapeError | MissingTensorError} when the parts are not of one weight of that shape.
 */
function quantizedPlace(
  name: string,
  shape: readonly number[],
  found: ReadonlyMap<string, TensorPlace>,
): QuantizedPlace | undefined {
  const codes = found.get(`${name}.codes`);
  if (codes === undefined) return undefined;
  const [rows, columns] = shape as readonly [number, number];
  const [, blocks = 0, bytes = 0] = codes.shape;
  const block = columns / blocks;
  const bits = (8 * bytes) / block;
  if (codes.dtype !== "uint8" || shape.length !== 2 || codes.shape[0] !== rows || !(bits === 4 || bits === 8))
    throw new TensorShapeError(codes.file, `${name}.codes`, [rows, columns], codes.shape);
  const layout = blockLayout({ bits, block, offsets: found.has(`${name}.offsets`) });
  const parts = Object.entries(layout.parts(columns)).map(([part, expected]) => {
    const place = found.get(`${name}.${part}`);
    if (place === undefined) throw new MissingTensorError(codes.file, `${name}.${part}`);
    const whole = [rows, ...expected.shape];
    if (place.dtype === "quantized" || place.dtype !== expected.dtype || place.shape.join() !== whole.join())
      throw new TensorShapeError(place.file, `${name}.${part}`, whole, place.shape);
    return [part, { path: place.file, offset: place.offset, byteLength: place.byteLength }] as const;
  });
  const byteLength = Object.values(partBytes(layout, [rows, columns])).reduce((a, b) => a + b, 0);
  const weight = { layout, shape: [rows, columns], parts: Object.fromEntries(parts) } as const;
  return { dtype: "quantized", file: codes.file, shape, byteLength, weight };
}

/** The folder's safetensors files, links of a hub cache followed: ONNX Runtime refuses to follow them itself. */
async function shardFiles(directory: string): Promise<readonly string[]> {
  const index = path.join(directory, "model.safetensors.index.json");
  const found = await readRecordIfPresent(index, shardIndexSchema);
  // A name that leads out of the folder is not a shard.
  const names =
    found === undefined
      ? ["model.safetensors"]
      : [...new Set(Object.values(found.weight_map).map((name) => path.basename(name)))];
  // transformers reads the whole file, others the shards: whichever is stale, a model of the other's weights would answer.
  if (existsSync(path.join(directory, "model.safetensors")) && !names.includes("model.safetensors"))
    throw new InputError("expected this index or model.safetensors beside it, received both; remove the stale one", {
      file: index,
    });
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
