// Many samples of one prompt: each distinct beginning read once, against each sample drawn one by one, in processor time.
//   pnpm bench samples [--json] [--samples 5000]
//
// The embedded prover on three statements, and a model of random weights, whose samples (a tenth as many) part at once. Rows that somebody listens to are
// drawn one by one; the completions are compared. The whole takes about five minutes of one core.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { LocalProver } from "../packages/prover/dist/index.js";
import { writeRandomModel } from "../packages/prover/dist/testing/index.js";
import { tinyProverDirectory } from "../packages/tiny-prover/dist/index.js";

const { values: flags } = parseArgs({
  options: { json: { type: "boolean", default: false }, samples: { type: "string", default: "5000" } },
});
const samples = Number(flags.samples);
const statements = {
  "embedded, one step": "theorem t (a b : ℕ) (h : a = b) : b + 0 = a := by",
  "embedded, an equation": "theorem t (x : ℝ) (h₀ : 3 * x - 7 = 11) : x = 6 := by",
  "embedded, an inequality":
    "theorem t (a b c : ℝ) (h : 0 < a ∧ 0 < b ∧ 0 < c) : a * b + b * c + c * a ≤ a ^ 2 + b ^ 2 + c ^ 2 := by",
};

const rows = [];
const directory = mkdtempSync(path.join(tmpdir(), "lemma-bench-"));
try {
  const embedded = await LocalProver.open(tinyProverDirectory, { threads: 1 });
  for (const [name, statement] of Object.entries(statements))
    await compare(name, embedded, { id: "t", statement }, { temperature: 0.7, maxTokens: 80 }, samples);
  await embedded[Symbol.asyncDispose]();
  const random = await LocalProver.open(await writeRandomModel({ directory, config: wide() }), { threads: 1 });
  await compare(
    "random weights",
    random,
    { id: "t", statement: "theorem t : 1 = 1 := by" },
    { temperature: 1, maxTokens: 80 },
    Math.ceil(samples / 10),
  );
  await random[Symbol.asyncDispose]();
} finally {
  rmSync(directory, { recursive: true, force: true });
}
if (flags.json) console.log(JSON.stringify(rows));
else console.table(rows);

/** As wide and deep as the embedded prover. */
function wide() {
  return {
    hidden_size: 192,
    intermediate_size: 512,
    num_hidden_layers: 5,
    num_attention_heads: 6,
    num_key_value_heads: 6,
  };
}

async function compare(model, prover, theorem, sampling, samples) {
  const run = async (options, count) => {
    const before = process.cpuUsage();
    const [completions] = await prover.generate([prover.format.prove(theorem)], count, {
      sampling,
      seed: 1,
      ...options,
    });
    const { user, system } = process.cpuUsage(before);
    return { completions, seconds: (user + system) / 1e6 };
  };
  const ways = { tree: {}, loop: { onText: () => undefined } };
  const results = {};
  for (const [way, options] of Object.entries(ways)) {
    await run(options, 100);
    results[way] = await run(options, samples);
  }
  const { tree, loop } = results;
  const texts = ({ completions }) => completions.map(({ tokens }) => tokens.join());
  const others = texts(loop);
  const row = {
    model,
    samples,
    distinct: new Set(texts(tree)).size,
    seconds: Number(tree.seconds.toFixed(2)),
    oneByOne: Number(loop.seconds.toFixed(2)),
    ratio: Number((loop.seconds / tree.seconds).toFixed(1)),
    different: texts(tree).filter((text, i) => text !== others[i]).length,
  };
  rows.push(row);
  console.error(JSON.stringify(row));
}
