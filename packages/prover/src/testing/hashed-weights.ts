import type { TensorValue } from "@lemma/autodiff";
import type { LlamaConfig } from "../config.ts";
import { llamaShapes } from "../model/shapes.ts";

/**
 * Weights that tools/reference/model_parity.py computes too: uniform in [−a, a) by a multiplicative hash of the name and the
 * index, a = √(3 / fan-in), four times that for embeddings; norms are 1 plus a tenth of it.
 */
export function hashedWeights(config: LlamaConfig): Readonly<Record<string, TensorValue>> {
  return Object.fromEntries(
    Object.entries(llamaShapes(config)).map(([name, dims]) => {
      const salt = nameHash(name);
      const size = Math.sqrt(3 / dims.at(-1)!) * (name.includes("lm_head") || name.includes("embed") ? 4 : 1);
      const count = dims.reduce((a, b) => a * b, 1);
      const data = new Float32Array(count);
      for (let i = 0; i < count; i += 1) {
        let x = (Math.imul(i, 2_654_435_761) + salt) >>> 0;
        x = (x ^ (x >>> 15)) >>> 0;
        x = Math.imul(x, 2_246_822_519) >>> 0;
        x = (x ^ (x >>> 13)) >>> 0;
        const unit = (x / 2 ** 32) * 2 - 1;
        data[i] = name.endsWith("norm.weight") ? 1 + 0.1 * unit : unit * size;
      }
      return [name, { dtype: "float32", dims, data }];
    }),
  );
}

/** FNV-1a. */
function nameHash(name: string): number {
  let hash = 2_166_136_261;
  for (const byte of new TextEncoder().encode(name)) hash = Math.imul(hash ^ byte, 16_777_619) >>> 0;
  return hash;
}
