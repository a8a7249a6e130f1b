// A turn of `lemma prove` on a model in the shape of Qwen3-0.6B with random bfloat16 weights: 4 conjectures, 2 proofs of each of
// 4 lemmas, one epoch of LoRA on 8 given examples (random weights prove nothing), 5 attempts under the adapter. Beside it
// PyTorch + transformers + PEFT on the same tokens, in bfloat16 as the checkpoint is and in float32.
//   pnpm bench real-shape [--json] [--tokens N] [--layers N] [--weights in-place|copy|auto] [--threads N] [--dtypes bfloat16,float32]
//
// Adapting ends with the loss of all examples under the adapter, on both sides. It is timed twice. A first time includes tracing the program and opening it, which a process does once, however many theorems it
// studies for; the LoRA step's ratio is that of the second. Each side runs in a process of its own, in turn, and once: a whole turn takes minutes. Beside seconds of the clock stand those of
// the processor, all threads together: they tell the sides apart where others use the machine too, and best with one thread a side, since
// PyTorch's threads wait for one another by spinning, which counts as work, and ours by sleeping. Memory is the most that each
// process was charged with: its own pages, and a file's once however often they are mapped (Linux: proportional set size).

import { spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const script = fileURLToPath(import.meta.url);
const seed = 7; // every draw below descends from it
const conjectures = 4;
const attemptsPerLemma = 2;
const attempts = 5;
const rank = 8;
const stepRows = 2; // examples in one step of the optimiser

const model = {
  model_type: "qwen3",
  architectures: ["Qwen3ForCausalLM"],
  vocab_size: 151_936,
  hidden_size: 1024,
  intermediate_size: 3072,
  num_hidden_layers: 28,
  num_attention_heads: 16,
  num_key_value_heads: 8,
  head_dim: 128,
  max_position_embeddings: 4096,
  rms_norm_eps: 1e-6,
  rope_theta: 1_000_000,
  tie_word_embeddings: true,
  hidden_act: "silu",
  // Nothing ends a row: both sides sample the same number of tokens.
  eos_token_id: null,
  dtype: "bfloat16",
  torch_dtype: "bfloat16",
};

/** Uniform in ±√3/50, so of standard deviation 0.02, as bfloat16; norms are 1. One drawn megabyte is repeated from odd places. */
async function write(directory) {
  const { toBfloat16Bits } = await import("../packages/autodiff/dist/index.js");
  const { Random } = await import("../packages/interfaces/dist/index.js");
  const { llamaShapes, parseLlamaConfig } = await import("../packages/prover/dist/index.js");
  const { characterTokenizer } = await import("../packages/prover/dist/testing/index.js");
  const shapes = Object.entries(llamaShapes(parseLlamaConfig(model, "bench")));
  const header = {};
  let offset = 0;
  for (const [name, shape] of shapes) {
    const bytes = 2 * shape.reduce((product, size) => product * size, 1);
    header[name] = { dtype: "BF16", shape, data_offsets: [offset, offset + bytes] };
    offset += bytes;
  }
  const random = new Random(seed);
  const pool = Uint16Array.from({ length: 2 ** 20 }, () =>
    toBfloat16Bits((2 * random.uniform() - 1) * 0.02 * Math.sqrt(3)),
  );
  const noise = new Uint8Array(pool.buffer, pool.byteOffset, pool.byteLength);
  const ones = new Uint8Array(new Uint16Array(1024).fill(toBfloat16Bits(1)).buffer);
  const file = openSync(path.join(directory, "model.safetensors"), "w");
  const text = Buffer.from(JSON.stringify(header).padEnd(8 * Math.ceil(JSON.stringify(header).length / 8)));
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(text.length));
  writeSync(file, size);
  writeSync(file, text);
  for (const [name, shape] of shapes) {
    const source = name.endsWith("norm.weight") ? ones : noise;
    const total = 2 * shape.reduce((product, length) => product * length, 1);
    for (let done = 0; done < total;) {
      const from = source === noise ? 2 * random.integer(source.length / 4) : 0;
      done += writeSync(file, source.subarray(from, Math.min(source.length, from + total - done)));
    }
  }
  closeSync(file);
  const { definition, config } = characterTokenizer();
  for (const [name, value] of Object.entries({
    "config.json": model,
    "tokenizer.json": definition,
    "tokenizer_config.json": config,
  }))
    writeFileSync(path.join(directory, name), JSON.stringify(value));
}

