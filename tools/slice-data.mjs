// Cuts the slice of real Lean's answers that is committed as fixtures/real-lean out of the full data (LEMMA_DATA): every n-th row
// of each file, in the fields that tests read.
//   LEMMA_DATA=DIR node tools/slice-data.mjs
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const source = process.env.LEMMA_DATA;
if (source === undefined) throw new Error("set LEMMA_DATA to the folder of the full data");

/** Of each file: every how manieth row, and which fields; all where none are named. */
const slices = {
  "lean-core/goals.jsonl": [15],
  "lean-core/closed.jsonl": [12],
  "lean-core/tactics.jsonl": [15],
  "lean-verdicts/minif2f_attempts_visible.jsonl": [7, "name", "round", "code", "pass", "n_errors", "system_errors"],
  "lean-workbook/audit_false_statements_visible.jsonl": [1],
  "conjectures/conjectures_proved_visible.jsonl": [20],
  "minif2f-lean4/minif2f_v15.jsonl": [4, "name", "split", "formal_statement", "goal"],
  "soundness/accepted-but-false.jsonl": [1],
};

for (const [file, [every, ...fields]] of Object.entries(slices)) {
  const rows = readFileSync(join(source, file), "utf8").trim().split("\n");
  const kept = rows.flatMap((line, index) => {
    if (index % every !== 0) return [];
    if (fields.length === 0) return [line];
    const row = JSON.parse(line);
    return [
      JSON.stringify(Object.fromEntries(fields.filter((field) => field in row).map((field) => [field, row[field]]))),
    ];
  });
  const target = join("fixtures/real-lean", file);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, `${kept.join("\n")}\n`);
  console.log(`${target}: ${kept.length} of ${rows.length} rows`);
}
