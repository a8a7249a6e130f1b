// Gradients on ONNX Runtime: speed against PyTorch and jax-js, what checkpoints save and cost, Hessian-vector products,
// compile time and the cost of a call.
//
//   node bench/autodiff.mjs [--json]
//
// Two threads everywhere. Times are the fastest of several runs, alternated with those they are compared with; memory is the
// peak of a process of its own over what it held with the weights loaded and the session open. LEMMA_PYTHON names an
// interpreter with PyTorch.
import { spawnSync } from "node:child_process";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import {
  add,
  compile,
  cost,
  grad,
  hvp,
  matmul,
  mean,
  mul,
  spec,
  tanh,
  tensor,
  toOnnx,
  transpose,
  treeMap,
  valueAndGrad,
} from "@lemma/autodiff";
import { llamaLayer, causalMask, rotation, stackLoss } from "@lemma/autodiff/testing";
import ort from "onnxruntime-node";
import { generator, inputSpec, randomTensor, randomWeights, shapeOf, stackSpecs } from "./autodiff/stack.mjs";

const threads = 2;
const json = process.argv.includes("--json");
const rows = [];
const ratios = {};
const notes = [];
const say = (text) => json || console.log(text);
const least = (values) => Math.min(...values);
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const row = (what, figures) => {
  rows.push({ what, ...figures });
  say(
    `${what.padEnd(52)} ${Object.entries(figures)
      .map(([k, v]) => `${k} ${typeof v === "number" ? Number(v.toPrecision(4)) : v}`)
      .join("   ")}`,
  );
};
async function times(run, count) {
  const result = [];
  for (let i = 0; i < count; i += 1) {
    const start = performance.now();
    await run();
    result.push(performance.now() - start);
  }
  return result;
}
const child = (script, ...args) => {
  const { stdout, status, stderr } = spawnSync(
    process.execPath,
    ["--expose-gc", fileURLToPath(new URL(script, import.meta.url)), ...args.map(String)],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`${script}: ${stderr}`);
  return JSON.parse(stdout.trim().split("\n").at(-1));
};
const torch = (layers, repeats) => {
  const { stdout, status, stderr } = spawnSync(
    process.env.LEMMA_PYTHON,
    [fileURLToPath(new URL("./autodiff/torch_stack.py", import.meta.url)), layers, repeats, threads].map(String),
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`PyTorch: ${stderr}`);
  return JSON.parse(stdout);
};

say(`${cpus()[0].model}, ${cpus().length} cores, Node ${process.version}\n`);

// (a) The gradient of 8 layers, 4 × 512 tokens.
{
  const shape = shapeOf(8);
  const specs = stackSpecs(shape);
  const random = generator(7);
  const weights = randomWeights(specs, random);
  const x = randomTensor([4, 512, 512], 1, random);
  const start = performance.now();
  const step = compile(
    valueAndGrad((p, y) => stackLoss(p, y, shape)),
    [specs, inputSpec],
    { threads },
  );
  const tracedMs = performance.now() - start;
  const small = randomTensor([1, 2, 512], 1, random);
  const opening = performance.now();
  await step(weights, small);
  const openMs = performance.now() - opening;
  await step(weights, x);
  const ours = await times(() => step(weights, x), 4);
  const theirs = [];
  if (process.env.LEMMA_PYTHON) {
    theirs.push(...torch(8, 3).timesMs);
    ours.push(...(await times(() => step(weights, x), 3)));
    theirs.push(...torch(8, 3).timesMs);
    ours.push(...(await times(() => step(weights, x), 2)));
  }
  const { flops } = cost(step.graph, { batch: 4, seq: 512 });
  row("gradient, 8 layers, 4 × 512 tokens", {
    ms: least(ours),
    medianMs: median(ours),
    gflops: flops / 1e6 / least(ours),
  });
  if (theirs.length > 0) {
    row("  the same, PyTorch eager", { ms: least(theirs), medianMs: median(theirs) });
    ratios.speedVsPyTorch = least(theirs) / least(ours);
  } else notes.push("no PyTorch row: LEMMA_PYTHON is not set");
  row("  traced and differentiated, then lowered and opened", { traceMs: tracedMs, openMs });
  ratios.compileMs = tracedMs + openMs;
  await step.dispose();
}

// (b) The same with a checkpoint around each layer.
{
  const plain = child("./autodiff/memory.mjs", "plain", 8, 3);
  const kept = child("./autodiff/memory.mjs", "checkpoint", 8, 3);
  const again = child("./autodiff/memory.mjs", "plain", 8, 3);
  row("gradient without checkpoints", {
    peakMB: least([plain.peakMB, again.peakMB]),
    openMB: plain.openMB,
    ms: least([...plain.timesMs, ...again.timesMs]),
  });
  row("gradient with a checkpoint per layer", { peakMB: kept.peakMB, openMB: kept.openMB, ms: least(kept.timesMs) });
  if (Math.abs(plain.loss - kept.loss) > 1e-5 * Math.abs(plain.loss)) throw new Error("checkpoints changed the loss");
  ratios.checkpointMemory = kept.peakMB / least([plain.peakMB, again.peakMB]);
  ratios.checkpointTime = least(kept.timesMs) / least([...plain.timesMs, ...again.timesMs]);
}

