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
}

/**
 * Streams a JSONL file, one record at a time; `.gz` is unpacked on the way. Empty lines are skipped.
 *
 * @throws {InputError} with file and line, for a file that cannot be read or a line that is not JSON.
 */
export async function* readJsonl(file: string): AsyncGenerator<RawRecord> {
  const bytes = createReadStream(file);
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
      if (content.trim() !== "") yield { file, line, value: parse(content, file, line) };
    }
  } catch (error) {
    if (error instanceof InputError) throw error;
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

function parse(text: string, file: string, line: number): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new InputError(`not JSON: ${(error as Error).message}`, { file, line }, { cause: error });
  }
}
