import { stat } from "node:fs/promises";
import path from "node:path";
import { InputError, type Theorem, type Verifier } from "@lemma/interfaces";

/** The theorems whose statements the verifier can read: what is outside it teaches and shows nothing. */
export async function readableTheorems(theorems: Iterable<Theorem>, verifier: Verifier): Promise<readonly Theorem[]> {
  const readable: Theorem[] = [];
  for (const theorem of theorems) {
    if ((await verifier.read(theorem)).status === "read") readable.push(theorem);
  }
  return readable;
}

/** @throws {InputError} when a run stands there already: results of two are not mixed by accident. */
export async function refuseUsed(out: string, file: string): Promise<void> {
  if ((await stat(path.join(out, file)).catch(() => undefined)) !== undefined)
    throw new InputError("holds a run already: --resume goes on with it", { file: out });
}