// (c) Hessian-vector products over gradients.
{
  const shape = shapeOf(4);
  const specs = stackSpecs(shape);
  const random = generator(9);
  const weights = randomWeights(specs, random);
  const directions = treeMap(specs, (s) => randomTensor(s.shape, 0.1, random));
  const x = randomTensor([2, 256, 512], 1, random);
  const all = (p, y) => stackLoss(p, y, shape);
  const loraSpecs = Array.from({ length: shape.layers }, () => ({
    q: { a: spec("float32", [8, 512]), b: spec("float32", [512, 8]) },
    v: { a: spec("float32", [8, 512]), b: spec("float32", [512, 8]) },
  }));
  const adapted = (lora, p, y) => {
    const r = rotation(y.shape[1], shape, "float32");
    const mask = causalMask(y.shape[1], "float32");
    let z = y;
    p.forEach((w, i) => {
      z = llamaLayer(z, w, r, mask, shape, (name, input, output) => {
        const pair = lora[i][name];
        return pair === undefined ? output : add(output, matmul(matmul(input, transpose(pair.a)), transpose(pair.b)));
      });
    });
    return mean(mul(z, z));
  };
  const lora = treeMap(loraSpecs, (s) => randomTensor(s.shape, 0.1, random));
  const loraDirections = treeMap(loraSpecs, (s) => randomTensor(s.shape, 0.1, random));
  const programs = {
    "all parameters": [
      [compile(grad(all), [specs, inputSpec], { threads }), [weights, x]],
      [compile(hvp(all), [specs, specs, inputSpec], { threads }), [directions, weights, x]],
    ],
    "LoRA on frozen weights": [
      [compile(grad(adapted), [loraSpecs, specs, inputSpec], { threads }), [lora, weights, x]],
      [
        compile(hvp(adapted), [loraSpecs, loraSpecs, specs, inputSpec], { threads }),
        [loraDirections, lora, weights, x],
      ],
    ],
  };
  for (const [name, [[gradient, g], [product, h]]] of Object.entries(programs)) {
    await gradient(...g);
    await product(...h);
    const [first, second] = [[], []];
    for (let round = 0; round < 10; round += 1) {
      first.push(...(await times(() => gradient(...g), 1)));
      second.push(...(await times(() => product(...h), 1)));
    }
    row(`hvp, ${name}, 4 layers, 2 × 256 tokens`, {
      ms: least(second),
      gradientMs: least(first),
      ratio: least(second) / least(first),
    });
    ratios[name === "all parameters" ? "hvpTimeAll" : "hvpTimeLora"] = least(second) / least(first);
    await gradient.dispose();
    await product.dispose();
  }
}

// (d) A program that jax-js can run too: three tanh layers, 512 wide, 512 rows.
try {
  const jax = await import("@jax-js/jax");
  await jax.init("wasm");
  jax.defaultDevice("wasm");
  const np = jax.numpy;
  const random = generator(11);
  const [w, x] = [[0, 1, 2].map(() => randomTensor([512, 512], 0.15, random)), randomTensor([512, 512], 1, random)];
  const loss = (p, y) => {
    let z = y;
    for (const layer of p) z = tanh(matmul(z, layer));
    return mean(mul(z, z));
  };
  const square = spec("float32", [512, 512]);
  const ours = compile(valueAndGrad(loss), [[square, square, square], square], { threads });
  const theirs = jax.jit(
    jax.valueAndGrad((p, y) => {
      let z = y;
      for (const layer of p) z = np.tanh(np.matmul(z, layer));
      return np.mean(np.square(z));
    }),
  );
  const up = (value) => np.array(value.data).reshape(value.dims);
  const [wj, xj] = [w.map(up), up(x)];
  const runTheirs = async () => {
    const [value, gradient] = theirs(
      wj.map((a) => a.ref),
      xj.ref,
    );
    const result = await value.data();
    for (const g of gradient) await g.data();
    return result[0];
  };
  const [mine] = await ours(w, x);
  const other = await runTheirs();
  if (Math.abs(mine.data[0] - other) > 1e-4 * other) throw new Error(`jax-js disagrees: ${other} for ${mine.data[0]}`);
  const [a, b] = [await times(() => ours(w, x), 10), await times(runTheirs, 5)];
  row("gradient, tanh network, 512 × 512 × 3", { ms: least(a) });
  row("  the same, jax-js (wasm)", { ms: least(b) });
  ratios.speedVsJaxJs = least(b) / least(a);
  await ours.dispose();
} catch (error) {
  if (error.code !== "ERR_MODULE_NOT_FOUND") throw error;
  notes.push("no jax-js row: @jax-js/jax is not installed");
}

// (e) What a call costs above ONNX Runtime's own `run`, which does almost nothing here.
{
  const value = tensor("float32", [4], [1, 2, 3, 4]);
  const program = compile((x) => add(x, 1), [spec("float32", ["n"])], { threads });
  const session = await ort.InferenceSession.create(toOnnx(program.graph));
  const feeds = { input_0: new ort.Tensor("float32", value.data, [4]) };
  const [direct, through] = [[], []];
  for (let round = 0; round < 20; round += 1) {
    direct.push(...(await times(() => session.run(feeds), 100)));
    through.push(...(await times(() => program(value), 100)));
  }
  row("a call of a tiny program", { us: 1000 * median(through), runUs: 1000 * median(direct) });
  ratios.callOverheadUs = 1000 * (median(through) - median(direct));
  await program.dispose();
}

say(
  `\n${Object.entries(ratios)
    .map(([k, v]) => `${k} ${v.toFixed(3)}`)
    .join("   ")}`,
);
for (const note of notes) (json ? console.error : console.log)(note);
if (json) console.log(JSON.stringify({ name: "autodiff", rows, ratios, notes }));
process.exit(0);
