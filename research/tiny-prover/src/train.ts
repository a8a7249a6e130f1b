// Makes the checkpoint that @lemma/tiny-prover ships, stage by stage:
//
//     pnpm --filter @lemma/research-tiny-prover train --data DIR [--resume]
//
// DIR holds `minif2f-lean4/` (only to keep its statements out), `lean-workbook/` and `conjectures/`. Work in progress is kept in
// `runs/`; what went into each stage and what came out of it is recorded in `stages.json`, and `--resume` goes by that.
import { mkdir } from "node:fs/promises";
import { availableParallelism } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { InputError } from "@lemma/interfaces";
import { tinyProverDirectory, tinyWeigherDirectory } from "@lemma/tiny-prover";
import { corpus } from "./1-corpus.ts";
import { train } from "./2-train.ts";
import { selfPlayRounds } from "./3-self-play.ts";
import { weigher } from "./4-weigher.ts";
import { report } from "./5-report.ts";
import type { Place } from "./place.ts";
import type { StageOptions } from "./stage.ts";

const { values } = parseArgs({
  options: {
    data: { type: "string" },
    work: { type: "string", default: path.join(import.meta.dirname, "../../../runs/tiny-prover") },
    out: { type: "string", default: tinyProverDirectory },
    weigher: { type: "string", default: tinyWeigherDirectory },
    records: { type: "string", default: path.join(import.meta.dirname, "../stages.json") },
    groups: { type: "string", default: "7000" },
    workbook: { type: "string", default: "18370" },
    "held-out": { type: "string", default: "600" },
    workers: { type: "string", default: `${availableParallelism()}` },
    resume: { type: "boolean", default: false },
    "corpus-only": { type: "boolean", default: false },
  },
});
if (values.data === undefined) throw new InputError("train: give --data DIR");
const place: Place = { data: values.data, work: values.work, checkpoint: values.out, weigher: values.weigher };
const options: StageOptions = {
  records: values.records,
  resume: values.resume,
  log: (line) => void process.stderr.write(`${line}\n`),
};
const sizes = {
  groups: Number(values.groups),
  workbook: Number(values.workbook),
  heldOut: Number(values["held-out"]),
};

await mkdir(place.work, { recursive: true });
await corpus(place, sizes, Number(values.workers), options);
if (!values["corpus-only"]) {
  await train(place, options);
  await selfPlayRounds(place, options);
  await weigher(place, options);
  await report(place, options);
}
