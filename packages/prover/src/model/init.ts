import type { TensorValue } from "@lemma/autodiff";
import type { Random } from "@lemma/interfaces";
import type { LlamaConfig } from "../config.ts";
import { llamaShapes } from "./shapes.ts";

/**
 * Fresh weights in float32: normal with standard deviation `initializerRange`, norms 1, biases 0. The two projections that
 * write to the residual stream are drawn smaller by √(2 · layers), so that its variance does not grow with depth.
 *
 * Each tensor draws from its own stream of `random`: a model with one more layer shares the others' weights.
 *
 * @see Radford et al. 2019 (GPT-2), section 2.3
 */
export function initLlama(config: LlamaConfig, random: Random): Readonly<Record<string, TensorValue>> {
  const residual = config.initializerRange / Math.sqrt(2 * config.layers);
  return Object.fromEntries(
    Object.entries(llamaShapes(config)).map(([name, dims]) => {
      const data = new Float32Array(dims.reduce((a, b) => a * b, 1));
      if (name.endsWith("norm.weight")) data.fill(1);
      else if (!name.endsWith(".bias")) {
        const stream = random.fork("llama", name);
        const deviation = /\.(?:o_proj|down_proj)\.weight$/.test(name) ? residual : config.initializerRange;
        for (let i = 0; i < data.length; i += 1) data[i] = deviation * stream.normal();
      }
      return [name, { dtype: "float32", dims, data }];
    }),
  );
}
