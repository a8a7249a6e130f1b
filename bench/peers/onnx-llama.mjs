// Writes a Llama checkpoint as transformers.js wants it, in the form of ONNX Runtime GenAI's model builder (fused norms,
// GroupQueryAttention with its rotation inside): the fastest form that is in use for it.

const varint = (value) => {
  const out = [];
  // Negative numbers are their two's complement in 64 bits.
  for (let rest = BigInt.asUintN(64, BigInt(value)); ; rest >>= 7n) {
    const low = Number(rest & 127n);
    if (rest < 128n) return Uint8Array.from([...out, low]);
    out.push(low | 128);
  }
};
const key = (field, wire) => varint((field << 3) | wire);
const int = (field, value) => [key(field, 0), varint(value)];
const bytes = (field, value) => [key(field, 2), varint(value.byteLength), value];
const text = (field, value) => bytes(field, new TextEncoder().encode(value));
const join = (parts) => Buffer.concat(parts.map((part) => Buffer.from(part.buffer, part.byteOffset, part.byteLength)));
const nested = (field, parts) => bytes(field, join(parts));
const float = (field, value) => [key(field, 5), new Uint8Array(Float32Array.of(value).buffer)];

const attribute = (name, value) =>
  nested(
    5,
    [
      text(1, name),
      Number.isInteger(value) && name !== "epsilon"
        ? [int(3, value), int(20, 2)].flat()
        : [float(2, value), int(20, 1)].flat(),
    ].flat(),
  );
const node = (type, inputs, outputs, attributes = {}, domain = "") =>
  nested(
    1,
    [
      inputs.flatMap((input) => text(1, input)),
      outputs.flatMap((output) => text(2, output)),
      text(4, type),
      Object.entries(attributes).flatMap(([name, value]) => attribute(name, value)),
      text(7, domain),
    ].flat(),
  );
const initializer = (name, dims, data, type) =>
  nested(
    5,
    [
      dims.flatMap((dim) => int(1, dim)),
      int(2, type),
      text(8, name),
      bytes(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)),
    ].flat(),
  );
const info = (field, name, type, dims) =>
  nested(field, [
    ...text(1, name),
    ...nested(
      2,
      nested(1, [
        ...int(1, type),
        ...nested(
          2,
          dims.flatMap((dim) => nested(1, typeof dim === "number" ? int(1, dim) : text(2, dim))),
        ),
      ]),
    ),
  ]);

const FLOAT = 1;
const INT32 = 6;
const INT64 = 7;
const microsoft = "com.microsoft";

