// Log-probabilities of random models in Q8_0 and Q4_0 beside llama.cpp's, over 100 tokens.
//   LLAMA_CPP=FOLDER pnpm bench quantized-parity [--json] [--family llama|qwen2|qwen3] [--spread 0.02,0.08] [--layers 4]
//
// `spread` is the standard deviation that weights are drawn with: 0.02 is transformers' default, and at four times as much predictions are
// far from flat and what is rounded weighs more. llama.cpp rounds activations to 8 bits; ours does where it samples, not where it scores. That
// this is what the two differ by is seen from two slow references: one that rounds nothing, beside our scores, and one that rounds as llama.cpp
// does, beside llama.cpp's.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { Random } from "../packages/interfaces/dist/index.js";
import { LocalProver, initLlama, loadModel, parseLlamaConfig } from "../packages/prover/dist/index.js";
import { writeGgufModel } from "../packages/prover/dist/testing/index.js";
import { llamaCppFolder, openLlamaCpp } from "./peers/llama-cpp.mjs";
import { referenceLogprobs } from "./peers/rounded-llama.mjs";

const { values: flags } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    family: { type: "string", default: "llama" },
    spread: { type: "string", default: "0.02,0.08" },
    layers: { type: "string", default: "4" },
  },
});
if (llamaCppFolder === undefined) {
  console.error("LLAMA_CPP names no folder with node-llama-cpp: nothing to compare with");
  process.exit(3);
}
const configOf = (spread) =>
  parseLlamaConfig(
    {
      model_type: flags.family,
      vocab_size: 512,
      hidden_size: 256,
      intermediate_size: 512,
      num_hidden_layers: Number(flags.layers),
      num_attention_heads: 8,
      num_key_value_heads: 4,
      head_dim: 32,
      max_position_embeddings: 256,
      rms_norm_eps: 1e-5,
      initializer_range: spread,
      eos_token_id: 257,
      bos_token_id: 257,
    },
    "parity",
  );
const folder = mkdtempSync(path.join(tmpdir(), "lemma-parity-"));
const rows = [];
try {
  for (const [spread, type] of flags.spread
    .split(",")
    .flatMap((one) => ["F32", "Q8_0", "Q4_0"].map((type) => [one, type]))) {
    const config = configOf(Number(spread));
    const file = path.join(folder, `${type}.gguf`);
    await writeGgufModel(file, config, initLlama(config, new Random(4)), type);
    const random = new Random(9);
    const tokens = Array.from({ length: 101 }, () => random.integer(250));
    const peer = await openLlamaCpp(file, { threads: 2, contextTokens: 256 });
    const theirs = await peer.logprobs(tokens.slice(0, -1));
    await peer.dispose();
    const prover = await LocalProver.open(file, { weights: "in-place" });
    const [exact] = await prover.logprobs([{ tokens, promptLength: 1 }]);
    // What sampling multiplies, with activations rounded as llama.cpp's: one greedy token after each beginning.
    const sampling = { temperature: 0, maxTokens: 1 };
    const greedy = await prover.generateTokens(
      tokens.slice(0, -1).map((_, t) => tokens.slice(0, t + 1)),
      1,
      { sampling, seed: 1 },
    );
    await prover[Symbol.asyncDispose]();
    const differences = theirs.map(({ of }, t) => Math.abs(of(tokens[t + 1]) - exact[t]));
    const sampled = theirs.map(({ of }, t) => Math.abs(of(greedy[t][0].tokens[0]) - greedy[t][0].logprobs[0]));
    const model = await loadModel(file);
    const plain = await referenceLogprobs(model, tokens, false);
    const rounded = type === "F32" ? plain : await referenceLogprobs(model, tokens, true);
    const ofReferences = {
      exact: plain.map((value, t) => Math.abs(value - exact[t])),
      rounded: rounded.map((value, t) => Math.abs(value - theirs[t].of(tokens[t + 1]))),
      rounding: rounded.map((value, t) => Math.abs(value - plain[t])),
    };
    const agree = theirs.filter(({ best }, t) => best === greedy[t][0].tokens[0]).length;
    const mean = (values) => values.reduce((a, b) => a + b, 0) / values.length;
    rows.push({
      spread: Number(spread),
      type,
      tokens: theirs.length,
      scoredMean: mean(differences),
      scoredLargest: Math.max(...differences),
      sampledMean: mean(sampled),
      sampledLargest: Math.max(...sampled),
      sameGreedy: agree / theirs.length,
      // Ours beside the reference that rounds nothing, llama.cpp beside the one that rounds as it does, and the two references.
      ...Object.fromEntries(
        Object.entries(ofReferences).flatMap(([name, values]) => [
          [`${name}Mean`, mean(values)],
          [`${name}Largest`, Math.max(...values)],
        ]),
      ),
    });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (flags.json) console.log(JSON.stringify({ name: "quantized-parity", rows, ratios: {} }));
else console.table(rows);
