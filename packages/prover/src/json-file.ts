import { readFile } from "node:fs/promises";
import { InputError } from "@lemma/interfaces";

/** @throws {InputError} naming the file where it is absent or not JSON. */
export async function readJson(file: string): Promise<unknown> {
  const text = await readTextIfPresent(file);
  if (text === undefined) throw new InputError("expected a readable file", { file });
  return parseJson(text, file);
}

/** Undefined where there is no such file. */
export async function readJsonIfPresent(file: string): Promise<unknown> {
  const text = await readTextIfPresent(file);
  return text === undefined ? undefined : parseJson(text, file);
}

/** Undefined where there is no such file. */
export async function readTextIfPresent(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new InputError("expected a readable file", { file }, { cause });
  }
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new InputError("expected JSON", { file }, { cause });
  }
}
