import { type FileHandle, mkdir, open, writeFile } from "node:fs/promises";
import path from "node:path";
import { toBfloat16Bits } from "@lemma/autodiff";
import { Random } from "@lemma/interfaces";
import { type LlamaConfig, llamaConfigJson } from "../config.ts";
import { blockPath, llamaShapes } from "../model/shapes.ts";
import { characterTokenizer } from "./character-tokenizer.ts";

/** The shape of DeepSeek-Prover-V2-7B: 6.9 billion parameters, 13.8 GB in bfloat16. */
export const sevenBillion: LlamaConfig = {
  family: "llama",
  vocabularySize: 102_400,
  hiddenSize: 4096,
  intermediateSize: 11_008,
  layers: 30,
  heads: 32,
  keyValueHeads: 32,
  headDim: 128,
  rmsNormEps: 1e-6,
  contextLength: 65_536,
  tiedEmbeddings: false,
  attentionBias: false,
  mlpBias: false,
  rope: {
    kind: "yarn",
    theta: 10_000,
    factor: 16,
    originalContextLength: 4096,
    betaFast: 32,
    betaSlow: 1,
    attentionFactor: 0.1 * Math.log(16) + 1,
    truncate: true,
  },
  initializerRange: 0.02,
  bosTokenId: 0,
  eosTokenIds: [1],
  padTokenId: undefined,
};

/**
 * Writes a bfloat16 checkpoint of any size that takes little disk: every tensor is a hole of zeros, but those of one block,
 * which are random (norms are 1 everywhere).
 */
export async function writeSparseCheckpoint(
  directory: string,
  config: LlamaConfig,
  options: { readonly block: number; readonly seed: number; readonly shards: number },
): Promise<void> {
  await mkdir(directory, { recursive: true });
  const shapes = Object.entries(llamaShapes(config));
  const perShard = Math.ceil(shapes.length / options.shards);
  const weightMap: Record<string, string> = {};
  for (let shard = 0; shard < options.shards; shard += 1) {
    const own = shapes.slice(shard * perShard, (shard + 1) * perShard);
    const name = `model-${String(shard + 1).padStart(5, "0")}-of-${String(options.shards).padStart(5, "0")}.safetensors`;
    for (const [tensor] of own) weightMap[tensor] = name;
    await writeShard(path.join(directory, name), own, options);
  }
  const { definition, config: tokenizer } = characterTokenizer();
  const files = {
    "model.safetensors.index.json": { metadata: {}, weight_map: weightMap },
    "tokenizer.json": definition,
    "tokenizer_config.json": tokenizer,
    "config.json": llamaConfigJson(config, "bfloat16"),
  };
  for (const [file, content] of Object.entries(files))
    await writeFile(path.join(directory, file), JSON.stringify(content));
}

async function writeShard(
  file: string,
  tensors: readonly (readonly [string, readonly number[]])[],
  { block, seed }: { readonly block: number; readonly seed: number },
): Promise<void> {
  const header: Record<string, unknown> = { __metadata__: { format: "pt" } };
  let end = 0;
  for (const [name, shape] of tensors) {
    const bytes = 2 * shape.reduce((a, b) => a * b, 1);
    header[name] = { dtype: "BF16", shape, data_offsets: [end, end + bytes] };
    end += bytes;
  }
  const json = Buffer.from(JSON.stringify(header).padEnd(8 * Math.ceil(JSON.stringify(header).length / 8)));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  const handle = await open(file, "w");
  try {
    await handle.write(Buffer.concat([length, json]), 0);
    // The holes: a file this long, of which only what is written takes room.
    await handle.truncate(8 + json.length + end);
    let at = 8 + json.length;
    for (const [name, shape] of tensors) {
      const count = shape.reduce((a, b) => a * b, 1);
      if (name.endsWith("norm.weight")) await handle.write(new Uint16Array(count).fill(toBfloat16Bits(1)), 0, null, at);
      else if (name.startsWith(`${blockPath(block)}.`))
        await writeNormal(handle, at, count, new Random(seed).fork(name));
      at += 2 * count;
    }
  } finally {
    await handle.close();
  }
}

async function writeNormal(handle: FileHandle, position: number, count: number, random: Random): Promise<void> {
  // A table of normals, read from a random place each time: the test needs them unequal, not independent.
  const table = Uint16Array.from({ length: 65_521 }, () => toBfloat16Bits(0.02 * random.normal()));
  const piece = new Uint16Array(2 ** 20);
  for (let done = 0; done < count; done += piece.length) {
    const own = piece.subarray(0, Math.min(piece.length, count - done));
    const [start, step] = [random.integer(table.length), 1 + random.integer(table.length - 1)];
    for (let i = 0; i < own.length; i += 1) own[i] = table[(start + i * step) % table.length]!;
    await handle.write(own, 0, own.byteLength, position + 2 * done);
  }
}
