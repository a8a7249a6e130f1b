// One LoRA training step of a random 60M Llama, 4 × 512 tokens, rank 8 on q_proj and v_proj, AdamW, float32: this package
// against PyTorch + PEFT.
//   pnpm bench lora-step [--json]
//
// The row that counts is "lemma", `llamaLoss` with its defaults: the logits in parts, activations of the gated product computed
// again. The other rows show what keeping everything, or computing more of it again, costs and saves. Each side runs in a
// process of its own. Memory is the most that the process held, less what it held before the model was loaded: weights,
// adapter, optimizer state and activations. Time is the fastest of `repeats` steps; every side is run `rounds` times in turn,
// since the cores are shared, and its best counts.

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const script = fileURLToPath(import.meta.url);
const repeats = 4;
const rounds = 2;
const examples = 4;
const tokens = 512;
const rank = 8;
const vocabulary = 32_000;
const model = {
  model_type: "llama",
  architectures: ["LlamaForCausalLM"],
  vocab_size: vocabulary,
  hidden_size: 512,
  intermediate_size: 1408,
  num_hidden_layers: 9,
  num_attention_heads: 8,
  num_key_value_heads: 8,
  max_position_embeddings: 1024,
};

async function write(directory) {
  const { Random } = await import("../packages/interfaces/dist/index.js");
  const { initLlama, parseLlamaConfig, saveModel } = await import("../packages/prover/dist/index.js");
  const config = parseLlamaConfig(model, "bench");
  const tokenizer = {
    definition: { version: "1.0", added_tokens: [], model: { type: "BPE", vocab: { a: 0 }, merges: [] } },
    config: {},
  };
  await saveModel(directory, { config, parameters: initLlama(config, new Random(7)), tokenizer });
  // What transformers needs beside.
  writeFileSync(path.join(directory, "config.json"), JSON.stringify(model));
}

async function measure(directory, checkpoint) {
  const { external } = await import("../packages/autodiff/dist/index.js");
  const { Random } = await import("../packages/interfaces/dist/index.js");
  const lora = await import("../packages/lora/dist/index.js");
  const safetensors = await import("../packages/safetensors/dist/index.js");
  const train = await import("../packages/train/dist/index.js");
  const { llamaLoss, llamaModules, parseLlamaConfig } = await import("../packages/prover/dist/index.js");
  const config = parseLlamaConfig(model, "bench");
  const random = new Random(7);
  const batch = train.completionBatch(
    Array.from({ length: examples }, () => ({
      tokens: Array.from({ length: tokens + 1 }, () => random.integer(vocabulary)),
      promptLength: 1,
    })),
  );
  const before = process.memoryUsage().rss;
  const file = path.join(directory, "model.safetensors");
  const weights = Object.fromEntries(
    [...(await safetensors.readSafetensorsHeader(file))].map(([name, entry]) => [
      name,
      external({ path: file, ...entry }),
    ]),
  );
  const settings = { rank, alpha: rank, targetModules: ["q_proj", "v_proj"] };
  const trainer = new train.Trainer({
    loss: (parameters, rows) =>
      llamaLoss(config, weights, rows, { adapters: [{ parameters, scale: 1 }], ...(checkpoint && { checkpoint }) }),
    parameters: lora.initLora(settings, llamaModules(config), random),
    batch: train.tokenBatchSpec(),
    optimizer: train.adamw(),
    schedule: train.constantSchedule(1e-3),
  });
  const times = [];
  for (let i = 0; i < repeats; i += 1) {
    const started = performance.now();
    await trainer.trainStep([batch]);
    times.push((performance.now() - started) / 1000);
  }
  const peakGB = (process.resourceUsage().maxRSS * 1024 - before) / 1e9;
  return { seconds: Math.min(...times), peakGB };
}

const { values: flags } = parseArgs({
  options: { json: { type: "boolean" }, row: { type: "string" }, model: { type: "string" } },
});
if (flags.row !== undefined) {
  console.log(JSON.stringify(await measure(flags.model, flags.row === "default" ? undefined : flags.row)));
  process.exit(0);
}

const directory = mkdtempSync(path.join(tmpdir(), "lemma-bench-"));
const rows = [];
try {
  await write(directory);
  const own = (row) => [process.execPath, [script, "--row", row, "--model", directory]];
  const sides = new Map([["lemma", own("default")]]);
  for (const policy of ["nothing", "attention", "blocks"]) sides.set(`lemma, recomputing ${policy}`, own(policy));
  if (process.env.LEMMA_PYTHON === undefined) console.log("LEMMA_PYTHON is not set: the row of PEFT is left out");
  else {
    const peer = fileURLToPath(new URL("peers/lora_step.py", import.meta.url));
    const given = JSON.stringify({ directory, rank, examples, tokens, vocabulary, repeats });
    sides.set("PyTorch + PEFT", [process.env.LEMMA_PYTHON, [peer, given]]);
  }
  const best = new Map();
  for (let round = 0; round < rounds; round += 1)
    for (const [name, [command, args]] of sides) {
      const child = spawnSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
      if (child.status !== 0) throw new Error(`${name}: exit status ${child.status}`);
      const row = JSON.parse(child.stdout.trim().split("\n").at(-1));
      const before = best.get(name) ?? row;
      best.set(name, {
        seconds: Math.min(row.seconds, before.seconds),
        // The least that it needs: what an allocator kept beside that is chance.
        peakGB: Math.min(row.peakGB, before.peakGB),
      });
    }
  for (const [name, row] of best) {
    rows.push({ name, ...row });
    const rate = ((examples * tokens) / row.seconds).toFixed(0);
    console.log(
      `${name.padEnd(36)} ${row.seconds.toFixed(2).padStart(7)} s ${rate.padStart(6)} tokens/s ${row.peakGB.toFixed(2)} GB`,
    );
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
}
const lemma = rows[0];
const peft = rows.find(({ name }) => name === "PyTorch + PEFT");
const ratios =
  peft === undefined ? {} : { speedVsPeft: peft.seconds / lemma.seconds, memoryOverPeft: lemma.peakGB / peft.peakGB };
if (peft !== undefined)
  console.log(
    `lemma: speedVsPeft ${ratios.speedVsPeft.toFixed(2)} (goal: at least 1.2), ` +
      `memoryOverPeft ${ratios.memoryOverPeft.toFixed(2)} (goal: at most 0.7)`,
  );
if (flags.json) console.log(JSON.stringify({ name: "lora-step", rows, ratios }));
process.exit(0);
