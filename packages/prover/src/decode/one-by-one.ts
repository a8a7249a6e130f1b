import type { Completion } from "@lemma/interfaces";
import { type GenerateSettings, chunkSteps } from "./generate.ts";
import { isMuchSmaller } from "./grid.ts";
import { columnsFor } from "./row-cache.ts";

/**
 * Tells the meter what `generateBatch` would have cost for these completions of one prompt, at most `limit` rows at a time: what a sample costs
 * must not depend on how many others begin as it does. The same to the operation where rows end by a token or at their limit; one that
 * a stop string ends is taken to run to the end of its chunk.
 */
export async function countOneByOne(
  prompt: readonly number[],
  completions: readonly Completion[],
  limit: number,
  settings: GenerateSettings & { readonly maxTokens: number },
): Promise<void> {
  const { engine, adapted, adapters, mode, chunkTokens, endTokens, maxTokens, topK } = settings;
  const prefix = Math.max(1, prompt.length - 1);
  for (let from = 0; from < completions.length; from += limit) {
    await engine.countPrefill(adapted, adapters, prefix);
    let rows = completions.slice(from, from + limit);
    let [used, grown] = [0, 0];
    for (let active = rows; active.length > 0;) {
      const steps = Math.min(chunkSteps(chunkTokens, used), maxTokens - used);
      // The loop ends once each of its rows has drawn an end.
      const areEnded = active.every(
        ({ tokens }) => tokens.length <= used + steps && endTokens.includes(tokens.at(-1)!),
      );
      const taken = areEnded ? Math.max(...active.map(({ tokens }) => tokens.length)) - used : steps;
      const sizes = { prompts: 1, samples: rows.length, width: 1, prefix, grown, steps: taken, ranks: topK };
      await engine.countChunk(adapted, mode, adapters, sizes);
      used += taken;
      if (used > grown) grown = columnsFor(used);
      const now = used;
      active = active.filter(({ tokens }) => tokens.length > now);
      if (isMuchSmaller(active.length, rows.length)) rows = active;
    }
  }
}
