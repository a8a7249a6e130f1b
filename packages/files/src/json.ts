import { readFile } from "node:fs/promises";
import { InputError, type InputLocation } from "@lemma/interfaces";
import type { ZodType } from "zod";

/** @throws {InputError} with the place, the field and what it should be, where the value is none of the schema's. */
export function checkRecord<T>(value: unknown, schema: ZodType<T>, location: InputLocation = {}): T {
  const { success, data, error } = schema.safeParse(value);
  if (success) return inOrderOf(value, data);
  const [issue] = error.issues;
  const strange = issue?.code === "unrecognized_keys" ? issue.keys.slice(0, 1) : [];
  const field = [...(issue?.path ?? []), ...strange].join(".");
  const problem = strange.length > 0 ? "there is no such field" : (issue?.message ?? "not what was expected");
  throw new InputError(problem, { ...location, ...(field === "" ? {} : { field }) });
}

/**
 * The data with its fields as they stand in the value. A schema puts them in its own order, and a record that is read and
 * written again is to be the same bytes.
 */
function inOrderOf<T>(value: unknown, data: T): T {
  // What a schema says nothing of, such as a vocabulary of 100,000 tokens, is handed on as it is.
  if (value === data) return data;
  if (Array.isArray(value) && Array.isArray(data)) return data.map((each, i) => inOrderOf(value[i], each)) as T;
  if (!isPlain(value) || !isPlain(data)) return data;
  const names = new Set([...Object.keys(value).filter((name) => Object.hasOwn(data, name)), ...Object.keys(data)]);
  return Object.fromEntries(Array.from(names, (name) => [name, inOrderOf(value[name], data[name])])) as T;
}

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;

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
