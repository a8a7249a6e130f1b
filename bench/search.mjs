// Statements without proofs through lean-lite's own search: how many it proves, and what that costs.
//
//   pnpm bench search FILE … [--split NAME] [--every N] [--steps 1000000] [--json]
//
// Each path is what `lemma eval --problems` takes. Steps are deterministic, about a million a second; the wall ends no search that they do not.
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { loadTheorems } from "../packages/datasets/dist/index.js";
import { LeanLite } from "../packages/lean-lite/dist/index.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    split: { type: "string" },
    every: { type: "string", default: "1" },
    steps: { type: "string", default: "1000000" },
    json: { type: "boolean", default: false },
  },
});
if (positionals.length === 0) {
  console.error("usage: pnpm bench search FILE … [--split NAME] [--every N] [--steps N] [--json]");
  process.exit(2);
}
const lean = new LeanLite();
const rows = [];
for (const file of positionals) {
  const all = await loadTheorems(file, values.split === undefined ? {} : { split: values.split });
  const theorems = all.filter((_, index) => index % Number(values.every) === 0);
  const row = { set: basename(file), n: theorems.length, proved: 0, steps: 0, seconds: 0 };
  const start = performance.now();
  for (const { statement } of theorems) {
    const { proofs, steps } = await lean.search(statement, { steps: Number(values.steps) });
    if (proofs.length > 0) row.proved += 1;
    row.steps += steps;
  }
  row.seconds = (performance.now() - start) / 1000;
  rows.push(row);
  const share = ((100 * row.proved) / row.n).toFixed(1);
  if (!values.json)
    console.log(
      `${row.set}: ${row.proved} of ${row.n} proved (${share}%), ${row.steps} steps, ${row.seconds.toFixed(0)} s`,
    );
}
if (values.json)
  console.log(JSON.stringify({ name: "search", rows, ratios: { proved: rows.at(-1).proved / rows.at(-1).n } }));
