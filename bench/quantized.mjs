// A model of 7B's widths in 4 bits (random, blocks of 32): decoding beside our own bfloat16 in place and llama.cpp, and a LoRA step.
//   LLAMA_CPP=FOLDER pnpm bench quantized [--json] [--layers 30] [--threads 2] [--tokens 16] [--batch 16] [--step 512] [--only ours,gguf,bf16,llama]
//
// Each contestant has a process of its own, whose peak memory is read at the end. With fewer than 30 layers times and memory are of that many;
// nothing is extrapolated. Seconds a token are the difference of a long and a short completion's times, so that reading the prompt and
// opening programs count in neither. `gguf` is our own reading of llama.cpp's file (Q4_0). The bfloat16 model's weights are zeros in a sparse
// file.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { Random } from "../packages/interfaces/dist/index.js";
import { LocalProver } from "../packages/prover/dist/index.js";
import {
  sevenBillion,
  writeRandomGgufModel,
  writeRandomQuantizedModel,
  writeSparseCheckpoint,
} from "../packages/prover/dist/testing/index.js";
import { llamaCppFolder, openLlamaCpp } from "./peers/llama-cpp.mjs";

const { values: flags } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    layers: { type: "string", default: "30" },
    threads: { type: "string", default: "2" },
    tokens: { type: "string", default: "16" },
    batch: { type: "string", default: "16" },
    step: { type: "string", default: "512" },
    only: { type: "string", default: "ours,bf16,llama" },
    worker: { type: "string" },
    model: { type: "string" },
  },
});
const threads = Number(flags.threads);
const tokens = Number(flags.tokens);
const batch = Number(flags.batch);
const stepTokens = Number(flags.step);
const short = 2;

if (flags.worker === undefined) await main();
else console.log(JSON.stringify(await (flags.worker === "llama" ? theirs(flags.model) : ours(flags.model))));

async function main() {
  const config = { ...sevenBillion, layers: Number(flags.layers) };
  const folder = mkdtempSync(path.join(tmpdir(), "lemma-quantized-"));
  const gguf = path.join(folder, "q4_0.gguf");
  const models = { ours: path.join(folder, "blocks"), gguf, bf16: path.join(folder, "bf16"), llama: gguf };
  const results = {};
  try {
    const wanted = flags.only.split(",").filter((name) => name !== "llama" || llamaCppFolder !== undefined);
    if (wanted.includes("ours")) await writeRandomQuantizedModel(models.ours, config, new Random(1));
    if (wanted.includes("gguf") || wanted.includes("llama")) await writeRandomGgufModel(gguf, config, new Random(1));
    if (wanted.includes("bf16")) await writeSparseCheckpoint(models.bf16, config, { block: -1, seed: 0, shards: 1 });
    for (const name of wanted) {
      const given = [
        "--worker",
        name,
        "--model",
        models[name],
        ...["threads", "tokens", "batch", "step"].flatMap((flag) => [`--${flag}`, flags[flag]]),
      ];
      const output = execFileSync(process.execPath, [new URL(import.meta.url).pathname, ...given], {
        encoding: "utf8",
      });
      results[name] = JSON.parse(output.trim().split("\n").at(-1));
      if (!flags.json) console.error(name, results[name]);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const { ours: own, bf16, llama } = results;
  const over = (other, field) => (other?.[field] === undefined ? null : other[field] / own[field]);
  const ratios = {
    decodeVsBf16: over(bf16, "secondsPerToken"),
    decodeVsLlamaCpp: over(llama, "secondsPerToken"),
    batchVsBf16: over(bf16, "secondsPerBatchStep"),
    loraStepVsBf16: over(bf16, "loraStepSeconds"),
    peakMemoryGB: own?.sampling.peakGB ?? null,
  };
  const rows = Object.entries(results).map(([name, result]) => ({ name, layers: config.layers, threads, ...result }));
  if (llamaCppFolder === undefined && !flags.json)
    console.error("LLAMA_CPP names no folder with node-llama-cpp: its row is left out");
  if (flags.json) console.log(JSON.stringify({ name: "quantized", rows, ratios }));
  else console.log(JSON.stringify(ratios, null, 2));
}

async function ours(file) {
  const began = performance.now();
  const prover = await LocalProver.open(file, { weights: "in-place", threads, chunkTokens: 64, format: "tiny" });
  const prompt = [5, 6, 7, 8];
  const sample = async (rows, count) => {
    const [before, cpuBefore] = [performance.now(), cpuSeconds()];
    await prover.generateTokens([prompt], rows, { sampling: { temperature: 1, maxTokens: count }, seed: 1 });
    return { seconds: (performance.now() - before) / 1000, cpu: cpuSeconds() - cpuBefore };
  };
  await sample(1, 1);
  const openSeconds = (performance.now() - began) / 1000;
  const openCpuSeconds = cpuSeconds();
  const perStep = async (rows) => {
    const [long, brief] = [await sample(rows, tokens), await sample(rows, short)];
    // The processor time of all threads is what a busy machine changes least.
    return { wall: (long.seconds - brief.seconds) / (tokens - short), cpu: (long.cpu - brief.cpu) / (tokens - short) };
  };
  const { wall: secondsPerToken, cpu: cpuSecondsPerToken } = await perStep(1);
  const { wall: secondsPerBatchStep, cpu: cpuSecondsPerBatchStep } = batch > 0 ? await perStep(batch) : {};
  const sampling = memory();
  let loraStepSeconds;
  let loraStepCpuSeconds;
  if (stepTokens > 0) {
    const statement = "theorem t : True := by";
    const length = prover.proofTokens({ theorem: { id: "t", statement }, proof: "" }).tokens.length;
    const example = { theorem: { id: "t", statement }, proof: "a ".repeat((stepTokens - length) / 2), weight: 1 };
    const settings = { rank: 8, alpha: 8, learningRate: 1e-4, epochs: 1, optimizer: "sgd", seed: 1 };
    const [before, cpuBefore] = [performance.now(), cpuSeconds()];
    await prover.adapt([example], settings);
    loraStepSeconds = (performance.now() - before) / 1000;
    loraStepCpuSeconds = cpuSeconds() - cpuBefore;
  }
  const adapting = memory();
  await prover[Symbol.asyncDispose]();
  return {
    openSeconds,
    openCpuSeconds,
    secondsPerToken,
    cpuSecondsPerToken,
    secondsPerBatchStep,
    cpuSecondsPerBatchStep,
    sampling,
    loraStepSeconds,
    loraStepCpuSeconds,
    adapting,
  };
}

async function theirs(file) {
  const began = performance.now();
  const model = await openLlamaCpp(file, { threads, contextTokens: 256 });
  const openSeconds = (performance.now() - began) / 1000;
  const openCpuSeconds = cpuSeconds();
  const seconds = await model.decode([5, 6, 7, 8], tokens);
  // The prompt's four tokens are among them.
  const cpuSecondsPerToken = (cpuSeconds() - openCpuSeconds) / (tokens + 4);
  const sorted = seconds.slice(short).sort((a, b) => a - b);
  await model.dispose();
  return {
    openSeconds,
    openCpuSeconds,
    cpuSecondsPerToken,
    secondsPerToken: sorted[Math.floor(sorted.length / 2)],
    sampling: memory(),
  };
}

function cpuSeconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Of this process, in GB: the most that was resident, files' pages included, and what is its own now. */
function memory() {
  if (!existsSync("/proc/self/status")) return {};
  const status = readFileSync("/proc/self/status", "utf8");
  const field = (name) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)[1]) / 1e6;
  return { peakGB: field("VmHWM"), anonymousGB: field("RssAnon") };
}
