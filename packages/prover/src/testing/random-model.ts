import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Random } from "@lemma/interfaces";
import { parseLlamaConfig } from "../config.ts";
import { initLlama } from "../model/init.ts";
import { saveModel } from "../model/save.ts";
import { characterTokenizer } from "./character-tokenizer.ts";

/**
 * Writes a folder like one from a hub: a model of 30,000 random parameters that reads and writes single ASCII characters.
 *
 * @returns the folder, a new temporary one unless `directory` is given.
 */
export async function writeRandomModel(
  options: {
    readonly directory?: string;
    readonly seed?: number;
    /** Fields of `config.json` that are not the default's: a small Llama. */
    readonly config?: object;
  } = {},
): Promise<string> {
  const directory = options.directory ?? (await mkdtemp(path.join(tmpdir(), "lemma-random-model-")));
  const { definition, config: tokenizer } = characterTokenizer(["<|end|>", "<|conjecture|>"]);
  const config = parseLlamaConfig(
    {
      vocab_size: 98,
      hidden_size: 32,
      intermediate_size: 64,
      num_hidden_layers: 2,
      num_attention_heads: 4,
      num_key_value_heads: 2,
      max_position_embeddings: 256,
      // Wide enough that distributions are not flat.
      initializer_range: 0.3,
      eos_token_id: 96,
      ...options.config,
    },
    "random model",
  );
  const parameters = initLlama(config, new Random(options.seed ?? 0));
  await saveModel(directory, { config, parameters, tokenizer: { definition, config: tokenizer } });
  return directory;
}
