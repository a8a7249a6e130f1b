import { stat } from "node:fs/promises";
import path from "node:path";
import type { ReadOptions } from "@lemma/datasets";
import { InputError, type Theorem, type Verifier } from "@lemma/interfaces";
import type { Terminal } from "./command.ts";
import type { Arguments } from "./flags.ts";

/** The theorems whose statements the verifier can read: what is outside it teaches and shows nothing. */
export async function readableTheorems(theorems: Iterable<Theorem>, verifier: Verifier): Promise<readonly Theorem[]> {
  const readable: Theorem[] = [];
  for (const theorem of theorems) {
    if ((await verifier.read(theorem)).status === "read") readable.push(theorem);
  }
  return readable;
}

/** How records are read, as `recordFlags` say. */
export function readOptions(given: Arguments, terminal: Terminal): ReadOptions {
  const split = given.text("split");
  return {
    ...(split === undefined ? {} : { split }),
    onPassedOver: (problem) => terminal.progress(`passed over: ${problem.message}\n`),
    ...(given.has("skip-bad")
      ? { onBadRecord: (error: InputError) => terminal.progress(`skipped: ${error.message}\n`) }
      : {}),
  };
}

/** @throws {InputError} when a run stands there already: results of two are not mixed by accident. */
export async function refuseUsed(out: string, file: string): Promise<void> {
  if ((await stat(path.join(out, file)).catch(() => undefined)) !== undefined)
    throw new InputError("holds a run already: --resume goes on with it", { file: out });
}
