import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { InputError } from "@lemma/interfaces";
import type { DeclaredTheorem } from "./lean.ts";

/** One record as its file has it. `line` counts from 1; in a Parquet file it is the row. */
export interface RawRecord {
  readonly file: string;
  readonly line: number;
  readonly value: unknown;
  /** A theorem of a Lean file, which needs no reading of fields. */
  readonly declared?: DeclaredTheorem;
  /** Why there is no value, where a line is no record at all. */
  readonly problem?: InputError;
}

/**
 * Streams a JSONL file, one record at a time; `.gz` is unpacked on the way. Empty lines are skipped, and a line that is not
 * JSON is a record with a problem.
 *
 * @param bytes the file's content, where it comes from somewhere else.
 * @throws {InputError} for a file that cannot be read.
 */
export async function* readJsonl(file: string, bytes: Readable = createReadStream(file)): AsyncGenerator<RawRecord> {
  const input: Readable = file.endsWith(".gz") ? bytes.pipe(createGunzip()) : bytes;
  // An error before the first read would otherwise go unheard: readline does not forward it.
  let failure: Error | undefined;
  bytes.on("error", (error) => {
    failure = error;
    input.destroy(error);
  });
  input.on("error", (error) => {
    failure ??= error;
  });
  input.setEncoding("utf8");
  const lines = createInterface({ input, crlfDelay: Infinity });
  let line = 0;
  try {
    for await (const text of lines) {
      line += 1;
      const content = line === 1 ? text.replace(/^\uFEFF/, "") : text;
      if (content.trim() !== "") yield { file, line, ...parse(content, file, line) };
    }
  } catch (error) {
    throw unreadable(file, error);
  } finally {
    lines.close();
    bytes.destroy();
  }
  if (failure !== undefined) throw unreadable(file, failure);
}

/** @throws {InputError} naming the file. */
export function unreadable(file: string, cause: unknown): InputError {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (code === "ENOENT") return new InputError("no such file", { file }, { cause });
  return new InputError(
    `cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
    { file },
    { cause },
  );
}

function parse(text: string, file: string, line: number): Pick<RawRecord, "value" | "problem"> {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    const problem = new InputError(`not JSON: ${(error as Error).message}`, { file, line }, { cause: error });
    return { value: undefined, problem };
  }
}
