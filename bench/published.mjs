// Published proofs through the embedded checker: which ones it proves, and what stops the others.
//
//   node bench/published.mjs [FILE | DIR …] [--causes] [--out FILE] [--since FILE] [--json]
//
// Each path is what `lemma check` takes: records with proofs, Lean files, folders of them. Without one, the proofs of
// miniF2F under LEMMA_DATA (or shared/data beside the repository). Every one passed real Lean, so `error` is a wrong verdict.
// A file or record of several theorems counts once, and is proved when all of them are.
//   --causes     the first message of each proof that is not accepted, alike ones together
//   --out FILE   one verdict a line;  --since FILE  what changed against such a file
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, sep } from "node:path";
import { parseArgs } from "node:util";

const { readProofRecords } = await import("../packages/datasets/dist/index.js");
const { LeanLite } = await import("../packages/lean-lite/dist/index.js");

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    causes: { type: "boolean" },
    json: { type: "boolean" },
    out: { type: "string" },
    since: { type: "string" },
  },
});
const say = (...words) => (values.json ? undefined : console.log(...words));

const data = join(process.env["LEMMA_DATA"] ?? join(import.meta.dirname, "../../shared/data"), "minif2f-proofs");
const known = ["dsv2_valid", "dsv2_test_visible", "v15_valid_fewshot", "seed_prover_visible"];
const paths = positionals.length > 0 ? positionals : known.map((name) => join(data, `${name}.jsonl`));
const present = paths.filter((path) => existsSync(path));
for (const path of paths) if (!present.includes(path)) say(`left out: there is no ${path}`);
if (present.length === 0) {
  say("nothing was measured: name files or folders of proofs, or set LEMMA_DATA");
  process.exit(2);
}

const checker = new LeanLite();
const verdicts = [];
for (const path of present) {
  const units = new Map();
  for await (const { theorem, proof, origin, index } of readProofRecords(path)) {
    const key = origin.file.endsWith(".lean") ? origin.file : `${origin.file}:${origin.line}#${index ?? 0}`;
    const judged = await checker.verify({ theorem, proof });
    const { status, messages, elapsedMs } = judged;
    const said = messages.find(({ severity }) => severity === "error") ?? messages[0];
    const verdict = {
      set: path.split(sep).slice(-2).join("/"),
      id: theorem.id,
      status,
      elapsedMs,
      at: said?.start?.line,
      // What is outside of the fragment before a proof begins has no message, and a name.
      said: said?.text ?? judged.construct,
    };
    const before = units.get(key);
    // What stopped the first theorem stands for the file.
    if (before === undefined || before.status === "proved") units.set(key, verdict);
  }
  verdicts.push(...units.values());
}

const statuses = ["proved", "error", "unsupported", "forbidden", "sorry", "mismatch", "timeout"];
const row = (set, chosen) => {
  const counts = statuses.map((status) => [status, chosen.filter((verdict) => verdict.status === status).length]);
  return { set, n: chosen.length, ...Object.fromEntries(counts) };
};
const sets = [...new Set(verdicts.map(({ set }) => set))];
const rows = sets.map((set) =>
  row(
    set,
    verdicts.filter((verdict) => verdict.set === set),
  ),
);
if (sets.length > 1) rows.push(row("all", verdicts));

say(`${"".padEnd(40)}${["n", ...statuses].map((name) => name.padStart(12)).join("")}`);
for (const { set, n, ...counts } of rows) {
  const cells = statuses.map(
    (status) => `${counts[status]} ${`${Math.round((100 * counts[status]) / n)}%`.padStart(4)}`,
  );
  say(`${set.padEnd(40)}${[n, ...cells].map((cell) => String(cell).padStart(12)).join("")}`);
}

if (values.causes) {
  const refused = verdicts.filter(({ status }) => status !== "proved");
  const kindOf = ({ status, said = "" }) => `${status}: ${said.split("\n")[0].slice(0, 90)}`;
  const kinds = new Map();
  for (const verdict of refused) kinds.set(kindOf(verdict), [...(kinds.get(kindOf(verdict)) ?? []), verdict]);
  for (const [kind, alike] of [...kinds].sort(([, a], [, b]) => b.length - a.length)) {
    say(`\n${alike.length} × ${kind}`);
    for (const { set, id, at } of alike) say(`    ${id}${at === undefined ? "" : `:${at}`}  (${set})`);
  }
}
const keyOf = ({ set, id }) => `${set} ${id}`;
if (values.since !== undefined) {
  const lines = readFileSync(values.since, "utf8").trim().split("\n");
  const before = new Map(lines.map((line) => JSON.parse(line)).map((verdict) => [keyOf(verdict), verdict.status]));
  for (const verdict of verdicts) {
    const was = before.get(keyOf(verdict));
    if (was !== undefined && was !== verdict.status)
      say(`${was} → ${verdict.status}  ${verdict.id}  ${verdict.said?.split("\n")[0] ?? ""}`);
  }
}
if (values.out !== undefined)
  writeFileSync(values.out, verdicts.map((verdict) => `${JSON.stringify(verdict)}\n`).join(""));

const all = rows.at(-1);
const ratios = { proved: all.proved / all.n, error: all.error / all.n };
if (values.json) console.log(JSON.stringify({ name: "published", rows, ratios }));
