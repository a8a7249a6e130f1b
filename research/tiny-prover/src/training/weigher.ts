import { Random } from "@lemma/interfaces";
import type { LlamaConfig } from "@lemma/prover";
import { type WeigherConfig, initWeigher, saveWeigher } from "@lemma/weigher";

const maxTokens = 384;

/**
 * The embedded model's Weigher: 2 layers and 4 heads of the base architecture, narrower than the base so that both together
 * stay below 10 MB, and therefore started at random.
 */
export function weigherConfigOf(base: LlamaConfig): WeigherConfig {
  const encoder = {
    ...base,
    hiddenSize: 64,
    intermediateSize: 176,
    layers: 2,
    heads: 4,
    keyValueHeads: 4,
    headDim: 16,
    tiedEmbeddings: true,
    // T, l and p together are longer than what the base reads. It starts afresh, so that its context is its own.
    contextLength: maxTokens,
  };
  return { encoder, attention: "bidirectional", temperature: 1, maxTokens };
}

/** Writes an untrained Weigher, which weights all examples alike. */
export async function saveFreshWeigher(
  directory: string,
  base: LlamaConfig,
  tokenizerDirectory: string,
  seed: number,
): Promise<void> {
  const config = weigherConfigOf(base);
  await saveWeigher(
    directory,
    { config, parameters: initWeigher(config, new Random(seed).fork("weigher")) },
    tokenizerDirectory,
  );
}