/** The bytes of `model.onnx` for a config as in `config.json` and float32 weights by Hugging Face's names. */
export function onnxLlama(config, weights) {
  const { hidden_size: C, num_attention_heads: H, num_key_value_heads: K, num_hidden_layers: L } = config;
  const D = config.head_dim ?? C / H;
  const parts = [];
  const constant = (name, dims, data, type = FLOAT) => parts.push(...initializer(name, dims, data, type));
  const linear = (name, x, y) => {
    const { dims, data } = weights[name];
    const [out, width] = dims;
    const turned = new Float32Array(data.length);
    for (let i = 0; i < out; i += 1) for (let j = 0; j < width; j += 1) turned[j * out + i] = data[i * width + j];
    constant(name, [width, out], turned);
    parts.push(...node("MatMul", [x, name], [y]));
  };
  const length = config.max_position_embeddings;
  const tables = { cos: new Float32Array((length * D) / 2), sin: new Float32Array((length * D) / 2) };
  for (let t = 0; t < length; t += 1)
    for (let i = 0; i < D / 2; i += 1) {
      const angle = t / config.rope_theta ** ((2 * i) / D);
      tables.cos[(t * D) / 2 + i] = Math.cos(angle);
      tables.sin[(t * D) / 2 + i] = Math.sin(angle);
    }
  constant("cos", [length, D / 2], tables.cos);
  constant("sin", [length, D / 2], tables.sin);
  constant("one", [1], BigInt64Array.of(1n), INT64);
  constant("axis", [1], BigInt64Array.of(1n), INT64);
  parts.push(
    ...node("ReduceSum", ["attention_mask", "axis"], ["lengths"], { keepdims: 0 }),
    ...node("Sub", ["lengths", "one"], ["last"]),
    ...node("Cast", ["last"], ["seqlens"], { to: INT32 }),
    ...node("Shape", ["attention_mask"], ["maskShape"], { start: 1, end: 2 }),
    ...node("Squeeze", ["maskShape"], ["totalLong"]),
    ...node("Cast", ["totalLong"], ["total"], { to: INT32 }),
  );
  const embedding = weights["model.embed_tokens.weight"];
  constant("model.embed_tokens.weight", embedding.dims, embedding.data);
  parts.push(...node("Gather", ["model.embed_tokens.weight", "input_ids"], ["x0"]));
  const epsilon = config.rms_norm_eps;
  const norm = (name) => constant(name, weights[name].dims, weights[name].data);
  let [x, skip] = ["x0", undefined];
  const normed = (name, to) => {
    norm(name);
    if (skip === undefined) parts.push(...node("SimplifiedLayerNormalization", [x, name], [to], { epsilon, axis: -1 }));
    else {
      parts.push(
        ...node("SkipSimplifiedLayerNormalization", [x, skip, name], [to, "", "", `${to}.sum`], { epsilon }, microsoft),
      );
      x = `${to}.sum`;
    }
  };
  for (let layer = 0; layer < L; layer += 1) {
    const p = `model.layers.${layer}`;
    normed(`${p}.input_layernorm.weight`, `${p}.n1`);
    for (const name of ["q", "k", "v"]) linear(`${p}.self_attn.${name}_proj.weight`, `${p}.n1`, `${p}.${name}`);
    parts.push(
      ...node(
        "GroupQueryAttention",
        [
          `${p}.q`,
          `${p}.k`,
          `${p}.v`,
          `past_key_values.${layer}.key`,
          `past_key_values.${layer}.value`,
          "seqlens",
          "total",
          "cos",
          "sin",
        ],
        [`${p}.mixed`, `present.${layer}.key`, `present.${layer}.value`],
        { num_heads: H, kv_num_heads: K, do_rotary: 1, rotary_interleaved: 0 },
        microsoft,
      ),
    );
    linear(`${p}.self_attn.o_proj.weight`, `${p}.mixed`, `${p}.o`);
    skip = `${p}.o`;
    normed(`${p}.post_attention_layernorm.weight`, `${p}.n2`);
    linear(`${p}.mlp.gate_proj.weight`, `${p}.n2`, `${p}.gate`);
    linear(`${p}.mlp.up_proj.weight`, `${p}.n2`, `${p}.up`);
    parts.push(
      ...node("Sigmoid", [`${p}.gate`], [`${p}.sigmoid`]),
      ...node("Mul", [`${p}.gate`, `${p}.sigmoid`], [`${p}.silu`]),
      ...node("Mul", [`${p}.silu`, `${p}.up`], [`${p}.both`]),
    );
    linear(`${p}.mlp.down_proj.weight`, `${p}.both`, `${p}.down`);
    skip = `${p}.down`;
  }
  normed("model.norm.weight", "final");
  linear("lm_head.weight", "final", "logits");
  const cache = (length) => ["batch_size", K, length, D];
  const layers = Array.from({ length: L }, (_, layer) => layer);
  const graph = [
    ...parts,
    ...text(2, "llama"),
    ...info(11, "input_ids", INT64, ["batch_size", "sequence_length"]),
    ...info(11, "attention_mask", INT64, ["batch_size", "total_sequence_length"]),
    ...layers.flatMap((layer) =>
      ["key", "value"].flatMap((name) =>
        info(11, `past_key_values.${layer}.${name}`, FLOAT, cache("past_sequence_length")),
      ),
    ),
    ...info(12, "logits", FLOAT, ["batch_size", "sequence_length", config.vocab_size]),
    ...layers.flatMap((layer) =>
      ["key", "value"].flatMap((name) => info(12, `present.${layer}.${name}`, FLOAT, cache("total_sequence_length"))),
    ),
  ];
  return join([
    ...int(1, 10),
    ...nested(7, graph),
    ...nested(8, [...text(1, ""), ...int(2, 18)]),
    ...nested(8, [...text(1, microsoft), ...int(2, 1)]),
  ]);
}
