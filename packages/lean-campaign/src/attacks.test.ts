import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { LeanLite } from "@lemma/lean-lite";
import { expect, test } from "vitest";
import { submit } from "./campaign.ts";

// attacks/*/NAME.txt: a line that says what they have in common, then attacks between lines of `===`: perhaps a header, the
// statement in one line, and proofs, or whole files, between lines of `---`.
const folder = join(import.meta.dirname, "../attacks");
const lean = new LeanLite();

interface Attack {
  readonly header: string;
  readonly statement: string;
  readonly proofs: readonly string[];
}

function read(file: string): Attack[] {
  const [, ...lines] = readFileSync(join(folder, file), "utf8").split("\n");
  return lines
    .join("\n")
    .split(/^===$/m)
    .map((block) => {
      const rows = block.trim().split("\n");
      // A header may hold theorems, the last of one line at the margin is the statement.
      const at = rows.findLastIndex((row) => /^theorem t\b.*:= by$/.test(row));
      const proofs = rows
        .slice(at + 1)
        .join("\n")
        .split(/^---$/m);
      return {
        header: ["import Mathlib", ...rows.slice(0, at), ""].join("\n"),
        statement: rows[at]!,
        proofs: proofs.map((proof) => proof.replaceAll(/^\n+|\n+$/g, "")),
      };
    });
}

const filesIn = (kind: string): string[] => readdirSync(join(folder, kind)).map((file) => `${kind}/${file}`);

test.for(filesIn("proofs"))("no attack of %s is proved, as a record or as a file", async (file) => {
  const proved: unknown[] = [];
  for (const { header, statement, proofs } of read(file))
    for (const proof of proofs)
      for (const asFile of [false, true])
        if ((await submit(lean, { header, statement }, proof.replaceAll(/^ {2}/gm, ""), asFile)).status === "proved")
          proved.push({ header, statement, proof, asFile });
  expect(proved).toEqual([]);
});

test.for(filesIn("files"))("no file of %s proves the statement beside it", async (file) => {
  const proved: unknown[] = [];
  for (const { header, statement, proofs } of read(file))
    for (const code of proofs) {
      const theorem = { id: "t", statement, header };
      const { status } = await lean.verify({ theorem, proof: { kind: "file", code } });
      if (status === "proved") proved.push({ header, statement, code });
    }
  expect(proved).toEqual([]);
});
