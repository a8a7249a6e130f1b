import path from "node:path";
import { writeWhole } from "@lemma/files";
import { InputError, type Theorem, assemble } from "@lemma/interfaces";
import { isLeanFile } from "@lemma/lean-text";

export interface Proved {
  readonly theorem: Theorem;
  readonly proof: string;
}

/** A theorem with its proof, as Lean. */
export const asLean = ({ theorem, proof }: Proved): string =>
  (isLeanFile(proof) ? proof : assemble(theorem, proof)).trimEnd();

const writers: Readonly<Record<string, (proved: readonly Proved[]) => string>> = {
  ".jsonl": (proved) =>
    proved
      .map(({ theorem: { id, statement, header }, proof }) => {
        const answer = isLeanFile(proof) ? { code: proof } : { proof };
        return `${JSON.stringify({ id, statement, ...(header === undefined ? {} : { header }), ...answer })}\n`;
      })
      .join(""),
  ".lean": (proved) => {
    const [header = ""] = headersOf(proved.map(({ theorem }) => theorem));
    return [...(header === "" ? [] : [header]), ...proved.map(asLean)].join("\n\n").concat("\n");
  },
};

const headersOf = (theorems: readonly Theorem[]): ReadonlySet<string> =>
  new Set(theorems.map(({ header = "" }) => header.trim()));

/**
 * How proofs of these theorems go to this file.
 *
 * @throws {InputError} for a file that is neither Lean nor JSON lines, or a Lean one of theorems that stand in different contexts: what
 *   stands before a theorem is part of its meaning.
 */
export function proofWriter(file: string, theorems: readonly Theorem[]): (proved: readonly Proved[]) => Promise<void> {
  const write = writers[path.extname(file)];
  if (write === undefined)
    throw new InputError(`--out: expected a name in ${Object.keys(writers).join(" or ")}, received "${file}"`);
  if (path.extname(file) === ".lean" && headersOf(theorems).size > 1)
    throw new InputError(
      "--out: these theorems stand in different contexts and are no one Lean file; name a .jsonl file",
      {
        file,
      },
    );
  return (proved) => writeWhole(file, write(proved));
}
