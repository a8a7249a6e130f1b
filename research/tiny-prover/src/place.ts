import path from "node:path";
import { readRecord } from "@lemma/files";
import { loadTheorems } from "@lemma/datasets";
import { readParameters, loadModel, saveModel } from "@lemma/prover";
import type { Theorem } from "@lemma/interfaces";
import { z } from "zod";
import { filesIn } from "./stage.ts";
import type { TinyModel } from "./training/train.ts";

/** Where a training reads and writes. */
export interface Place {
  /** Holds `minif2f-lean4/`, `lean-workbook/` and `conjectures/`. */
  readonly data: string;
  /** Gets everything in between. */
  readonly work: string;
  readonly checkpoint: string;
  readonly weigher: string;
}

export const inWork =
  ({ work }: Place) =>
  (name: string): string =>
    path.join(work, name);

/** The published copies whose statements stay out. */
export const miniF2FFiles = ["minif2f_v15.jsonl", "minif2f_v2.jsonl", "minif2f_yangky11.jsonl"] as const;

export const dataFiles = ({ data }: Place): Record<string, string> => ({
  ...filesIn(path.join(data, "minif2f-lean4"), miniF2FFiles, "minif2f-lean4/"),
  ...filesIn(path.join(data, "lean-workbook"), ["statements.jsonl"], "lean-workbook/"),
  ...filesIn(path.join(data, "conjectures"), ["conjectures_proved_visible.jsonl"], "conjectures/"),
});

/** What statements may not be near: every copy of miniF2F, and the held-out ones. */
export async function testStatements(place: Place): Promise<{
  readonly published: readonly (readonly Theorem[])[];
  readonly heldOut: readonly Theorem[];
}> {
  const load = (name: string): Promise<readonly Theorem[]> =>
    loadTheorems(path.join(place.data, "minif2f-lean4", name));
  return {
    published: await Promise.all(miniF2FFiles.map(load)),
    heldOut: await loadTheorems(inWork(place)("held-out.jsonl")),
  };
}

export const lines = (rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join("");

const modelNames = ["config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"] as const;

/** A model's files, by names in a folder. */
export const modelFiles = (folder: string, name: string): Record<string, string> =>
  filesIn(folder, modelNames, `${name}/`);

export const saveTinyModel = (directory: string, { config, parameters, tokenizerFiles }: TinyModel): Promise<void> =>
  saveModel(directory, { config, parameters, tokenizer: tokenizerFiles });

/** What `saveTinyModel` wrote, number for number. */
export async function openTinyModel(directory: string): Promise<TinyModel> {
  const model = await loadModel(directory);
  const read = (name: string): Promise<Record<string, unknown>> =>
    readRecord(path.join(directory, name), z.record(z.string(), z.unknown()));
  return {
    config: model.config,
    parameters: await readParameters(model),
    tokenizerFiles: { definition: await read("tokenizer.json"), config: await read("tokenizer_config.json") },
  };
}
