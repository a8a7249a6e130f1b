import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { TensorValue } from "@lemma/autodiff";
import { readRecord, writeWhole } from "@lemma/files";
import { readSafetensorsHeader, readTensor, writeSafetensors } from "@lemma/safetensors";
import { llamaConfigJson, loadTokenizer, parseLlamaConfig } from "@lemma/prover";
import { type WeigherConfig, WeigherFormatError, attentions, checkWeigherConfig } from "./config.ts";
import { type WeigherParameters, weigherShapes } from "./parameters.ts";
import { LlamaWeigher } from "./weigher.ts";
import { z } from "zod";

const configFile = "weigher.json";
const tensorFile = "weigher.safetensors";

/**
 * Writes `weigher.json`, `weigher.safetensors` and the tokenizer's files, which are copied from `tokenizerDirectory`. The
 * configuration comes last, so that a folder whose writing was interrupted does not open.
 */
export async function saveWeigher(
  directory: string,
  { config, parameters }: { readonly config: WeigherConfig; readonly parameters: WeigherParameters<TensorValue> },
  tokenizerDirectory: string,
): Promise<void> {
  await mkdir(directory, { recursive: true });
  for (const file of ["tokenizer.json", "tokenizer_config.json"])
    if (tokenizerDirectory !== directory) await copyFile(join(tokenizerDirectory, file), join(directory, file));
  await writeSafetensors(join(directory, tensorFile), parameters, { format: "pt" });
  const { encoder, ...settings } = config;
  const json = { format: 1, ...settings, encoder: llamaConfigJson(encoder, "float32") };
  await writeWhole(join(directory, configFile), `${JSON.stringify(json, null, 2)}\n`);
}

/**
 * Opens a folder that `saveWeigher` wrote.
 *
 * @throws {InputError | WeigherFormatError | SafetensorsError} naming the file and what is wrong with it.
 */
export async function openWeigher(directory: string): Promise<LlamaWeigher> {
  const config = await readConfig(join(directory, configFile));
  const file = join(directory, tensorFile);
  const header = await readSafetensorsHeader(file);
  const parameters: Record<string, TensorValue> = {};
  for (const [name, dims] of Object.entries(weigherShapes(config))) {
    const entry = header.get(name);
    const expected = `float32 [${dims.join(", ")}]`;
    const received = entry === undefined ? "none" : `${entry.dtype} [${entry.shape.join(", ")}]`;
    if (entry === undefined || received !== expected)
      throw new WeigherFormatError(`${file}: tensor "${name}"`, expected, received);
    parameters[name] = (await readTensor(file, entry)) as TensorValue;
  }
  return new LlamaWeigher(config, parameters, await loadTokenizer(directory));
}

/** `weigher.json`; the encoder is a `config.json` of its own, and read as one. */
const configSchema = z.object({
  format: z.literal(1),
  attention: z.enum(attentions),
  temperature: z.number(),
  maxTokens: z.number(),
  encoder: z.record(z.string(), z.unknown()),
});

async function readConfig(file: string): Promise<WeigherConfig> {
  const { encoder, attention, temperature, maxTokens } = await readRecord(file, configSchema);
  const config = { encoder: parseLlamaConfig(encoder, file), attention, temperature, maxTokens };
  checkWeigherConfig(config, file);
  return config;
}
