import { totalmem } from "node:os";
import type { LlamaConfig } from "../config.ts";
import type { PromptRows } from "./row.ts";

/**
 * How many rows of `tokens` tokens, prompts included, are sampled together: at most `rows`, whose keys and values fit into
 * `cacheBytes`; at least one. What a step copies comes on top, and the weights. The options are `LocalProver`'s.
 */
export function rowsThatFit(
  config: LlamaConfig,
  tokens: number,
  { rows = 64, cacheBytes }: { readonly rows?: number; readonly cacheBytes?: number } = {},
): number {
  return Math.min(rows, Math.max(1, Math.floor(tokensThatFit(config, cacheBytes) / tokens)));
}

/** How many tokens' keys and values `cacheBytes` hold. */
export function tokensThatFit(config: LlamaConfig, cacheBytes: number = totalmem() / 4): number {
  return Math.floor(cacheBytes / tokenBytes(config));
}

/** What a token's keys and values take. */
export const tokenBytes = ({ layers, keyValueHeads, headDim }: LlamaConfig): number =>
  2 * layers * keyValueHeads * headDim * Float32Array.BYTES_PER_ELEMENT;

/** Prompts with their rows, cut into batches of at most `limit` rows; prompts of similar length stay together. */
export function batches<R extends PromptRows["rows"][number]>(
  prompts: readonly { readonly prompt: readonly number[]; readonly rows: readonly R[] }[],
  limit: number,
): { readonly prompt: readonly number[]; readonly rows: readonly R[] }[][] {
  const pieces = prompts
    .flatMap(({ prompt, rows }) =>
      Array.from({ length: Math.ceil(rows.length / limit) }, (_, i) => ({
        prompt,
        rows: rows.slice(i * limit, (i + 1) * limit),
      })),
    )
    .sort((a, b) => a.prompt.length - b.prompt.length);
  const result: (typeof pieces)[] = [];
  let batch: typeof pieces = [];
  for (const piece of pieces) {
    const width = Math.max(piece.rows.length, ...batch.map(({ rows }) => rows.length));
    if (batch.length > 0 && (batch.length + 1) * width > limit) {
      result.push(batch);
      batch = [];
    }
    batch.push(piece);
  }
  if (batch.length > 0) result.push(batch);
  return result;
}
