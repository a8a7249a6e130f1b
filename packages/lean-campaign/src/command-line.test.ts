import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Random } from "@lemma/interfaces";
import { afterAll, expect, test } from "vitest";
import { type Claim, makeClaim } from "./claim.ts";

const command = join(dirname(fileURLToPath(import.meta.resolve("@lemma/cli/package.json"))), "dist/main.js");
const folder = mkdtempSync(join(tmpdir(), "campaign-"));
afterAll(() => rmSync(folder, { recursive: true }));

interface Line {
  readonly id: string;
  readonly status: string;
}

/** `lemma check` on a file: a verdict for each proof. */
function check(file: string, text: string): Line[] {
  const path = join(folder, file);
  writeFileSync(path, text);
  const { stdout, stderr } = spawnSync(process.execPath, [command, "check", path, "--verifier", "lite", "--json"], {
    encoding: "utf8",
  });
  const lines = stdout.split("\n").filter((line) => line !== "");
  if (lines.length === 0) throw new Error(`lemma check ${file} says nothing: ${stderr}`);
  return lines.map((line) => JSON.parse(line) as Line);
}

const indented = (proof: string): string => `  ${proof.replaceAll("\n", "\n  ")}`;
const claims: readonly Claim[] = Array.from({ length: 24 }, (_, i) => makeClaim(new Random(31).fork(i)));
const proofs = ["intros\nomega", "norm_num", "intros\npositivity", "intro h\nexact h", "exact ⟨0, trivial⟩"];

test("records of false statements, headers included, get no `proved`, and their twins get it", () => {
  const rows = claims.flatMap(({ header, statement, twin }, i) => [
    ...proofs.map((proof, k) => ({ id: `false-${i}-${k}`, header, statement, proof: indented(proof) })),
    { id: `true-${i}`, header: twin.header, statement: twin.statement, proof: indented(twin.proofs[0]!) },
  ]);
  const verdicts = check("records.jsonl", rows.map((row) => JSON.stringify(row)).join("\n"));
  const proved = verdicts.filter(({ status }) => status === "proved").map(({ id }) => id);
  expect(verdicts).toHaveLength(rows.length);
  expect(proved.filter((id) => id.startsWith("false"))).toEqual([]);
  expect(proved.length).toBeGreaterThan(claims.length / 3);
});

test("a file of many declarations, each in a section of its own, is read like the records", () => {
  const inSection = (
    { header, statement }: { header: string; statement: string },
    id: string,
    proof: string,
  ): string => {
    const context = header.replace("import Mathlib\n", "");
    const named = statement.replace("theorem t", `theorem ${id}`);
    return `section\n${context}\n${named}\n${indented(proof)}\n\nend\n`;
  };
  // What outlives its section, or ends in one, would meet the next.
  const apart = claims.filter(({ header }) => !/namespace|section|def |abbrev|theorem|notation/.test(header));
  const text = apart.flatMap((claim, i) => [
    inSection(claim, `false_${i}`, proofs[i % proofs.length]!),
    inSection(claim.twin, `true_${i}`, claim.twin.proofs[0]!),
  ]);
  const proved = check("many.lean", `import Mathlib\n\n${text.join("\n")}`).filter(({ status }) => status === "proved");
  expect(proved.filter(({ id }) => id.startsWith("false"))).toEqual([]);
  expect(proved.length).toBeGreaterThan(apart.length / 3);
});
