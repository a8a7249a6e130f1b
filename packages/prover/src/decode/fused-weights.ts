import {
  type ProductOptions,
  type Tensor,
  type TensorValue,
  add,
  cast,
  concat,
  linear,
  matmul,
  mul,
  reshape,
  sliceRows,
  take,
  takeRows,
  widenedAfter,
} from "@lemma/autodiff";
import type { LlamaConfig } from "../config.ts";
import { type LlamaParameters, headWeight, named } from "../model/llama.ts";
import { architectureOf } from "../model/architectures.ts";
import { rmsNorm } from "../model/operations.ts";
import { blockPath, headNormNames } from "../model/shapes.ts";
import { type Site, siteLayouts, sites } from "./layout.ts";

/** What a decoding program asks of the weights. Called inside the loop's body, where a transposed weight stays next to its product. */
export interface DecodeWeights {
  /** `int64 […] → […, C]`. */
  embed(tokens: Tensor): Tensor;
  norm(name: string, x: Tensor): Tensor;
  /** What the heads' norms multiply by, `[G + 1, D]`: G times the queries', with attention's 1/√D, then the keys'. */
  headNorm(layer: number): Tensor | undefined;
  /** `[N, in] → [N, out]` in the site's layout. */
  site(layer: number, site: Site, x: Tensor): Tensor;
  /** `[N, C] → [N, V]`. */
  head(x: Tensor): Tensor;
}

/** Weights in the layout that decoding multiplies by, float32 `[in, out]`, by `layers.0.qkv` and such. */
export type FusedWeights = Readonly<Record<string, TensorValue>>;

/**
 * Copies a model's weights into the decoding layout. For models of up to some hundred million parameters the copy pays for
 * itself: ONNX Runtime packs constants for its kernels, which is up to 3.6 times faster at small batches.
 *
 * @param read gives a tensor's values as float32, by Hugging Face's name; undefined where the model has none (a bias).
 */
export async function fuseWeights(
  config: LlamaConfig,
  read: (name: string) => Promise<Float32Array | undefined>,
): Promise<FusedWeights> {
  const weights: Record<string, TensorValue> = {};
  const put = (name: string, dims: readonly number[], data: Float32Array): void => {
    weights[name] = { dtype: "float32", dims, data };
  };
  const need = async (name: string): Promise<Float32Array> =>
    named({ [name]: await read(name) } as Record<string, Float32Array>, name);
  const { hiddenSize: C, vocabularySize: V, layers, headDim: D } = config;
  const G = config.heads / config.keyValueHeads;
  const embedding = await need("model.embed_tokens.weight");
  put("embed", [V, C], embedding);
  put("head", [C, V], transposed(config.tiedEmbeddings ? embedding : await need("lm_head.weight"), V, C));
  put("model.norm", [C], await need("model.norm.weight"));
  const layouts = siteLayouts(config);
  const { headNorms } = architectureOf(config);
  for (let layer = 0; layer < layers; layer += 1) {
    const block = blockPath(layer);
    for (const norm of ["input_layernorm", "post_attention_layernorm"])
      put(`${block}.${norm}`, [C], await need(`${block}.${norm}.weight`));
    if (headNorms) {
      const [queries, keys] = await Promise.all(headNormNames.map((norm) => need(`${block}.${norm}.weight`)));
      const scaled = queries!.map((weight) => weight / Math.sqrt(D));
      const rows = [...Array.from({ length: G }, () => scaled), keys!];
      put(`${block}.head_norm`, [G + 1, D], Float32Array.from(rows.flatMap((row) => [...row])));
    }
    for (const site of sites) {
      const { modules, in: width, out, column, factor } = layouts[site];
      const fused = new Float32Array(width * out);
      const bias = new Float32Array(out);
      let biased = false;
      for (const [m, module] of modules.entries()) {
        const weight = await need(`${block}.${module}.weight`);
        const own = await read(`${block}.${module}.bias`);
        const rows = weight.length / width;
        const scale = factor(m);
        for (let row = 0; row < rows; row += 1) {
          const at = column(m, row);
          for (let i = 0; i < width; i += 1) fused[i * out + at] = weight[row * width + i]! * scale;
          if (own !== undefined) bias[at] = own[row]! * scale;
        }
        biased ||= own !== undefined;
      }
      put(`${block}.${site}`, [width, out], fused);
      if (biased) put(`${block}.${site}.bias`, [out], bias);
    }
  }
  return weights;
}

