import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { blockLayout } from "@lemma/autodiff";
import type { Random } from "@lemma/interfaces";
import { type SafetensorsShape, SafetensorsWriter } from "@lemma/safetensors";
import { type LlamaConfig, llamaConfigJson, quantMethod } from "../config.ts";
import { llamaShapes } from "../model/shapes.ts";
import { characterTokenizer } from "./character-tokenizer.ts";

/** Codes and scales that are repeated: primes, so that rows differ. */
const codesAtOnce = 1_048_573;
const scalesAtOnce = 131_071;

/**
 * Writes what `quantizeModel` would of a model of any size, with random codes: 4 bits, embedding and output layer in 8. Nothing of the
 * model's size is in memory.
 */
export async function writeRandomQuantizedModel(
  directory: string,
  config: LlamaConfig,
  random: Random,
  block = 32,
): Promise<void> {
  await mkdir(directory, { recursive: true });
  const shapes: Record<string, SafetensorsShape> = {};
  const isWide = (name: string): boolean => name === "model.embed_tokens.weight" || name === "lm_head.weight";
  for (const [name, shape] of Object.entries(llamaShapes(config))) {
    if (shape.length === 1) shapes[name] = { dtype: "float32", shape };
    else {
      const layout = blockLayout({ bits: isWide(name) ? 8 : 4, block, offsets: false });
      for (const [part, { dtype, shape: rest }] of Object.entries(layout.parts(shape[1]!)))
        shapes[`${name}.${part}`] = { dtype, shape: [shape[0]!, ...rest] };
    }
  }
  const codes = Uint8Array.from({ length: codesAtOnce }, () => random.integer(256));
  // Weights of about 0.02.
  const scales = Float32Array.from({ length: scalesAtOnce }, () => (0.03 * (0.5 + random.uniform())) / 8);
  const writer = await SafetensorsWriter.create(path.join(directory, "model.safetensors"), shapes, { format: "pt" });
  await writer.finishAfter(async () => {
    for (const [name, { dtype, shape }] of Object.entries(shapes)) {
      const count = shape.reduce((a, b) => a * b, 1);
      if (shape.length === 1) await writer.write(name, new Float32Array(count).fill(1));
      else {
        const template =
          dtype === "uint8" ? codes : isWide(name.replace(/\.scales$/, "")) ? scales.map((x) => x / 16) : scales;
        for (let done = 0; done < count; done += template.length)
          await writer.write(name, template.subarray(0, count - done), done * template.BYTES_PER_ELEMENT);
      }
    }
  });
  const { definition, config: tokenizer } = characterTokenizer();
  const quantization = { quant_method: quantMethod, bits: 4, block_size: block, offsets: false, embeddings: 8 };
  const files = {
    "tokenizer.json": definition,
    "tokenizer_config.json": tokenizer,
    "config.json": { ...llamaConfigJson(config), quantization_config: quantization },
  };
  for (const [file, content] of Object.entries(files))
    await writeFile(path.join(directory, file), JSON.stringify(content));
}