const theorem = (name, goal) => ({ id: name, header: "import Mathlib", statement: `theorem ${name} ${goal} := by` });
const target = theorem("target", "(a b c : ℕ) (h : a = b) : a + c + 0 = c + b");
const lemmas = [
  "(a b : ℕ) : a + b = b + a",
  "(a : ℕ) : a + 0 = a",
  "(a b : ℕ) (h : a = b) : b = a",
  "(a b c : ℕ) : a + b + c = a + (b + c)",
].map((goal, i) => theorem(`lemma_${i}`, goal));
const examples = lemmas.flatMap((lemma) =>
  ["  omega", "  simp\n  ring"].map((proof) => ({ theorem: lemma, proof, weight: 1 / 8 })),
);

async function turn(directory, tokens) {
  const { LocalProver } = await import("../packages/prover/dist/index.js");
  const clock = async (work) => {
    const [started, used] = [performance.now(), process.cpuUsage()];
    const result = await work();
    const { user, system } = process.cpuUsage(used);
    return [result, { seconds: (performance.now() - started) / 1000, cpu: (user + system) / 1e6 }];
  };
  const [prover, open] = await clock(() =>
    LocalProver.open(directory, { format: "stp", repetitionGuard: "none", weights: flags.weights, threads }),
  );
  const sampling = { temperature: 1, maxTokens: tokens, stop: [] };
  const { format } = prover;
  const [, conjecturing] = await clock(() =>
    prover.generate([format.conjecture(target)], conjectures, { sampling, seed }),
  );
  const asked = lemmas.map((lemma) => format.prove(lemma));
  const [, proving] = await clock(() => prover.generate(asked, attemptsPerLemma, { sampling, seed }));
  const settings = { rank, alpha: rank, learningRate: 5e-5, epochs: 1, batchSize: stepRows, optimizer: "adamw", seed };
  const [{ adapter }, adaptingFirst] = await clock(() => prover.adapt(examples, settings));
  const { trainedTokens } = prover.usage;
  const [, adapting] = await clock(() => prover.adapt(examples, settings));
  const prompt = format.prove(target);
  const [, attempting] = await clock(() =>
    prover.generate([prompt], attempts, { sampling, seed, adapters: [adapter] }),
  );
  const { sampledTokens } = prover.usage;
  const ids = (text) => prover.promptTokens(text);
  const given = {
    directory,
    tokens,
    threads,
    rank,
    stepRows,
    sampled: [
      { prompts: [ids(format.conjecture(target))], samples: conjectures },
      { prompts: asked.map(ids), samples: attemptsPerLemma },
    ],
    attempts: { prompts: [ids(prompt)], samples: attempts },
    examples: examples.map((example) => prover.proofTokens(example)),
  };
  return {
    row: { open, conjecturing, proving, adaptingFirst, adapting, attempting, sampledTokens, trainedTokens },
    given,
  };
}

const { values: flags } = parseArgs({
  options: {
    json: { type: "boolean" },
    row: { type: "string" },
    tokens: { type: "string" },
    layers: { type: "string" },
    weights: { type: "string", default: "auto" },
    threads: { type: "string", default: "0" }, // as many as each side takes by itself
    dtypes: { type: "string", default: "bfloat16,float32" },
  },
});
model.num_hidden_layers = Number(flags.layers ?? model.num_hidden_layers);
const tokens = Number(flags.tokens ?? 128);
const threads = Number(flags.threads);
if (flags.row !== undefined) {
  console.log(JSON.stringify(await turn(flags.row, tokens)));
  process.exit(0);
}

