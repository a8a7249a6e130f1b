// A model's log-probabilities in plain loops of float64, where each product's input may be rounded as llama.cpp rounds it: to 8 bits in blocks
// of 32 with a float16 scale (its Q8_0), before it meets quantised weights; keys and values to float16, as its cache holds them. What is
// rounded is then computed in float32 as there: an embedding in Q4_0 is a few whole multiples of a scale, and one in eight is half the block's
// largest, which falls between two codes. Which way it goes, the last bit of the norm decides.
import { fromFloat16Bits, toFloat16Bits } from "../../packages/autodiff/dist/index.js";
import { readParameters, ropeFrequencies } from "../../packages/prover/dist/index.js";

const block = 32;
const half = (x) => fromFloat16Bits(toFloat16Bits(x));

const single = Math.fround;

/** To the nearest whole number; of two as near, to the even one. */
function nearest(x) {
  const up = Math.round(x);
  return up - x === 0.5 && up % 2 !== 0 ? up - 1 : up;
}

function roundedTo8Bits(x) {
  const result = new Float64Array(x.length);
  for (let from = 0; from < x.length; from += block) {
    const part = Float32Array.from(x.subarray(from, from + block));
    const most = part.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
    if (most === 0) continue;
    const [stored, inverse] = [half(single(most / 127)), single(127 / most)];
    part.forEach((value, i) => (result[from + i] = stored * nearest(single(value * inverse))));
  }
  return result;
}

/** log p of each of `tokens` but the first, after those before it: exactly, or with inputs rounded. */
export async function referenceLogprobs(model, tokens, isRounded) {
  const { config } = model;
  const { hiddenSize: C, heads: H, keyValueHeads: K, headDim: D, vocabularySize: V, rmsNormEps } = config;
  const parameters = await readParameters(model);
  const values = (name) => parameters[name].data;
  const input = isRounded ? roundedTo8Bits : (x) => x;
  const cached = isRounded ? (x) => x.map(half) : (x) => x;
  const product = (name, x) => {
    const weight = values(`${name}.weight`);
    const given = input(x);
    const bias = parameters[`${name}.bias`]?.data;
    return Float64Array.from({ length: weight.length / x.length }, (_, row) => {
      let sum = bias?.[row] ?? 0;
      for (let i = 0; i < x.length; i += 1) sum += weight[row * x.length + i] * given[i];
      return sum;
    });
  };
  const number = isRounded ? single : (x) => x;
  const norm = (name, x) => {
    const mean = number(x.reduce((sum, value) => sum + value * value, 0) / x.length);
    const factor = number(1 / number(Math.sqrt(number(mean + number(rmsNormEps)))));
    return x.map((value, i) => number(number(value * factor) * values(name)[i]));
  };
  const { frequencies, attentionFactor } = ropeFrequencies(config.rope, D);
  const heads = (y, count, normName, position) =>
    Array.from({ length: count }, (_, head) => {
      const own = y.subarray(head * D, (head + 1) * D);
      const x = parameters[normName] === undefined ? own : norm(normName, own);
      return Float64Array.from({ length: D }, (_unused, i) => {
        const pair = i % (D / 2);
        const angle = position * frequencies[pair];
        const other = i < D / 2 ? -x[i + D / 2] : x[i - D / 2];
        return attentionFactor * (x[i] * Math.cos(angle) + other * Math.sin(angle));
      });
    });
  const caches = Array.from({ length: config.layers }, () => ({ keys: [], values: [] }));
  const embedding = values("model.embed_tokens.weight");
  return tokens.slice(0, -1).map((token, position) => {
    let x = Float64Array.from(embedding.subarray(token * C, (token + 1) * C));
    caches.forEach((cache, layer) => {
      const path = `model.layers.${layer}`;
      const normed = norm(`${path}.input_layernorm.weight`, x);
      const attention = `${path}.self_attn`;
      const queries = heads(product(`${attention}.q_proj`, normed), H, `${attention}.q_norm.weight`, position);
      cache.keys.push(
        heads(product(`${attention}.k_proj`, normed), K, `${attention}.k_norm.weight`, position).map(cached),
      );
      cache.values.push(cached(product(`${attention}.v_proj`, normed)));
      const mixed = new Float64Array(H * D);
      queries.forEach((query, head) => {
        const group = Math.floor(head / (H / K));
        const scores = cache.keys.map(
          (keys) => keys[group].reduce((sum, key, i) => sum + key * query[i], 0) / Math.sqrt(D),
        );
        const most = Math.max(...scores);
        const weights = scores.map((score) => Math.exp(score - most));
        const total = weights.reduce((a, b) => a + b, 0);
        cache.values.forEach((row, t) => {
          for (let i = 0; i < D; i += 1) mixed[head * D + i] += (weights[t] / total) * row[group * D + i];
        });
      });
      x = product(`${attention}.o_proj`, mixed).map((value, i) => x[i] + value);
      const inner = norm(`${path}.post_attention_layernorm.weight`, x);
      const up = product(`${path}.mlp.up_proj`, inner);
      const gated = product(`${path}.mlp.gate_proj`, inner).map((gate, i) => (gate / (1 + Math.exp(-gate))) * up[i]);
      x = product(`${path}.mlp.down_proj`, gated).map((value, i) => x[i] + value);
    });
    const last = norm("model.norm.weight", x);
    const logits = product(config.tiedEmbeddings ? "model.embed_tokens" : "lm_head", last);
    const top = logits.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
    const total = logits.reduce((sum, value) => sum + Math.exp(value - top), 0);
    if (logits.length !== V) throw new Error(`expected ${V} logits, received ${logits.length}`);
    return logits[tokens[position + 1]] - top - Math.log(total);
  });
}
