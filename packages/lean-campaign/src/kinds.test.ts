import { dataFile } from "../../../tools/data.ts";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { LeanLite } from "@lemma/lean-lite";
import { expect, test } from "vitest";
import { kinds } from "./kinds.ts";

const lean = new LeanLite();

interface Row {
  readonly id?: string;
  readonly header?: string;
  readonly statement: string;
  readonly proof?: string;
  readonly code?: string;
}

async function statusOf({ header, statement, proof = "", code }: Row, asFile = false): Promise<string> {
  const tactics = proof.startsWith(" ") ? proof : `  ${proof.replaceAll("\n", "\n  ")}`;
  const whole = asFile ? `${header ?? "import Mathlib\n"}\n${statement}\n${tactics}\n` : code;
  const theorem = { id: "t", statement, ...(header === undefined ? {} : { header }) };
  const verdict = await lean.verify({
    theorem,
    proof: whole === undefined ? { kind: "tactics", tactics } : { kind: "file", code: whole },
  });
  return verdict.status;
}

test.for(kinds)("$kind: $statement is not proved", async (row) => {
  expect(await statusOf(row)).not.toBe("proved");
  expect(await statusOf(row, true)).not.toBe("proved");
});

test.for(kinds.map(({ kind, twin }) => ({ kind, ...twin })))("$kind: $statement is", async (row) => {
  expect(await statusOf(row)).toBe("proved");
});

// The statement of a row must be over before its proof begins.
test.for<Row>([
  { statement: "theorem t : (1:ℕ) = 2 -- := by", proof: "∨ True := by\n  right; trivial" },
  { statement: "theorem t : (1:ℕ) = 2 /- := by", proof: "-/ ∨ True := by\n  right; trivial" },
  { statement: "theorem t (n : ℕ := 0) : n = 0", code: "theorem t (n : ℕ := 0) : True := trivial" },
  { statement: "theorem t (n : ℕ := 0) : n = 1 -- := by", code: "theorem t (n : ℕ := 0) : True := trivial" },
  { statement: "theorem t (h : p := by decide) : False", code: "theorem t (h : p := by decide) : True := trivial" },
])("$statement ends where Lean ends it", async (row) => {
  expect(await statusOf(row)).not.toBe("proved");
});

const folder = dataFile("soundness");
const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(".jsonl")) : [];
if (files.length === 0) console.warn(`skipped: no *.jsonl in ${folder} (set LEMMA_DATA)`);

test.runIf(files.length > 0).for(files)("no row of %s is proved", async (file) => {
  const rows = readFileSync(join(folder, file), "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "");
  const proved: Row[] = [];
  for (const row of rows.map((line) => JSON.parse(line) as Row))
    if ((await statusOf(row)) === "proved") proved.push(row);
  expect(proved).toEqual([]);
});
