// The embedded prover in blocks of codes beside itself in float: pass@5 on miniF2F-test with a paired interval, and what it learns.
//   pnpm bench quantized-tiny --problems minif2f_v15.jsonl [--json] [--bits 4] [--block 32] [--refits 0] [--offsets] [--count 244] [--seed 1]
//
// Each theorem is attempted five times as `baseline` of `lemma eval` does, from the same seed; the adaptation is on eight proofs that the
// float model found.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { readTheorems } from "../packages/datasets/dist/index.js";
import { mcnemarTest, pairedBootstrap } from "../packages/evaluator/dist/index.js";
import { LeanLitePool } from "../packages/lean-lite/dist/pool/pool.js";
import { tinySettings } from "../packages/loop/dist/index.js";
import { LocalProver, quantizeModel } from "../packages/prover/dist/index.js";
import { tinyProverDirectory } from "../packages/tiny-prover/dist/index.js";

const { values: flags } = parseArgs({
  options: {
    problems: { type: "string" },
    json: { type: "boolean", default: false },
    bits: { type: "string", default: "4" },
    block: { type: "string", default: "32" },
    refits: { type: "string", default: "0" },
    offsets: { type: "boolean", default: false },
    count: { type: "string", default: "244" },
    seed: { type: "string", default: "1" },
  },
});
if (flags.problems === undefined) {
  console.error("usage: pnpm bench quantized-tiny --problems minif2f_v15.jsonl");
  process.exit(2);
}
const attempts = 5;
const seed = Number(flags.seed);
const limits = { steps: tinySettings.verifySteps, wallMs: 10 * tinySettings.verifyWallMs };
const theorems = [];
for await (const theorem of readTheorems(flags.problems)) if (theorem.split === "test") theorems.push(theorem);
theorems.length = Math.min(theorems.length, Number(flags.count));

const folder = mkdtempSync(path.join(tmpdir(), "lemma-quantized-tiny-"));
const quantised = path.join(folder, "model");
const { relativeError, bytes } = await quantizeModel(tinyProverDirectory, quantised, {
  bits: Number(flags.bits),
  block: Number(flags.block),
  refits: Number(flags.refits),
  offsets: flags.offsets,
});
const checker = new LeanLitePool({ threads: 2 });
const examples = [];
const results = {};
try {
  for (const [name, directory] of [
    ["float", tinyProverDirectory],
    ["quantised", quantised],
  ]) {
    const prover = await LocalProver.open(directory, { format: "tiny" });
    results[name] = await attemptAll(name, prover);
    if (examples.length === 0) examples.push(...results[name].found.slice(0, 8));
    const tokens = examples.map((example) => prover.proofTokens(example));
    const mean = (values) => values.reduce((a, b) => a + b, 0) / values.length;
    const before = mean(await prover.losses(tokens));
    const { adapter } = await prover.adapt(examples, { ...tinySettings.adaptation, epochs: 3, seed });
    results[name].losses = [before, mean(await prover.losses(tokens, [adapter]))];
    await prover[Symbol.asyncDispose]();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
  await checker[Symbol.asyncDispose]();
}

async function attemptAll(name, prover) {
  const { format } = prover;
  const sampling = { ...tinySettings.proofSampling, stop: format.stop.prove };
  const solved = [];
  const found = [];
  for (let start = 0; start < theorems.length; start += 12) {
    const batch = theorems.slice(start, start + 12).filter((theorem) => prover.room(format.prove(theorem)) > 0);
    const prompts = batch.map((theorem) => format.prove(theorem));
    const completions = await prover.generate(prompts, attempts, { sampling, seed });
    const verdicts = await Promise.all(
      batch.map(async (theorem, i) => {
        const proofs = completions[i].map(({ text, finishReason }) =>
          format.extractProof(text, finishReason === "length"),
        );
        const outcomes = await Promise.all(
          [...new Set(proofs)].map(async (tactics) => {
            const { status } = await checker.verify({ theorem, proof: { kind: "tactics", tactics } }, { limits });
            if (status === "proved") found.push({ theorem, proof: tactics, weight: 1 / 8 });
            return status === "proved";
          }),
        );
        return outcomes.includes(true);
      }),
    );
    for (const theorem of theorems.slice(start, start + 12))
      solved.push(batch.includes(theorem) && verdicts[batch.indexOf(theorem)]);
    if (!flags.json) console.error(`${name}: ${solved.filter(Boolean).length} of ${solved.length}`);
  }
  return { solved, found };
}

const rate = ({ solved }) => (100 * solved.filter(Boolean).length) / solved.length;
const perProblem = ({ solved }) => solved.map((one) => [one ? 1 : 0]);
const paired = pairedBootstrap(perProblem(results.quantised), perProblem(results.float), { seed });
const { pValue } = mcnemarTest(results.quantised.solved, results.float.solved);

const summary = {
  problems: theorems.length,
  format: {
    bits: Number(flags.bits),
    block: Number(flags.block),
    offsets: flags.offsets,
    refits: Number(flags.refits),
  },
  bytes,
  relativeError,
  passAt5: { float: rate(results.float), quantised: rate(results.quantised) },
  difference: {
    points: 100 * paired.estimate,
    low: 100 * paired.low,
    high: 100 * paired.high,
    level: paired.level,
    mcnemar: pValue,
  },
  losses: { float: results.float.losses, quantised: results.quantised.losses },
};
if (flags.json) console.log(JSON.stringify({ name: "quantized-tiny", rows: [summary], ratios: {} }));
else console.log(JSON.stringify(summary, null, 2));
