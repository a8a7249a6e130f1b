// Greedy generation with random weights: this package, transformers.js on the same onnxruntime-node, PyTorch transformers.
//   pnpm bench generate [--json] [--models tiny,60M] [--batches 1,16,64] [--tokens 256]
//
// Rates are new tokens a second; `…Agrees` says for how many tokens the first row is the same. The whole takes five minutes
// on 2 cores.

import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { Random } from "../packages/interfaces/dist/index.js";
import { LocalProver, initLlama, parseLlamaConfig, saveModel } from "../packages/prover/dist/index.js";
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
  // By turns on each batch, so that a busy minute of the machine is nobody's alone.
  const contestants = {
    lemma: await ours(folder),
    transformersJs: await transformersJs(name, folder, json, parameters),
    pyTorch: pytorch(folder),
  };
  for (const batch of batches) {
    const prompts = Array.from({ length: batch }, (_, row) =>
      Array.from({ length: promptTokens }, (_unused, t) => (t * 37 + row * 101) % json.vocab_size),
    );
    const best = {};
    for (let round = 0; round < (batch > 16 ? 1 : 2); round += 1)
      for (const [peer, contestant] of Object.entries(contestants)) {
        if (contestant === undefined) continue;
        const result = await contestant.generate(prompts);
        if (best[peer] === undefined || result.seconds < best[peer].seconds) best[peer] = result;
      }
    const rate = ({ seconds }) => Math.round((batch * newTokens) / seconds);
    const row = { model: name, batch, tokensPerSecond: rate(best.lemma) };
    // Random weights leave near-ties, where another summation order decides otherwise; until then tokens must agree.
    for (const peer of ["transformersJs", "pyTorch"])
      if (best[peer] !== undefined) {
        row[peer] = rate(best[peer]);
        row[peer === "pyTorch" ? "vsPyTorch" : "vsTransformersJs"] = Number(
          (best[peer].seconds / best.lemma.seconds).toFixed(2),
        );
        row[`${peer}Agrees`] = agreement(best.lemma.tokens, best[peer].tokens);
      }
    rows.push(row);
    // The whole takes minutes: whoever waits, or stops it, sees what there is.
    console.error(JSON.stringify(row));
  }
  for (const contestant of Object.values(contestants)) await contestant?.close();
}

/** A contestant answers `generate(prompts)` with `{ seconds, tokens }`, the first row's tokens; the first call is a warm-up. */
async function ours(folder) {
  const prover = await LocalProver.open(folder, { rows: Math.max(...batches) });
  const run = (batch, maxTokens) =>
    prover.generateTokens(batch, 1, { sampling: { temperature: 0, maxTokens }, seed: 0 });
  return {
    generate: async (prompts) => {
      await run(prompts, 4);
      return timed(async () => (await run(prompts, newTokens))[0][0].tokens);
    },
    close: () => prover[Symbol.asyncDispose](),
  };
}

async function transformersJs(name, folder, json, parameters) {
  const library = await loadTransformersJs();
  if (library === undefined) return undefined;
  const { AutoModelForCausalLM, Tensor, env } = library;
  mkdirSync(path.join(folder, "onnx"), { recursive: true });
  writeFileSync(path.join(folder, "onnx", "model.onnx"), onnxLlama(json, parameters));
  Object.assign(env, { allowRemoteModels: false, localModelPath: `${directory}/` });
  const model = await AutoModelForCausalLM.from_pretrained(name, { dtype: "fp32", device: "cpu" });
  return {
    generate: async (prompts) => {
      const dims = [prompts.length, promptTokens];
      const inputs = {
        input_ids: new Tensor("int64", BigInt64Array.from(prompts.flat(), BigInt), dims),
        attention_mask: new Tensor("int64", new BigInt64Array(prompts.length * promptTokens).fill(1n), dims),
      };
      const run = (max_new_tokens) => model.generate({ ...inputs, max_new_tokens, do_sample: false });
      await run(4);
      return timed(async () =>
        Array.from((await run(newTokens)).data.slice(promptTokens, promptTokens + newTokens), Number),
      );
    },
    close: () => model.dispose(),
  };
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

function pytorch(folder) {
  const python = process.env.LEMMA_PYTHON;
  if (!python) {
    console.error("left out: PyTorch (LEMMA_PYTHON names no interpreter)");
    return undefined;
  }
  const script = path.join(import.meta.dirname, "peers/generate.py");
  const child = spawn(python, [script, folder, String(newTokens)], { stdio: ["pipe", "pipe", "ignore"] });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    generate: async (prompts) => {
      child.stdin.write(`${JSON.stringify(prompts)}\n`);
      const { value, done } = await answers.next();
      if (done) throw new Error("peers/generate.py ended: run it by hand to see why");
      return JSON.parse(value);
    },
    close: () => child.stdin.end(),
  };
}

async function timed(work) {
  const start = performance.now();
  const tokens = await work();
  return { seconds: (performance.now() - start) / 1000, tokens };
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
  const ratios = { speedVsTransformersJs: chosen.vsTransformersJs, speedVsPyTorch: chosen.vsPyTorch };
  console.log(`${chosen.model}, batch ${chosen.batch}:`, ratios, "(the goals, of 60M at 16, are 3 and 1.2)");
  if (flags.json) console.log(JSON.stringify({ name: "generate", rows, ratios }));
}
