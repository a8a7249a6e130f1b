// Meta-gradients of a Llama with a LoRA adapter: time and memory of `mixed` against `reverse` and PyTorch, eager.
//   pnpm bench meta-gradient [--json] [--full] [--width 512] [--layers 8] [--steps 3]
//
// Each row runs in a process of its own. Its memory is the most that the process ever held, less what it held with the model
// loaded and before the first gradient; its time is the fastest of two runs, or of one where that takes over half a minute. Opening
// the program, which ONNX Runtime does once, is told apart.
// `--full` adds widths, depths and steps, and `--width`, `--layers` and `--steps` choose among the rows. A row whose memory,
// predicted from the graph, exceeds 16 GB or what the machine has to spare is predicted and not run.

import { spawnSync } from "node:child_process";
import { freemem } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const script = fileURLToPath(import.meta.url);
const seed = 7;
const repeats = 2;
const vocabulary = 2048;
const rank = 8;
const examples = 4; // each of `tokens` tokens
const tokens = 512;
const predictedLimitGB = 16;
const slowSeconds = 30;

const modes = {
  // Blocks are recomputed, and the examples' gradients taken one after the other: the leanest, and what the ratios are of.
  "mixed + checkpoints": { settings: { mode: "mixed" }, checkpoint: "blocks", inParts: true },
  "mixed + checkpoints, at once": { settings: { mode: "mixed" }, checkpoint: "blocks" },
  mixed: { settings: { mode: "mixed" }, checkpoint: "nothing" },
  reverse: { settings: { mode: "reverse" }, checkpoint: "nothing" },
  // The same blocks are recomputed, and whole steps, so that no more is kept of a step than `mixed` keeps. Reverse mode would
  // have to go through each example's gradient twice, so that they are taken at once, which is faster.
  "reverse + checkpoints": { settings: { mode: "reverse", checkpointSteps: true }, checkpoint: "blocks" },
};

async function measure({ width, layers, steps, mode }) {
  const { compile, cost, div, expandDims, hold, mul, reshape, spec, sum, take, tensor, treeMap } =
    await import("../packages/autodiff/dist/index.js");
  const { metaGradient } = await import("../packages/bilevel-optimizer/dist/index.js");
  const { Random } = await import("../packages/interfaces/dist/index.js");
  const { initLora } = await import("../packages/lora/dist/index.js");
  const { sgd } = await import("../packages/train/dist/index.js");
  const { initLlama, llamaModules, parseLlamaConfig, tokenLosses } = await import("../packages/prover/dist/index.js");
  const config = parseLlamaConfig(
    {
      model_type: "llama",
      vocab_size: vocabulary,
      hidden_size: width,
      intermediate_size: (width * 11) / 4,
      num_hidden_layers: layers,
      num_attention_heads: width / 64,
      max_position_embeddings: tokens,
    },
    "bench",
  );
  const { settings, checkpoint, inParts = false } = modes[mode];
  const random = new Random(seed);
  const base = treeMap(initLlama(config, random), hold);
  const adapter = initLora({ rank, alpha: rank, targetModules: ["q_proj", "v_proj"] }, llamaModules(config), random);
  const draw = (count, length) => ({
    tokens: tensor(
      "int64",
      [count, length],
      Array.from({ length: count * length }, () => random.integer(vocabulary)),
    ),
    targetMask: tensor("float32", [count, length], 1),
  });
  const weights = tensor("float32", [examples], 1 / examples);
  const argsOf = (length) => [
    base,
    adapter,
    weights,
    draw(examples, length),
    draw(1, length),
    tensor("float32", [], 0.01),
  ];
  const args = argsOf(tokens);
  const specs = treeMap(args, ({ dtype, dims }) => spec(dtype, dims));
  // Sizes that are known when a program is compiled make ONNX Runtime plan which tensor lies where another lay, and keep the
  // place from the first to the last of them: the peak is then nearly three times as high. So they are symbols, as in use.
  const rows = (count) => ({
    tokens: spec("int64", [count, "tokens"]),
    targetMask: spec("float32", [count, "tokens"]),
  });
  specs.splice(2, 3, spec("float32", ["examples"]), rows("examples"), rows(1));
  const program = compile((parameters, theta, w, studied, target, learningRate) => {
    const losses = (lora, batch) => {
      const adapters = [{ parameters: lora, scale: 1 }];
      const { lossSum, count } = tokenLosses(config, parameters, batch, adapters, { checkpoint });
      return div(lossSum, count);
    };
    const outer = (lora) => reshape(losses(lora, target), []);
    const row = (tree, i) => treeMap(tree, (x) => expandDims(take(x, i), 0));
    const problem = inParts
      ? {
          inner: (lora, meta, _, i) => sum(mul(row(meta, i), losses(lora, row(studied, i)))),
          parts: "examples",
          outer,
        }
      : { inner: (lora, meta) => sum(mul(meta, losses(lora, studied))), outer };
    const loop = { parameters: theta, meta: w, steps, optimizer: sgd(), learningRate };
    const { outerLoss, gradient } = metaGradient(problem, loop, settings);
    return { outerLoss, gradient };
  }, specs);
  const { peakBytes, flops } = cost(program.graph, { examples, tokens });
  const counted = { gigaflops: flops / 1e9, predictedGB: peakBytes / 1e9 };
  if (counted.predictedGB > Math.min(predictedLimitGB, freemem() / 1e9)) return counted;
  // The model goes to the thread with the first program that names it.
  const touch = compile((parameters) => sum(parameters["model.norm.weight"]), [specs[0]]);
  await touch(base);
  const before = process.memoryUsage().rss;
  const opening = performance.now();
  await program(...argsOf(8)); // a run of hardly any work
  const openingSeconds = (performance.now() - opening) / 1000;
  const times = [];
  for (let i = 0; i < repeats && !(times[0] > slowSeconds); i += 1) {
    const started = performance.now();
    await program(...args);
    times.push((performance.now() - started) / 1000);
  }
  const peakGB = (process.resourceUsage().maxRSS * 1024 - before) / 1e9;
  return { ...counted, peakGB, seconds: Math.min(...times), openingSeconds };
}

