import { Random } from "@lemma/interfaces";
import { LoraAdapter, initLora } from "@lemma/lora";
import type { LlamaConfig } from "../config.ts";
import { llamaModules } from "../model/shapes.ts";

type LoraConfig = LoraAdapter["config"];

/** An adapter that does something: a fresh one has b = 0. */
export function noisyAdapter(config: LlamaConfig, lora: LoraConfig, seed: number): LoraAdapter {
  const random = new Random(seed);
  const noisy = Object.entries(initLora(lora, llamaModules(config), random)).map(([path, { a, b }]) => {
    const data = Float32Array.from(b.data as Float32Array, () => 0.1 * random.normal());
    return [path, { a, b: { ...b, data } }] as const;
  });
  return new LoraAdapter(lora, Object.fromEntries(noisy));
}

/** The adapters that tools/reference/peft_logits.py has PEFT read. */
export const peftAdapters = (config: LlamaConfig): Readonly<Record<"lasting" | "own", LoraAdapter>> => ({
  lasting: noisyAdapter(config, { rank: 4, alpha: 8, targetModules: ["q_proj", "v_proj", "down_proj"] }, 1),
  own: noisyAdapter(
    config,
    {
      rank: 2,
      alpha: 3,
      useRslora: true,
      targetModules: ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"],
    },
    2,
  ),
});
