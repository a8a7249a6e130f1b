// A model of 7B's widths in 4 bits (random): decoding beside our own bfloat16 in place and llama.cpp, and a LoRA step.
//   LLAMA_CPP=FOLDER pnpm bench quantized [--json] [--layers 30] [--threads 2] [--tokens 16] [--batch 16] [--step 512] [--blocks 32,64]
//     [--only ours,gguf,bf16,llama]
//
// `ours` is run for each of `--blocks`: with a float32 scale for each, blocks of 64 take 4.5 bits a weight as llama.cpp's Q4_0 does with its
// float16 scale for each 32, and blocks of 32 take 5. Each contestant has a process of its own, under the environment that is given. With fewer
// than 30 layers times and memory are of that many; nothing is extrapolated. Seconds a token are the difference of a long and a short
// completion's times, so that reading the prompt and opening programs count in neither. Adapting is done twice: the first time opens its
// programs, which a process does once; the ratio is that of the second. Memory is the most that the process was charged with while it sampled
// and while it adapted: its own pages, and a file's once however often they are mapped (Linux: proportional set size). `gguf` is our own reading of
// llama.cpp's file (Q4_0). The bfloat16 model's weights are zeros in a sparse file.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
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
    blocks: { type: "string", default: "32,64" },
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
  const wanted = flags.only.split(",").filter((name) => name !== "llama" || llamaCppFolder !== undefined);
  const blocks = flags.blocks.split(",").map(Number);
  const contestants = wanted.flatMap((name) =>
    name === "ours" ? blocks.map((block) => ({ name, block })) : [{ name }],
  );
  const gguf = path.join(folder, "q4_0.gguf");
  const rows = [];
  try {
    if (wanted.includes("gguf") || wanted.includes("llama")) await writeRandomGgufModel(gguf, config, new Random(1));
    for (const { name, block } of contestants) {
      const own = path.join(folder, "own");
      if (name === "ours") await writeRandomQuantizedModel(own, config, new Random(1), block);
      if (name === "bf16") await writeSparseCheckpoint(own, config, { block: -1, seed: 0, shards: 1 });
      const result = contest(name, name === "ours" || name === "bf16" ? own : gguf);
      rmSync(own, { recursive: true, force: true });
      rows.push({ name, ...(block === undefined ? {} : { block }), layers: config.layers, threads, ...result });
      if (!flags.json) console.error(rows.at(-1));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const row = (wantedName) => rows.find(({ name }) => name === wantedName);
  const ratios = Object.fromEntries(
    rows
      .filter(({ name }) => name === "ours")
      .map((own) => [`block${own.block}`, ratiosOf(own, row("bf16"), row("llama"))]),
  );
  if (llamaCppFolder === undefined && !flags.json)
    console.error("LLAMA_CPP names no folder with node-llama-cpp: its row is left out");
  if (flags.json) console.log(JSON.stringify({ name: "quantized", rows, ratios }));
  else console.log(JSON.stringify(ratios, null, 2));
}

function ratiosOf(own, bf16, llama) {
  const over = (other, field) => (other?.[field] === undefined ? null : other[field] / own[field]);
  return {
    decodeVsBf16: over(bf16, "secondsPerToken"),
    decodeVsLlamaCpp: over(llama, "secondsPerToken"),
    batchVsBf16: over(bf16, "secondsPerBatchStep"),
    loraStepVsBf16: over(bf16, "loraStepSeconds"),
    loraStepCpuVsBf16: over(bf16, "loraStepCpuSeconds"),
    samplingGB: own.sampling.peakGB ?? null,
    adaptingGB: own.adapting.peakGB ?? null,
  };
}

/** What a contestant's process prints last. */
function contest(name, model) {
  const given = ["threads", "tokens", "batch", "step"].flatMap((flag) => [`--${flag}`, flags[flag]]);
  const script = fileURLToPath(import.meta.url);
  const output = execFileSync(process.execPath, [script, "--worker", name, "--model", model, ...given], {
    encoding: "utf8",
  });
  return JSON.parse(output.trim().split("\n").at(-1));
}

async function ours(file) {
  const opening = watchMemory();
  const began = performance.now();
  const prover = await LocalProver.open(file, { weights: "in-place", threads, chunkTokens: 64, format: "tiny" });
  const prompt = [5, 6, 7, 8];
  const sample = async (rows, count) => {
    const [before, cpuBefore] = [performance.now(), cpuSeconds()];
    await prover.generateTokens([prompt], rows, { sampling: { temperature: 1, maxTokens: count }, seed: 1 });
    return { seconds: (performance.now() - before) / 1000, cpu: cpuSeconds() - cpuBefore };
  };
  await sample(1, 1);
  const opened = opening();
  const openSeconds = (performance.now() - began) / 1000;
  const openCpuSeconds = cpuSeconds();
  const perStep = async (rows) => {
    const [long, brief] = [await sample(rows, tokens), await sample(rows, short)];
    // The processor time of all threads is what a busy machine changes least.
    return { wall: (long.seconds - brief.seconds) / (tokens - short), cpu: (long.cpu - brief.cpu) / (tokens - short) };
  };
  const { wall: secondsPerToken, cpu: cpuSecondsPerToken } = await perStep(1);
  const { wall: secondsPerBatchStep, cpu: cpuSecondsPerBatchStep } = batch > 0 ? await perStep(batch) : {};
  // Looking takes time. What sampling takes it keeps, so that the end of it says enough.
  const sampling = largest(opened, watchMemory()());
  const lora = [];
  const watching = watchMemory();
  if (stepTokens > 0) {
    const statement = "theorem t : True := by";
    const length = prover.proofTokens({ theorem: { id: "t", statement }, proof: "" }).tokens.length;
    const example = { theorem: { id: "t", statement }, proof: "a ".repeat((stepTokens - length) / 2), weight: 1 };
    const settings = { rank: 8, alpha: 8, learningRate: 1e-4, epochs: 1, optimizer: "sgd", seed: 1 };
    for (let time = 0; time < 2; time += 1) {
      const [before, cpuBefore] = [performance.now(), cpuSeconds()];
      await prover.adapt([example], settings);
      lora.push({ wall: (performance.now() - before) / 1000, cpu: cpuSeconds() - cpuBefore });
    }
  }
  const adapting = watching();
  await prover[Symbol.asyncDispose]();
  return {
    openSeconds,
    openCpuSeconds,
    secondsPerToken,
    cpuSecondsPerToken,
    secondsPerBatchStep,
    cpuSecondsPerBatchStep,
    firstLoraStepSeconds: lora[0]?.wall,
    firstLoraStepCpuSeconds: lora[0]?.cpu,
    loraStepSeconds: lora[1]?.wall,
    loraStepCpuSeconds: lora[1]?.cpu,
    sampling,
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
  const sampling = watchMemory()();
  await model.dispose();
  return {
    openSeconds,
    openCpuSeconds,
    cpuSecondsPerToken,
    secondsPerToken: sorted[Math.floor(sorted.length / 2)],
    sampling,
  };
}

function cpuSeconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/**
 * The most memory that this process is charged with, in GB, from now until the function that comes back is called: all, what no file backs, and
 * how much of that is in huge pages.
 */
function watchMemory() {
  let most = {};
  const look = () => {
    if (!existsSync("/proc/self/smaps_rollup")) return;
    const rollup = readFileSync("/proc/self/smaps_rollup", "utf8");
    const field = (name) => (Number(new RegExp(`^${name}: +(\\d+)`, "m").exec(rollup)[1]) * 1024) / 1e9;
    const now = { peakGB: field("Pss"), anonymousGB: field("Pss_Anon"), hugePagesGB: field("AnonHugePages") };
    most = largest(most, now);
  };
  const timer = setInterval(look, 1000);
  return () => {
    clearInterval(timer);
    look();
    return most;
  };
}

function largest(a, b) {
  return Object.fromEntries(Object.entries(b).map(([name, value]) => [name, Math.max(a[name] ?? 0, value)]));
}
