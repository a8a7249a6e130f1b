// @ts-check
// `node bench/gpu/run.mjs --help`, after `pnpm build`.
import { parseArgs } from "node:util";
import { parity } from "./parity.mjs";
import { shapes } from "./shapes.mjs";
import { decode, loraStep } from "./throughput.mjs";

const usage = `node bench/gpu/run.mjs TASK [options]

NOT YET RUN ON A GPU: every figure in this repository is a CPU's. These programs are here for whoever has one.

TASK
  parity      logits, LoRA gradients and greedy tokens of small models, against transformers and against float32 on the CPU
  decode      new tokens a second, beside PyTorch's
  lora-step   seconds and memory of one LoRA training step, beside PyTorch's
  all         the three of them

options
  --provider NAME   cuda (default), webgpu or cpu
  --shape NAME      ${Object.keys(shapes).join(" or ")} (default 7b: 14 GB of zeros as a sparse file, one block random)
  --dtypes LIST     what is computed in, of float32, float16 and bfloat16 (default float16,bfloat16; parity always adds float32)
  --batch N         rows that are decoded together (default 16)
  --tokens N        new tokens of each (default 128)
  --json            a last line of JSON: {"name":"gpu","provider",…,"rows":[…]}

LEMMA_PYTHON names a Python with PyTorch and transformers (and peft) for the peers' rows; without it they are left out.
Exit status: 0, 1 when a parity check fails, 2 for bad usage.`;

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    help: { type: "boolean", default: false },
    provider: { type: "string", default: "cuda" },
    shape: { type: "string", default: "7b" },
    dtypes: { type: "string", default: "float16,bfloat16" },
    batch: { type: "string", default: "16" },
    tokens: { type: "string", default: "128" },
    json: { type: "boolean", default: false },
  },
});
const [task] = positionals;
const known = ["parity", "decode", "lora-step", "all"];
if (flags.help || task === undefined) {
  console.log(usage);
  process.exit(flags.help ? 0 : 2);
}
const dtypes = /** @type {import("./shapes.mjs").FloatType[]} */ (flags.dtypes.split(","));
const settings = {
  provider: flags.provider,
  shape: flags.shape,
  dtypes,
  batch: Number(flags.batch),
  tokens: Number(flags.tokens),
};
const problem = [
  [known.includes(task), `TASK: expected one of ${known.join(", ")}, received ${task}`],
  [flags.shape in shapes, `--shape: expected one of ${Object.keys(shapes).join(", ")}, received ${flags.shape}`],
  [
    dtypes.every((dtype) => ["float32", "float16", "bfloat16"].includes(dtype)),
    `--dtypes: expected float32, float16 or bfloat16, received ${flags.dtypes}`,
  ],
  [Number.isSafeInteger(settings.batch) && settings.batch > 0, `--batch: expected a positive integer`],
  [Number.isSafeInteger(settings.tokens) && settings.tokens > 0, `--tokens: expected a positive integer`],
].find(([isRight]) => isRight !== true);
if (problem !== undefined) {
  console.error(`${String(problem[1])}\n\n${usage}`);
  process.exit(2);
}

/** @type {import("./shapes.mjs").Row[]} */
const rows = [];
/** @param {AsyncIterable<import("./shapes.mjs").Row>} results */
const show = async (results) => {
  for await (const row of results) {
    rows.push(row);
    console.log(
      Object.entries(row)
        .map(([name, value]) => `${name}: ${typeof value === "number" ? Number(value.toPrecision(4)) : value}`)
        .join(", "),
    );
  }
};
if (task === "parity" || task === "all") await show(parity(settings));
if (task === "decode" || task === "all") await show(decode(settings));
if (task === "lora-step" || task === "all") await show(loraStep(settings));
if (flags.json) console.log(JSON.stringify({ name: "gpu", ...settings, rows }));
process.exitCode = rows.some(({ passed }) => passed === false) ? 1 : 0;
