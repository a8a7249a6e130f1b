import type { ModuleShapes } from "@lemma/lora";
import type { LlamaConfig } from "../config.ts";
import { architectureOf } from "./architectures.ts";
import { type LinearModule, linearModules } from "./linear-modules.ts";

/** Where block `layer` lives: its tensors' names begin with this. */
export const blockPath = (layer: number): string => `model.layers.${layer}`;

/** The norms of each head's query and key, in families that have them. */
export const headNormNames = ["self_attn.q_norm", "self_attn.k_norm"] as const;

/** Every linear module of every block by path, with the widths that an adapter must fit. */
export function llamaModules(config: LlamaConfig): ModuleShapes {
  const { hiddenSize, intermediateSize, heads, keyValueHeads, headDim, layers } = config;
  const shapes: Record<LinearModule, { readonly in: number; readonly out: number }> = {
    "self_attn.q_proj": { in: hiddenSize, out: heads * headDim },
    "self_attn.k_proj": { in: hiddenSize, out: keyValueHeads * headDim },
    "self_attn.v_proj": { in: hiddenSize, out: keyValueHeads * headDim },
    "self_attn.o_proj": { in: heads * headDim, out: hiddenSize },
    "mlp.gate_proj": { in: hiddenSize, out: intermediateSize },
    "mlp.up_proj": { in: hiddenSize, out: intermediateSize },
    "mlp.down_proj": { in: intermediateSize, out: hiddenSize },
  };
  return Object.fromEntries(
    Array.from({ length: layers }, (_, layer) =>
      linearModules.map((module) => [`${blockPath(layer)}.${module}`, shapes[module]] as const),
    ).flat(),
  );
}

/** Every tensor of a checkpoint by Hugging Face's name, with its shape; linear weights are `[out, in]`. */
export function llamaShapes(config: LlamaConfig): Readonly<Record<string, readonly number[]>> {
  const { hiddenSize, vocabularySize, layers, headDim } = config;
  const { hasBias, headNorms } = architectureOf(config);
  const shapes: Record<string, readonly number[]> = { "model.embed_tokens.weight": [vocabularySize, hiddenSize] };
  const modules = llamaModules(config);
  for (let layer = 0; layer < layers; layer += 1) {
    const block = blockPath(layer);
    shapes[`${block}.input_layernorm.weight`] = [hiddenSize];
    for (const module of linearModules) {
      const { in: width, out } = modules[`${block}.${module}`]!;
      shapes[`${block}.${module}.weight`] = [out, width];
      if (hasBias(module, config)) shapes[`${block}.${module}.bias`] = [out];
    }
    if (headNorms) for (const norm of headNormNames) shapes[`${block}.${norm}.weight`] = [headDim];
    shapes[`${block}.post_attention_layernorm.weight`] = [hiddenSize];
  }
  shapes["model.norm.weight"] = [hiddenSize];
  if (!config.tiedEmbeddings) shapes["lm_head.weight"] = [vocabularySize, hiddenSize];
  return shapes;
}

/** How many numbers the model has. */
export const parameterCount = (config: LlamaConfig): number =>
  Object.values(llamaShapes(config)).reduce((total, shape) => total + shape.reduce((a, b) => a * b, 1), 0);
