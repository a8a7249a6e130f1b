import {
  type MetaSettingsOverrides,
  type SettingsOverrides,
  type StudyingOverrides,
  metaOverridesSchema,
  settingsOverridesSchema,
  studyingOverridesSchema,
} from "@lemma/core";
import { readRecord } from "@lemma/files";

/** What a settings file changes: fields of the loop's settings and, under `meta` and `studying`, of meta-training's. */
export interface SettingsFile {
  readonly loop: SettingsOverrides;
  readonly meta: MetaSettingsOverrides;
  readonly studying: StudyingOverrides;
}

const schema = settingsOverridesSchema.extend({
  meta: metaOverridesSchema.exactOptional(),
  studying: studyingOverridesSchema.exactOptional(),
});

/** @throws {InputError} with the file and the field that is wrong. */
export async function readSettings(file: string): Promise<SettingsFile> {
  const { meta = {}, studying = {}, ...loop } = await readRecord(file, schema);
  return { loop, meta, studying };
}
