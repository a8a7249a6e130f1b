import { readFile } from "node:fs/promises";
import {
  type MetaSettingsOverrides,
  type SettingsOverrides,
  type StudyingOverrides,
  studyingSettings,
  tinyMetaSettings,
  tinySettings,
} from "@lemma/core";
import { InputError } from "@lemma/interfaces";

/** What a settings file changes: fields of the loop's settings and, under `meta` and `studying`, of meta-training's. */
export interface SettingsFile {
  readonly loop: SettingsOverrides;
  readonly meta: MetaSettingsOverrides;
  readonly studying: StudyingOverrides;
}

/** @throws {InputError} with the file and the field that is wrong. */
export async function readSettings(file: string): Promise<SettingsFile> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new InputError("cannot be read", { file }, { cause });
  });
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw new InputError(`not JSON: ${(cause as Error).message}`, { file }, { cause });
  }
  checkFields(parsed, { ...tinySettings, meta: tinyMetaSettings, studying: studyingSettings }, file, "");
  type Given = SettingsOverrides & { readonly meta?: MetaSettingsOverrides; readonly studying?: StudyingOverrides };
  const { meta = {}, studying = {}, ...loop } = parsed as Given;
  return { loop, meta, studying };
}

/** Every field of `given` must be one of `shape`'s, of the same type. */
function checkFields(given: unknown, shape: object, file: string, prefix: string): void {
  if (typeof given !== "object" || given === null || Array.isArray(given))
    throw new InputError("expected an object", { file, ...(prefix === "" ? {} : { field: prefix.slice(0, -1) }) });
  for (const [name, value] of Object.entries(given)) {
    const expected = (shape as Readonly<Record<string, unknown>>)[name];
    const field = prefix + name;
    // Sampling has optional fields that a preset may leave out.
    if (expected === undefined && ["topP", "topK"].includes(name) && typeof value === "number") continue;
    if (expected === undefined) throw new InputError("no such setting", { file, field });
    if (Array.isArray(expected)) continue;
    if (typeof expected === "object" && expected !== null) checkFields(value, expected, file, `${field}.`);
    else if (typeof value !== typeof expected)
      throw new InputError(`expected a ${typeof expected}, received ${JSON.stringify(value)}`, { file, field });
  }
}
