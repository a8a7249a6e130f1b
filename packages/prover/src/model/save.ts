import { existsSync } from "node:fs";
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { TensorValue } from "@lemma/autodiff";
import { toBfloat16Bits, toFloat16Bits } from "@lemma/autodiff";
import { InputError } from "@lemma/interfaces";
import type { LoraAdapter } from "@lemma/lora";
import { writeSafetensors } from "@lemma/safetensors";
import { type LlamaConfig, llamaConfigJson } from "../config.ts";
import type { LlamaParameters } from "./llama.ts";
import { adapterStartFolder } from "./load.ts";
import { llamaShapes } from "./shapes.ts";

export interface ModelFiles {
  readonly config: LlamaConfig;
  /** float32, by Hugging Face's names. */
  readonly parameters: LlamaParameters<TensorValue>;
  /** `tokenizer.json` and `tokenizer_config.json`: their parsed contents, or the folder to copy them from. */
  readonly tokenizer: string | { readonly definition: object; readonly config: object };
  /** What its adapters start as. Absent: numbers drawn for each. */
  readonly adapterStart?: LoraAdapter;
}

/**
 * Writes a folder that `loadModel` and transformers open: `config.json`, `model.safetensors`, `tokenizer.json`,
 * `tokenizer_config.json`. The weights are stored in `dtype`, rounded to nearest.
 */
export async function saveModel(
  directory: string,
  { config, parameters, tokenizer, adapterStart }: ModelFiles,
  dtype: "float32" | "float16" | "bfloat16" = "float32",
): Promise<void> {
  await mkdir(directory, { recursive: true });
  const tensors = Object.keys(llamaShapes(config)).map((name) => {
    const value = parameters[name];
    if (value?.dtype !== "float32")
      throw new InputError(`saveModel: expected a float32 tensor "${name}", received ${value?.dtype ?? "none"}`);
    return [name, { dtype, dims: value.dims, data: narrow(value.data as Float32Array, dtype) }] as const;
  });
  await writeSafetensors(path.join(directory, "model.safetensors"), Object.fromEntries(tensors), { format: "pt" });
  const write = (file: string, content: object): Promise<void> =>
    writeFile(path.join(directory, file), `${JSON.stringify(content, null, 2)}\n`);
  if (typeof tokenizer === "string") {
    await copyFile(path.join(tokenizer, "tokenizer.json"), path.join(directory, "tokenizer.json"));
    const optional = path.join(tokenizer, "tokenizer_config.json");
    if (existsSync(optional)) await copyFile(optional, path.join(directory, "tokenizer_config.json"));
  } else {
    await write("tokenizer.json", tokenizer.definition);
    await write("tokenizer_config.json", tokenizer.config);
  }
  await adapterStart?.save(path.join(directory, adapterStartFolder));
  // Last: a folder without it is no model, so an interrupted save cannot be opened.
  await write("config.json", llamaConfigJson(config, dtype));
}

function narrow(data: Float32Array, dtype: "float32" | "float16" | "bfloat16"): Float32Array | Uint16Array {
  if (dtype === "float32") return data;
  return Uint16Array.from(data, dtype === "bfloat16" ? toBfloat16Bits : toFloat16Bits);
}
