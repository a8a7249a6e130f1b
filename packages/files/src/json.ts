import { readFile } from "node:fs/promises";
import { InputError, type InputLocation } from "@lemma/interfaces";
import type { ZodType } from "zod";

/** @throws {InputError} with the place, the field and what it should be, where the value is none of the schema's. */
export function checkRecord<T>(value: unknown, schema: ZodType<T>, location: InputLocation = {}): T {
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  const [issue] = error.issues;
  const field = issue?.path.join(".") ?? "";
  throw new InputError(issue?.message ?? "not what was expected", { ...location, ...(field === "" ? {} : { field }) });
}

/** @throws {InputError} with the place, where the text is not JSON or the value none of the schema's. */
export function parseRecord<T>(text: string, schema: ZodType<T>, location: InputLocation = {}): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new InputError("not JSON", location, { cause });
  }
  return checkRecord(value, schema, location);
}

/** A JSON file. @throws {InputError} where it cannot be read, or is not what it should be. */
export async function readRecord<T>(file: string, schema: ZodType<T>): Promise<T> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new InputError("expected a readable file", { file }, { cause });
  });
  return parseRecord(text, schema, { file });
}

/** The same; undefined where there is no such file. */
export async function readRecordIfPresent<T>(file: string, schema: ZodType<T>): Promise<T | undefined> {
  try {
    return await readRecord(file, schema);
  } catch (error) {
    const cause = error instanceof InputError ? error.cause : undefined;
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return undefined;
    throw error;
  }
}

/** A JSON-lines file; a last line without an end was torn by a kill and is left out. @throws {InputError} with file, line and field. */
export async function readRecords<T>(file: string, schema: ZodType<T>): Promise<readonly T[]> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new InputError("expected a readable file", { file }, { cause });
  });
  return text
    .split("\n")
    .slice(0, -1)
    .map((line, index) => parseRecord(line, schema, { file, line: index + 1 }));
}