/** The last line that a process prints, and the most memory that it was charged with. */
async function run(name, command, args) {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"] });
  let [text, peak] = ["", 0];
  child.stdout.on("data", (piece) => (text += piece));
  const watch = setInterval(() => {
    try {
      const [, kilobytes] = /^Pss: +(\d+)/m.exec(readFileSync(`/proc/${child.pid}/smaps_rollup`, "utf8"));
      peak = Math.max(peak, Number(kilobytes));
    } catch {
      // It has ended, or this is no Linux: no memory is reported then.
    }
  }, 1000);
  const status = await new Promise((resolve) => child.on("close", resolve));
  clearInterval(watch);
  if (status !== 0) throw new Error(`${name}: exit status ${status}`);
  return { ...JSON.parse(text.trim().split("\n").at(-1)), peakGB: (peak * 1024) / 1e9 };
}
const add = (...clocks) => ({
  seconds: clocks.reduce((total, { seconds }) => total + seconds, 0),
  cpu: clocks.reduce((total, { cpu }) => total + cpu, 0),
});
const sampling = ({ conjecturing, proving, attempting }) => add(conjecturing, proving, attempting);
const rows = [];
const report = (name, row) => {
  rows.push({ name, ...row });
  const parts = ["open", "conjecturing", "proving", "adaptingFirst", "adapting", "attempting"].map(
    (part) =>
      `${part === "adaptingFirst" ? "adapting at first" : part} ${row[part].seconds.toFixed(1)} s (${row[part].cpu.toFixed(1)})`,
  );
  const rate = ({ seconds }, count) => (count / seconds).toFixed(1);
  console.log(
    `${name.padEnd(26)} ${parts.join(", ")}; ${rate(sampling(row), row.sampledTokens)} sampled and ` +
      `${rate(row.adapting, row.trainedTokens)} trained tokens/s; ${row.peakGB.toFixed(2)} GB`,
  );
};
const directory = mkdtempSync(path.join(tmpdir(), "lemma-bench-"));
try {
  await write(directory);
  const own = [
    script,
    "--row",
    directory,
    "--tokens",
    String(tokens),
    "--weights",
    flags.weights,
    "--threads",
    flags.threads,
  ];
  const { row, given, peakGB } = await run("lemma", process.execPath, own);
  report("lemma", { ...row, peakGB });
  if (process.env.LEMMA_PYTHON === undefined) console.log("LEMMA_PYTHON is not set: PyTorch's rows are left out");
  else {
    const peer = fileURLToPath(new URL("peers/real_shape.py", import.meta.url));
    const file = path.join(directory, "given.json");
    for (const dtype of flags.dtypes.split(",")) {
      writeFileSync(file, JSON.stringify({ ...given, dtype }));
      report(`PyTorch + PEFT, ${dtype}`, await run(dtype, process.env.LEMMA_PYTHON, [peer, file]));
    }
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
}
const [lemma, ...peers] = rows;
const best = (measure) => Math.min(...peers.map(measure));
const ratio = (measure, unit) => best((row) => measure(row)[unit]) / measure(lemma)[unit];
const adapting = (row) => row.adapting;
const ratios =
  peers.length === 0
    ? {}
    : {
        sampleVsPyTorch: ratio(sampling, "seconds"),
        loraStepVsPeft: ratio(adapting, "seconds"),
        firstLoraStepVsPeft: ratio((row) => row.adaptingFirst, "seconds"),
        sampleCpuVsPyTorch: ratio(sampling, "cpu"),
        loraStepCpuVsPeft: ratio(adapting, "cpu"),
        memoryOverPyTorch: lemma.peakGB / best(({ peakGB }) => peakGB),
      };
if (peers.length > 0)
  console.log(
    `against the better of the two, by the clock and by processor time: sampleVsPyTorch ${ratios.sampleVsPyTorch.toFixed(2)} ` +
      `(${ratios.sampleCpuVsPyTorch.toFixed(2)}; goal: at least 1.2), loraStepVsPeft ${ratios.loraStepVsPeft.toFixed(2)} ` +
      `(${ratios.loraStepCpuVsPeft.toFixed(2)}; goal: at least 1.2; at first ${ratios.firstLoraStepVsPeft.toFixed(2)}), memoryOverPyTorch ${ratios.memoryOverPyTorch.toFixed(2)} (goal: at most 0.7)`,
  );
if (flags.json) console.log(JSON.stringify({ name: "real-shape", rows, ratios }));
process.exit(0);
