// Cuts the slice of real Lean's answers, and of what others published, that is committed as fixtures/real-lean out of the full data
// (LEMMA_DATA): every n-th row of each file, in the fields that tests read. Left out is what no licence lets one hand on.
//   LEMMA_DATA=DIR node tools/slice-data.mjs
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const source = process.env.LEMMA_DATA;
if (source === undefined) throw new Error("set LEMMA_DATA to the folder of the full data");

/** A statement that two sets have, in other words: what tells copies apart needs a pair. */
const shared = ["imo_1983_p6", "lean_workbook_20459"];
/** And one that two have almost. */
const near = ["algebra_xmysqpymzsqpzmxsqeqxyz_xpypzp6dvdx3y3z3", "lean_workbook_45778"];
const isPaired = ({ name }) => [...shared, ...near].includes(name);

/** Of each file: every how manieth row, which fields (all where none are named), and which rows besides, or alone. */
const slices = {
  "lean-core/goals.jsonl": { every: 15 },
  "lean-core/closed.jsonl": { every: 12 },
  "lean-core/tactics.jsonl": { every: 15 },
  "lean-verdicts/minif2f_attempts_visible.jsonl": {
    every: 7,
    fields: ["name", "round", "code", "pass", "n_errors", "system_errors"],
  },
  "lean-verdicts/internlm_tactic_traces_visible.jsonl": { every: 12 },
  "lean-workbook/audit_false_statements_visible.jsonl": { every: 1 },
  "lean-workbook/statements.jsonl": { every: 100, fields: ["name", "source", "statement"], also: isPaired },
  "conjectures/conjectures_proved_visible.jsonl": { every: 20 },
  "conjectures/conjectures_verdict_visible.jsonl": {
    every: 10,
    fields: ["seed_name", "seed_statement", "conjecturer", "prompt", "output", "code", "pass"],
  },
  "minif2f-lean4/minif2f_v15.jsonl": { every: 4, fields: ["name", "split", "formal_statement", "goal"] },
  "minif2f-lean4/minif2f_yangky11.jsonl": { every: 4, also: isPaired },
  "minif2f-proofs/seed_prover_visible.jsonl": { every: 9 },
  "minif2f-proofs/v15_valid_fewshot.jsonl": { every: 4 },
  "soundness/accepted-but-false.jsonl": { every: 1 },
  // Without the whole proofs among the texts: they are DeepSeek-Prover-V2's.
  "tokenizers/token_vectors_visible.jsonl": {
    every: 1,
    fields: ["text", "small_ids"],
    only: ({ text }) => !text.startsWith("import "),
  },
};

/** Files that are taken as they are. */
const whole = ["tokenizers/small-bytelevel-bpe.tokenizer.json", "model-configs/deepseek-prover-v2-7b.secondhand.json"];

const place = (file) => {
  const target = join("fixtures/real-lean", file);
  mkdirSync(dirname(target), { recursive: true });
  return target;
};

for (const [file, { every, fields = [], also = () => false, only = () => true }] of Object.entries(slices)) {
  const lines = readFileSync(join(source, file), "utf8").trim().split("\n");
  const kept = lines.flatMap((line, index) => {
    const row = JSON.parse(line);
    if (!only(row) || (index % every !== 0 && !also(row))) return [];
    if (fields.length === 0) return [line];
    return [
      JSON.stringify(Object.fromEntries(fields.filter((field) => field in row).map((field) => [field, row[field]]))),
    ];
  });
  writeFileSync(place(file), `${kept.join("\n")}\n`);
  console.log(`${file}: ${kept.length} of ${lines.length} rows`);
}
for (const file of whole) writeFileSync(place(file), readFileSync(join(source, file)));

// The REPL's own tests beside the data, each version's in one file: what is fed to it, and what it is to answer.
const upstream = join(source, "../lean-repl-fixtures/upstream");
for (const version of ["v4.27.0", "v4.33.0-rc2-head"]) {
  const sets = ["mathlib", "test"].flatMap((folder) => {
    const names = readdirSync(join(upstream, version, folder));
    const read = (name) => (names.includes(name) ? readFileSync(join(upstream, version, folder, name), "utf8") : null);
    return names
      .filter((name) => name.endsWith(".in"))
      .map((name) => ({
        name: `${folder}-${name.slice(0, -3)}`,
        input: read(name),
        answer: read(`${name.slice(0, -3)}.expected.out`),
      }));
  });
  const target = join("packages/lean-repl/fixtures/upstream", `${version}.jsonl`);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, sets.map((set) => `${JSON.stringify(set)}\n`).join(""));
  console.log(`${target}: ${sets.length} sets`);
}
