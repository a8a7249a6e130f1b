import path from "node:path";
import type { SamplingSettings } from "@lemma/interfaces";
import { Fields } from "../config-fields.ts";
import { readJsonIfPresent } from "../json-file.ts";

export type SamplingDefaults = Partial<Pick<SamplingSettings, "temperature" | "topP" | "topK">>;

/** What `generation_config.json` says: where generation ends, in a list that is often longer than `config.json`'s, and how to draw. */
export async function readGenerationConfig(
  directory: string,
): Promise<{ readonly eosTokenIds: readonly number[]; readonly sampling: SamplingDefaults }> {
  const file = path.join(directory, "generation_config.json");
  const json = await readJsonIfPresent(file);
  if (json === undefined) return { eosTokenIds: [], sampling: {} };
  const fields = new Fields(json, file);
  const number = (name: string): number | undefined => (fields.has(name) ? fields.number(name) : undefined);
  const drawn = { temperature: number("temperature"), topP: number("top_p"), topK: number("top_k") };
  return {
    eosTokenIds: fields.ids("eos_token_id"),
    // Without `do_sample` transformers takes the likeliest token, whatever else the file says: no proofs to choose from.
    sampling: fields.flag("do_sample", false)
      ? Object.fromEntries(Object.entries(drawn).filter(([, value]) => value !== undefined))
      : {},
  };
}
