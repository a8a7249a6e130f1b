// @ts-check
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Random } from "../../packages/interfaces/dist/index.js";
import * as lora from "../../packages/lora/dist/index.js";
import * as train from "../../packages/train/dist/index.js";
import { LocalProver, llamaLoss, llamaModules, loadModel } from "../../packages/prover/dist/index.js";
import { writeSparseCheckpoint } from "../../packages/prover/dist/testing/sparse-checkpoint.js";
import { shapes } from "./shapes.mjs";

// Each is run once to open its programs, and then the fastest of `repeats` counts.
const repeats = 3;
const rank = 8;
const targetModules = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"];

/**
 * New tokens a second, temperature 1. Decoding computes in float32 whatever the weights are stored in, so that there is one row
 * of this package, beside PyTorch's in each type.
 *
 * @param {import("./shapes.mjs").Settings} settings
 * @returns {AsyncGenerator<import("./shapes.mjs").Row>}
 */
export async function* decode(settings) {
  const { provider, shape, dtypes, batch, tokens } = settings;
  const { config, prompt } = shapeOf(shape);
  const folder = await checkpoint(config);
  try {
    const random = new Random(1);
    const prompts = Array.from({ length: batch }, () =>
      Array.from({ length: prompt }, () => random.integer(config.vocabularySize)),
    );
    const prover = await LocalProver.open(folder, { executionProviders: [provider], weights: "in-place" });
    const sampling = { temperature: 1, maxTokens: tokens };
    const taken = await fastest(async () => {
      const completions = await prover.generateTokens(prompts, 1, { sampling, seed: 1 });
      return completions.reduce((total, [only]) => total + (only?.tokens.length ?? 0), 0);
    });
    await prover[Symbol.asyncDispose]();
    yield {
      task: "decode",
      of: "lemma",
      dtype: "float32",
      batch,
      ...taken,
      tokensPerSecond: taken.result / taken.seconds,
    };
    for (const dtype of dtypes) {
      const peer = pyTorch("decode", { folder, provider, dtype, batch, prompt, tokens, repeats });
      if (peer !== undefined) yield { task: "decode", of: "PyTorch", dtype, batch, ...peer };
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @typedef {import("../../packages/autodiff/dist/index.js").TensorValue} Value
 * @typedef {train.TrainerSettings<lora.LoraParameters<Value>, train.TokenBatch<Value>>} TrainerSettings
 */

/**
 * Seconds of one step of AdamW on an adapter of all linear modules, blocks recomputed and the loss in parts.
 *
 * @param {import("./shapes.mjs").Settings} settings
 * @returns {AsyncGenerator<import("./shapes.mjs").Row>}
 */
export async function* loraStep({ provider, shape, dtypes }) {
  const { config, rows, length } = shapeOf(shape);
  const folder = await checkpoint(config);
  try {
    const { parameters: weights } = await loadModel(folder);
    const random = new Random(2);
    const batch = train.completionBatch(
      Array.from({ length: rows }, () => ({
        tokens: Array.from({ length: length + 1 }, () => random.integer(config.vocabularySize)),
        promptLength: 1,
      })),
    );
    for (const dtype of dtypes) {
      /** @type {TrainerSettings} */
      const training = {
        loss: (parameters, given) =>
          llamaLoss(config, weights, given, {
            adapters: [{ parameters, scale: 1 }],
            checkpoint: "blocks",
            dtype,
            tokensPerBatch: rows * length,
          }),
        parameters: lora.initLora({ rank, alpha: rank, targetModules }, llamaModules(config), random),
        batch: train.tokenBatchSpec(),
        optimizer: train.adamw(),
        schedule: train.constantSchedule(1e-4),
        compile: { executionProviders: [provider] },
      };
      const trainer = new train.Trainer(training);
      const { seconds, result } = await fastest(async () => (await trainer.trainStep([batch])).loss);
      await trainer[Symbol.asyncDispose]();
      yield {
        task: "lora-step",
        of: "lemma",
        dtype,
        seconds,
        loss: result,
        tokensPerSecond: (rows * length) / seconds,
        hostGB: process.resourceUsage().maxRSS / 2 ** 20,
      };
      const peer = pyTorch("lora-step", { folder, provider, dtype, rows, length, rank, targetModules, repeats });
      if (peer !== undefined) yield { task: "lora-step", of: "PyTorch + PEFT", dtype, ...peer };
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} name */
function shapeOf(name) {
  const shape = shapes[name];
  if (shape === undefined)
    throw new RangeError(`shape: expected one of ${Object.keys(shapes).join(", ")}, received ${name}`);
  return shape;
}

/** @param {import("../../packages/prover/dist/index.js").LlamaConfig} config */
async function checkpoint(config) {
  const folder = mkdtempSync(path.join(tmpdir(), "lemma-gpu-"));
  await writeSparseCheckpoint(folder, config, { block: 0, seed: 3, shards: 2 });
  return folder;
}

/**
 * @param {() => Promise<number>} work
 * @returns {Promise<{ readonly seconds: number, readonly result: number }>}
 */
async function fastest(work) {
  let result = await work();
  let seconds = Infinity;
  for (let i = 0; i < repeats; i += 1) {
    const started = performance.now();
    result = await work();
    seconds = Math.min(seconds, (performance.now() - started) / 1000);
  }
  return { seconds, result };
}

/**
 * @param {"decode" | "lora-step"} task
 * @param {Readonly<Record<string, unknown>> & { readonly folder: string }} given
 * @returns {import("./shapes.mjs").Row | undefined}
 */
function pyTorch(task, given) {
  const python = process.env["LEMMA_PYTHON"];
  if (!python) {
    console.error("left out: PyTorch (LEMMA_PYTHON names no interpreter)");
    return undefined;
  }
  const file = path.join(given.folder, "peer.json");
  writeFileSync(file, JSON.stringify(given));
  const script = fileURLToPath(new URL("peer.py", import.meta.url));
  const output = execFileSync(python, [script, task, file], { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  return JSON.parse(output.trim().split("\n").at(-1) ?? "{}");
}