/** Programs over fused weights, given as constants by the names that `fuseWeights` has. */
export function fusedDecodeWeights(config: LlamaConfig, weights: Readonly<Record<string, Tensor>>): DecodeWeights {
  const get = (name: string): Tensor => named(weights, name);
  return {
    embed: (tokens) => take(get("embed"), tokens),
    norm: (name, x) => rmsNorm(x, get(name), config.rmsNormEps),
    headNorm: (layer) => weights[`${blockPath(layer)}.head_norm`],
    site: (layer, site, x) => {
      const name = `${blockPath(layer)}.${site}`;
      const y = matmul(x, get(name));
      return weights[`${name}.bias`] === undefined ? y : add(y, get(`${name}.bias`));
    },
    head: (x) => matmul(x, get("head")),
  };
}

/**
 * Programs over the checkpoint's own tensors, which stay in their files: for models that must not be copied. Quantised ones are
 * multiplied by as `product` says.
 */
export function inPlaceDecodeWeights(
  config: LlamaConfig,
  parameters: LlamaParameters,
  product: ProductOptions = {},
): DecodeWeights {
  const layouts = siteLayouts(config);
  const { heads: H, keyValueHeads: K, headDim: D } = config;
  return {
    embed: (tokens) => cast(takeRows(named(parameters, "model.embed_tokens.weight"), tokens), "float32"),
    norm: (name, x) => rmsNorm(x, named(parameters, `${name}.weight`), config.rmsNormEps),
    headNorm: (layer) => {
      if (!architectureOf(config).headNorms) return undefined;
      const [queries, keys] = headNormNames.map((norm) =>
        reshape(cast(named(parameters, `${blockPath(layer)}.${norm}.weight`), "float32"), [1, D]),
      );
      const scaled = mul(queries!, 1 / Math.sqrt(D));
      return concat([...Array.from({ length: H / K }, () => scaled), keys!], 0);
    },
    site: (layer, site, x) => {
      const { modules, factor } = layouts[site];
      const parts = modules.map((module, m) => {
        const path = `${blockPath(layer)}.${module}`;
        const y = linear(x, named(parameters, `${path}.weight`), product);
        const bias = parameters[`${path}.bias`];
        const whole = bias === undefined ? y : add(y, cast(bias, x.dtype));
        return factor(m) === 1 ? whole : mul(whole, factor(m));
      });
      if (site !== "qkv") return parts.length === 1 ? parts[0]! : concat(parts, -1);
      const perHead = parts.map((part, m) => reshape(part, [-1, K, m === 0 ? H / K : 1, D]));
      return reshape(concat(perHead, 2), [-1, layouts.qkv.out]);
    },
    head: (x) => {
      const weight = headWeight(config, parameters);
      if (weight.dtype === x.dtype) return linear(x, weight, product);
      // Rows at a time, each part widened once the one before is done: all of it at once would be the largest tensor of the program.
      const [V, C] = weight.shape as readonly [number, number];
      const size = Math.max(1, Math.floor(headElements / C));
      const parts: Tensor[] = [];
      for (let from = 0; from < V; from += size)
        parts.push(linear(x, widenedAfter(sliceRows(weight, from, Math.min(V, from + size)), parts.at(-1) ?? x)));
      return concat(parts, -1);
    },
  };
}

/** Of the output layer, widened together: 16 MiB, which a processor's cache holds until they are multiplied by. */
const headElements = 2 ** 22;

function transposed(data: Float32Array, rows: number, columns: number): Float32Array {
  const result = new Float32Array(data.length);
  for (let i = 0; i < rows; i += 1) for (let j = 0; j < columns; j += 1) result[j * rows + i] = data[i * columns + j]!;
  return result;
}
