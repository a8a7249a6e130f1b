// Fills the five holes of a small theory twice: with the help of its other lemmas, and without.
import { readFile } from "node:fs/promises";
import { openLemma } from "@lemma/core";
import { fill, type StudyKind, unifiedPatch } from "@lemma/fill";

const file = process.argv[2] ?? new URL("../../fill-a-file/gap.lean", import.meta.url);
const source = await readFile(file, "utf8");

await using lemma = await openLemma();
let patch = "";
for (const study of ["none", "file"] satisfies readonly StudyKind[]) {
  console.log(study === "none" ? "without its other lemmas:" : "\nwith its other lemmas:");
  let filled = 0;
  for await (const event of fill(source, lemma.parts, lemma.settings, { seed: 1, study })) {
    if (event.type === "found") console.log(`${event.holes.length} holes`);
    if (event.type !== "settled") continue;
    const { report } = event;
    if (report.status === "filled") filled += 1;
    const how = report.status !== "filled" ? "" : `  by ${report.replayed ?? "a proof of the model's own"}`;
    console.log(`  line ${report.start.line}  ${report.id}  ${report.status}${how}`);
    patch = unifiedPatch("gap.lean", source, event.source);
  }
  console.log(`${filled} filled`);
}
process.stdout.write(`\n${patch}`);
