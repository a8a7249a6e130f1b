// Writes src/minif2f/hashes.ts from the published copies of miniF2F. Run after `tsc -b` whenever the normal form changes:
//   LEMMA_DATA=… node tools/write-hashes.mjs
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { statementHash } from "../dist/lean/normal-form.js";
import { loadTheorems } from "../dist/read.js";
import { readJsonl } from "../dist/sources/jsonl.js";

const folder = join(process.env.LEMMA_DATA ?? join(import.meta.dirname, "../../../../shared/data"), "minif2f-lean4");
const v15 = await loadTheorems(join(folder, "minif2f_v15.jsonl"));
const yangky11 = await loadTheorems(join(folder, "minif2f_yangky11.jsonl"));
const v2 = await loadTheorems(join(folder, "minif2f_v2.jsonl"));
const versions = [];
for await (const { value } of readJsonl(join(folder, "minif2f_v2.jsonl"))) versions.push(value.version);

const key = (id) => id.toLowerCase();
const names = v15.map(({ id }) => id).sort();
const isTest = new Set(v15.filter(({ split }) => split === "test").map(({ id }) => id));
const hashes = (theorems) => {
  const byName = new Map(theorems.map(({ id, statement }) => [key(id), statementHash(statement)]));
  return names.map((name) => byName.get(key(name))).join("");
};
const wrap = (text) => (text.match(/.{1,112}/g) ?? []).map((line) => `  ${JSON.stringify(line)},`).join("\n");
const block = (name, text, separator) =>
  `export const ${name}: string = [\n${wrap(text)}\n].join(${JSON.stringify(separator)});\n`;

const copies = {
  v15Hashes: hashes(v15),
  yangky11Hashes: hashes(yangky11),
  v2cHashes: hashes(v2.filter((_, row) => versions[row] === "minif2f-v2c")),
  v2sHashes: hashes(v2.filter((_, row) => versions[row] === "minif2f-v2s")),
};
await writeFile(
  join(import.meta.dirname, "../src/minif2f/hashes.ts"),
  `// Written by tools/write-hashes.mjs; do not edit. 16 hexadecimal digits per statement, in the order of the names.\n\n` +
    `/** The names of all 488 problems, sorted, separated by spaces; \`*\` after a name marks miniF2F-test. */\n` +
    block("problemNames", names.map((name) => name + (isTest.has(name) ? "*" : "")).join(" "), "") +
    Object.entries(copies)
      .map(([name, text]) => `\n${block(name, text, "")}`)
      .join(""),
);
