// Whether adapting moves a theorem's own attempts, and whether it is for want of lemmas that it does not:
//
//     node bench/lab/adaptation.mjs PROBLEMS.jsonl [--split S] [--count 50] [--rates 3e-4,1e-3,2e-3,3e-3] [--seed 1]
//
// For each theorem: 33 attempts as the model is; then, for each learning rate, 5 attempts after one epoch on its own verified lemmas,
// and 5 after one on up to six variants of the theorem with proofs that lean-lite's search found, which is more than any conjecturer
// would have. Attempts before and after share their seed.
import { parseArgs } from "node:util";
import { openLemma, tinySettings } from "../../packages/lemma-core/dist/index.js";
import * as stages from "../../packages/loop/dist/index.js";
import { loadTheorems, sampleTheorems } from "../../packages/datasets/dist/index.js";
import { LeanLite } from "../../packages/lean-lite/dist/index.js";
import { provedVariants } from "../../research/tiny-prover/dist/corpus/variants.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    split: { type: "string" },
    count: { type: "string", default: "50" },
    rates: { type: "string", default: "3e-4,1e-3,2e-3,3e-3" },
    seed: { type: "string", default: "1" },
  },
});
const lean = new LeanLite();
const [file] = positionals;
if (file === undefined) throw new Error("give a file of theorems");
const seed = Number(values.seed);
const all = await loadTheorems(file, values.split === undefined ? {} : { split: values.split });
const theorems = sampleTheorems(all, Math.min(Number(values.count), all.length), 77);
const settings = { ...tinySettings, weighting: "uniform", stopAtProof: false };
const lemma = await openLemma({ settings });
const { weigher: _, ...parts } = lemma.parts;
const proved = (attempts) => attempts.filter(({ verdict }) => verdict.status === "proved").length;

/** One row per source of lemmas and rate: over the theorems that have some, attempts proved before and after, and theorems. */
const rows = new Map();
const totals = { theorems: 0, at5: 0, at33: 0 };
for (const theorem of theorems) {
  const run = stages.beginRun(theorem, parts, settings, { seed });
  if ((await stages.refuse(run)) !== undefined) continue;
  const before = await stages.drain(stages.attempt(run, [], 33, false)).catch(() => undefined);
  if (before === undefined) continue; // Its prompt leaves no room for a proof.
  const [at5, at33] = [proved(before.slice(0, 5)), proved(before)];
  totals.theorems += 1;
  if (at5 > 0) totals.at5 += 1;
  if (at33 > 0) totals.at33 += 1;
  const conjectures = await stages.drain(stages.conjecture(run, []));
  const own = await stages.drain(stages.proveLemmas(run, conjectures, []));
  const variants = await provedVariants(lean, theorem.statement, { tries: 30, wanted: 6, searchSteps: 100_000 });
  const searched = variants.map(([first], i) => ({
    theorem: { id: `${theorem.id}/variant-${i}`, statement: first.statement },
    proof: first.proof,
  }));
  for (const [source, examples] of Object.entries({ own, searched })) {
    if (examples.length === 0) continue;
    for (const rate of values.rates.split(",")) {
      const adaptation = { ...settings.adaptation, learningRate: Number(rate) };
      const adapting = stages.beginRun(theorem, parts, { ...settings, adaptation }, { seed });
      const weights = examples.map(() => 1 / examples.length);
      const { adapter } = await stages.drain(stages.adapt(adapting, examples, weights, []));
      const after = proved(
        await stages.drain(stages.attempt(adapting, adapter === undefined ? [] : [adapter], 5, true)),
      );
      const key = `${source}, rate ${rate}`;
      const row = rows.get(key) ?? {
        theorems: 0,
        "proved at 5": 0,
        "at 33": 0,
        "adapted at 5": 0,
        attempts: 0,
        "adapted attempts": 0,
      };
      row.theorems += 1;
      row["proved at 5"] += at5 > 0 ? 1 : 0;
      row["at 33"] += at33 > 0 ? 1 : 0;
      row["adapted at 5"] += after > 0 ? 1 : 0;
      row.attempts += at5;
      row["adapted attempts"] += after;
      rows.set(key, row);
    }
  }
}
console.log(totals);
console.table(Object.fromEntries(rows));
await lemma[Symbol.asyncDispose]();
