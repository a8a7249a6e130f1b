import {
  type ProductOptions,
  type Tensor,
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
  transpose,
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

/** One of the weights in the layout that decoding multiplies by, float32, by `model.layers.0.qkv` and such. */
export interface FusedWeight {
  readonly name: string;
  readonly dims: readonly number[];
  readonly data: Float32Array;
}

/** The shapes of all of them: matrices as `[out, in]`. @param hasBias whether a module, such as `model.layers.0.self_attn.q_proj`, has one. */
export function fusedShapes(
  config: LlamaConfig,
  hasBias: (module: string) => boolean,
): Readonly<Record<string, readonly number[]>> {
  const { hiddenSize: C, vocabularySize: V, headDim: D, layers, tiedEmbeddings } = config;
  const layouts = siteLayouts(config);
  const block = (path: string): [string, readonly number[]][] => [
    [`${path}.input_layernorm`, [C]],
    [`${path}.post_attention_layernorm`, [C]],
    ...(architectureOf(config).headNorms
      ? [[`${path}.head_norm`, [config.heads / config.keyValueHeads + 1, D]] as [string, readonly number[]]]
      : []),
    ...sites.flatMap((site): [string, readonly number[]][] => {
      const { modules, in: width, out } = layouts[site];
      const isBiased = modules.some((module) => hasBias(`${path}.${module}`));
      return [
        [`${path}.${site}`, [out, width]],
        ...(isBiased ? [[`${path}.${site}.bias`, [out]] as [string, number[]]] : []),
      ];
    }),
  ];
  return Object.fromEntries([
    ["embed", [V, C]],
    ...(tiedEmbeddings ? [] : [["head", [V, C]] as [string, readonly number[]]]),
    ["model.norm", [C]],
    ...Array.from({ length: layers }, (_, layer) => block(blockPath(layer))).flat(),
  ]);
}

/**
 * Copies a model's weights into the decoding layout, one after the other, so that no two need be in memory.
 *
 * @param read gives a tensor's values as float32, by Hugging Face's name; undefined where the model has none (a bias).
 */
export async function* fuseWeights(
  config: LlamaConfig,
  read: (name: string) => Promise<Float32Array | undefined>,
): AsyncGenerator<FusedWeight> {
  const need = async (name: string): Promise<Float32Array> =>
    named({ [name]: await read(name) } as Record<string, Float32Array>, name);
  const { hiddenSize: C, vocabularySize: V, layers, headDim: D } = config;
  const G = config.heads / config.keyValueHeads;
  yield { name: "embed", dims: [V, C], data: await need("model.embed_tokens.weight") };
  if (!config.tiedEmbeddings) yield { name: "head", dims: [V, C], data: await need("lm_head.weight") };
  yield { name: "model.norm", dims: [C], data: await need("model.norm.weight") };
  const layouts = siteLayouts(config);
  const { headNorms } = architectureOf(config);
  for (let layer = 0; layer < layers; layer += 1) {
    const block = blockPath(layer);
    for (const norm of ["input_layernorm", "post_attention_layernorm"])
      yield { name: `${block}.${norm}`, dims: [C], data: await need(`${block}.${norm}.weight`) };
    if (headNorms) {
      const [queries, keys] = await Promise.all(headNormNames.map((norm) => need(`${block}.${norm}.weight`)));
      const scaled = queries!.map((weight) => weight / Math.sqrt(D));
      const rows = [...Array.from({ length: G }, () => scaled), keys!];
      yield { name: `${block}.head_norm`, dims: [G + 1, D], data: Float32Array.from(rows.flatMap((row) => [...row])) };
    }
    for (const site of sites) {
      const { modules, in: width, out, column, factor } = layouts[site];
      const fused = new Float32Array(out * width);
      const bias = new Float32Array(out);
      let biased = false;
      for (const [m, module] of modules.entries()) {
        const weight = await need(`${block}.${module}.weight`);
        const own = await read(`${block}.${module}.bias`);
        const scale = factor(m);
        const scaled = scale === 1 ? weight : weight.map((x) => x * scale);
        for (let row = 0; row < weight.length / width; row += 1) {
          const at = column(m, row);
          fused.set(scaled.subarray(row * width, (row + 1) * width), at * width);
          if (own !== undefined) bias[at] = own[row]! * scale;
        }
        biased ||= own !== undefined;
      }
      yield { name: `${block}.${site}`, dims: [out, width], data: fused };
      if (biased) yield { name: `${block}.${site}.bias`, dims: [out], data: bias };
    }
  }
}

/**
 * Programs over fused weights, given as constants by the names that `fuseWeights` has.
 *
 * @param isPacked whether ONNX Runtime has them in its kernels' layout. Else it packs a product's second operand anew each time, so that the
 * weights had better be the first: W xᵀ takes two thirds of x Wᵀ's time for sixteen rows, and as long for one.
 */
export function fusedDecodeWeights(
  config: LlamaConfig,
  weights: Readonly<Record<string, Tensor>>,
  isPacked: boolean,
): DecodeWeights {
  const get = (name: string): Tensor => named(weights, name);
  const product = (x: Tensor, w: Tensor): Tensor => (isPacked ? linear(x, w) : transpose(matmul(w, transpose(x))));
  return {
    embed: (tokens) => take(get("embed"), tokens),
    norm: (name, x) => rmsNorm(x, get(name), config.rmsNormEps),
    headNorm: (layer) => weights[`${blockPath(layer)}.head_norm`],
    site: (layer, site, x) => {
      const name = `${blockPath(layer)}.${site}`;
      const y = product(x, get(name));
      return weights[`${name}.bias`] === undefined ? y : add(y, get(`${name}.bias`));
    },
    head: (x) => product(x, get(config.tiedEmbeddings ? "embed" : "head")),
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
