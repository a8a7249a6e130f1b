// Greedy generation with random weights: this package, transformers.js on the same onnxruntime-node, PyTorch transformers.
//   pnpm bench generate [--json] [--models tiny,60M] [--batches 1,16,64] [--tokens 256]

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { Random } from "../packages/interfaces/dist/index.js";
import { LocalProver, initLlama, parameterCount, parseLlamaConfig, saveModel } from "../packages/prover/dist/index.js";
import { onnxLlama } from "./peers/onnx-llama.mjs";

const { values: flags } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    models: { type: "string", default: "tiny,60M" },
    batches: { type: "string", default: "1,16,64" },
    tokens: { type: "string", default: "256" },
  },
});
const newTokens = Number(flags.tokens);
const batches = flags.batches.split(",").map(Number);
const promptTokens = 64;

const base = {
  model_type: "llama",
  rms_norm_eps: 1e-6,
  rope_theta: 10_000,
  max_position_embeddings: 1024,
  bos_token_id: null,
  eos_token_id: null,
};
const models = {
  tiny: {
    ...base,
    vocab_size: 1536,
    hidden_size: 256,
    intermediate_size: 768,
    num_hidden_layers: 6,
    num_attention_heads: 8,
    num_key_value_heads: 2,
  },
  "60M": {
    ...base,
    vocab_size: 32_000,
    hidden_size: 512,
    intermediate_size: 1408,
    num_hidden_layers: 9,
    num_attention_heads: 8,
    num_key_value_heads: 8,
  },
};

const directory = mkdtempSync(path.join(tmpdir(), "lemma-bench-"));
const rows = [];
try {
  for (const name of flags.models.split(",")) await benchmark(name, models[name]);
} finally {
  rmSync(directory, { recursive: true, force: true });
}
report();

async function benchmark(name, json) {
  const config = parseLlamaConfig(json, name);
  const parameters = initLlama({ ...config, initializerRange: 0.05 }, new Random(1));
  const folder = path.join(directory, name);
  await saveModel(folder, { config, parameters, tokenizer: tokenizer(json.vocab_size) });
  const prompts = batches.map((batch) =>
    Array.from({ length: batch }, (_, row) =>
      Array.from({ length: promptTokens }, (_unused, t) => (t * 37 + row * 101) % json.vocab_size),
    ),
  );
  const own = await ours(folder, prompts);
  const javascript = await transformersJs(name, folder, json, parameters, prompts);
  const python = pytorch(folder, prompts);
  for (const [i, batch] of batches.entries()) {
    const row = {
      model: name,
      parameters: parameterCount(config),
      batch,
      newTokens,
      tokensPerSecond: rate(own[i], batch),
    };
    // Random weights leave near-ties, where another summation order decides otherwise; until then tokens must agree.
    for (const [peer, result] of [
      ["transformersJs", javascript?.[i]],
      ["pyTorch", python?.[i]],
    ])
      if (result !== undefined) {
        row[`${peer}TokensPerSecond`] = rate(result, batch);
        row[`${peer}Agrees`] = agreement(own[i].tokens, result.tokens);
      }
    rows.push(row);
  }
}

async function ours(folder, prompts) {
  const prover = await LocalProver.open(folder, { rows: Math.max(...batches) });
  const run = (batch, maxTokens) =>
    prover.generateTokens(batch, 1, { sampling: { temperature: 0, maxTokens }, seed: 0 });
  const results = [];
  for (const batch of prompts) {
    await run(batch, 4);
    results.push(await timed(async () => (await run(batch, newTokens))[0][0].tokens));
  }
  await prover[Symbol.asyncDispose]();
  return results;
}

async function transformersJs(name, folder, json, parameters, prompts) {
  const library = await loadTransformersJs();
  if (library === undefined) return undefined;
  const { AutoModelForCausalLM, Tensor, env } = library;
  mkdirSync(path.join(folder, "onnx"), { recursive: true });
  writeFileSync(path.join(folder, "onnx", "model.onnx"), onnxLlama(json, parameters));
  Object.assign(env, { allowRemoteModels: false, localModelPath: `${directory}/` });
  const model = await AutoModelForCausalLM.from_pretrained(name, { dtype: "fp32", device: "cpu" });
  const results = [];
  for (const batch of prompts) {
    const dims = [batch.length, promptTokens];
    const inputs = {
      input_ids: new Tensor("int64", BigInt64Array.from(batch.flat(), BigInt), dims),
      attention_mask: new Tensor("int64", new BigInt64Array(batch.length * promptTokens).fill(1n), dims),
    };
    const run = (max_new_tokens) => model.generate({ ...inputs, max_new_tokens, do_sample: false });
    await run(4);
    results.push(
      await timed(async () =>
        Array.from((await run(newTokens)).data.slice(promptTokens, promptTokens + newTokens), Number),
      ),
    );
  }
  await model.dispose();
  return results;
}

/** Installed beside this file at the first use: nobody else needs it. */
async function loadTransformersJs() {
  const peers = path.join(import.meta.dirname, "peers");
  const entry = path.join(peers, "node_modules/@huggingface/transformers/dist/transformers.node.mjs");
  if (!existsSync(entry)) {
    try {
      console.error("installing @huggingface/transformers to compare with…");
      execFileSync("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock"], {
        cwd: peers,
        stdio: "ignore",
      });
    } catch {
      console.error(`left out: transformers.js could not be installed (npm install in ${peers})`);
      return undefined;
    }
  }
  return import(entry);
}

function pytorch(folder, prompts) {
  const python = process.env.LEMMA_PYTHON;
  if (!python) {
    console.error("left out: PyTorch (LEMMA_PYTHON names no interpreter)");
    return undefined;
  }
  const file = path.join(folder, "prompts.json");
  writeFileSync(file, JSON.stringify(prompts));
  const script = path.join(import.meta.dirname, "peers/generate.py");
  const output = execFileSync(python, [script, folder, String(newTokens), file], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  return JSON.parse(output.trim().split("\n").at(-1)).results;
}

async function timed(work) {
  const start = performance.now();
  const tokens = await work();
  return { seconds: (performance.now() - start) / 1000, tokens };
}

function rate({ seconds }, batch) {
  return Math.round((batch * newTokens) / seconds);
}

function agreement(a, b) {
  const first = a.findIndex((token, i) => token !== b[i]);
  return first === -1 ? newTokens : first;
}

/** As many tokens as the model has, of which the benchmark writes none. */
function tokenizer(size) {
  const vocab = Object.fromEntries(Array.from({ length: size }, (_, i) => [`t${i}`, i]));
  return {
    definition: {
      version: "1.0",
      added_tokens: [],
      normalizer: null,
      pre_tokenizer: null,
      post_processor: null,
      decoder: null,
      model: { type: "BPE", vocab, merges: [] },
    },
    config: { tokenizer_class: "PreTrainedTokenizerFast" },
  };
}

function report() {
  console.table(rows);
  const chosen = rows.find(({ model, batch }) => model === "60M" && batch === 16) ?? rows[0];
  const ratio = (peer) => {
    const other = chosen[`${peer}TokensPerSecond`];
    return other === undefined ? undefined : Number((chosen.tokensPerSecond / other).toFixed(2));
  };
  const ratios = { speedVsTransformersJs: ratio("transformersJs"), speedVsPyTorch: ratio("pyTorch") };
  console.table([ratios]);
  if (flags.json) console.log(JSON.stringify({ name: "generate", rows, ratios }));
}