const readLast = (child, what) => {
  if (child.status !== 0) throw new Error(`${what}: exit status ${child.status}`);
  return JSON.parse(child.stdout.trim().split("\n").at(-1));
};

const inOwnProcess = (row) => {
  const options = { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] };
  if (row.mode.startsWith("PyTorch")) {
    const peer = fileURLToPath(new URL("peers/meta_gradient.py", import.meta.url));
    const given = JSON.stringify({ ...row, vocabulary, rank, examples, tokens, repeats });
    return readLast(spawnSync(process.env.LEMMA_PYTHON, [peer, given], options), row.mode);
  }
  return readLast(spawnSync(process.execPath, [script, "--row", JSON.stringify(row)], options), row.mode);
};

const { values: flags } = parseArgs({
  options: {
    json: { type: "boolean" },
    full: { type: "boolean" },
    width: { type: "string" },
    layers: { type: "string" },
    steps: { type: "string" },
    row: { type: "string" },
  },
});
if (flags.row !== undefined) {
  console.log(JSON.stringify(await measure(JSON.parse(flags.row))));
  process.exit(0);
}

const peers = process.env.LEMMA_PYTHON === undefined ? [] : ["PyTorch"];
if (peers.length === 0) console.log("LEMMA_PYTHON is not set: rows of PyTorch are left out");
const plan = [];
const isChosen = (row) =>
  ["width", "layers", "steps"].every((name) => [undefined, `${row[name]}`].includes(flags[name]));
const add = (width, layers, steps, names) =>
  plan.push(...names.map((mode) => ({ width, layers, steps, mode })).filter(isChosen));
for (const steps of [1, 3]) add(256, 8, steps, [...Object.keys(modes), ...peers]);
if (flags.full) {
  add(256, 8, 8, ["mixed + checkpoints", "mixed + checkpoints, at once", "mixed", "reverse"]);
  for (const [width, layers] of [
    [256, 24],
    [512, 8],
    [512, 24],
  ])
    for (const steps of [1, 3, 8]) add(width, layers, steps, ["mixed + checkpoints", "reverse"]);
}

const rows = [];
const show = (value, digits) => (value === undefined ? "–" : value.toFixed(digits)).padStart(9);
console.log("width layers steps   seconds   peak GB  predicted    GFLOP   opening  mode");
for (const row of plan) {
  const result = { ...row, ...inOwnProcess(row) };
  rows.push(result);
  console.log(
    `${String(row.width).padStart(5)} ${String(row.layers).padStart(6)} ${String(row.steps).padStart(5)} ` +
      `${show(result.seconds, 2)} ${show(result.peakGB, 3)}  ${show(result.predictedGB, 3)} ${show(result.gigaflops, 0)} ${show(result.openingSeconds, 1)}  ${row.mode}`,
  );
}
const at = (mode) => rows.find((row) => row.width === 256 && row.layers === 8 && row.steps === 3 && row.mode === mode);
const [lean, atOnce, plain, twin, peer] = [
  "mixed + checkpoints",
  "mixed + checkpoints, at once",
  "reverse",
  "reverse + checkpoints",
  "PyTorch",
].map(at);
const ratios =
  lean === undefined
    ? {}
    : {
        memoryOverReverse: lean.peakGB / plain.peakGB,
        memoryOverReverseAtOnce: atOnce.peakGB / plain.peakGB,
        timeOverReverse: lean.seconds / plain.seconds,
        timeOverCheckpointedReverse: lean.seconds / twin.seconds,
        ...(peer === undefined
          ? {}
          : {
              // Without checkpoints, as PyTorch runs it.
              speedVsPyTorch: peer.seconds / at("mixed").seconds,
              checkpointedSpeedVsPyTorch: peer.seconds / lean.seconds,
              memoryOverPyTorch: lean.peakGB / peer.peakGB,
            }),
      };
for (const [name, value] of Object.entries(ratios)) console.log(`${name}: ${value.toFixed(3)}`);
if (flags.json) console.log(JSON.stringify({ name: "meta-gradient", rows, ratios }));
process.exit(0);
