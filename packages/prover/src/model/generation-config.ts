import path from "node:path";
import { readRecordIfPresent } from "@lemma/files";
import type { SamplingSettings } from "@lemma/interfaces";
import { generationSchema } from "../config-file.ts";

export type SamplingDefaults = Partial<Pick<SamplingSettings, "temperature" | "topP" | "topK">>;

/** What `generation_config.json` says: where generation ends, in a list that is often longer than `config.json`'s, and how to draw. */
export async function readGenerationConfig(
  directory: string,
): Promise<{ readonly eosTokenIds: readonly number[]; readonly sampling: SamplingDefaults }> {
  const found = await readRecordIfPresent(path.join(directory, "generation_config.json"), generationSchema);
  if (found === undefined) return { eosTokenIds: [], sampling: {} };
  const { eos_token_id: eosTokenIds, do_sample: draws, temperature, top_p: topP, top_k: topK } = found;
  return {
    eosTokenIds,
    // Without `do_sample` transformers takes the likeliest token, whatever else the file says: no proofs to choose from.
    sampling:
      draws === true
        ? Object.fromEntries(Object.entries({ temperature, topP, topK }).filter(([, value]) => value !== undefined))
        : {},
  };
}
