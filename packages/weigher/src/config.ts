import { LemmaError } from "@lemma/interfaces";
import type { LlamaConfig } from "@lemma/prover";

/** The parts of what is scored, each marked by its own learnt vector: the target T, the lemma l and its proof p. */
export const segments = ["target", "lemma", "proof"] as const;

export const attentions = ["causal", "bidirectional", "none"] as const;
type Attention = (typeof attentions)[number];

export interface WeigherConfig {
  /** The base architecture, cut down; see `cutDown`. */
  readonly encoder: LlamaConfig;
  /**
   * Whether tokens see those after them: a cut of a base model was trained `causal`, a fresh one does better without. `none`: there are no
   * layers; each of the target's tokens, with the one before it, looks for its like in the example (late interaction, Khattab & Zaharia
   * 2020, arXiv:2004.12832). That is learnt from few targets, where what counts is which names both are about.
   */
  readonly attention: Attention;
  /** τ in w = softmax(score / τ). */
  readonly temperature: number;
  /**
   * Tokens of T, l and p together; the longest part gives way first. More than the encoder's context length is meant for
   * fresh encoders only: a cut of a base model has never seen such positions.
   */
  readonly maxTokens: number;
}

/** The paper's Weigher: 2 layers and 4 heads of the base architecture, at the base's width. */
export function cutDown(base: LlamaConfig, { layers = 2, heads = 4 } = {}): LlamaConfig {
  const group = base.heads / base.keyValueHeads;
  const kept = Math.min(heads, base.heads);
  return {
    ...base,
    layers: Math.min(layers, base.layers),
    heads: kept,
    keyValueHeads: Math.max(1, Math.floor(kept / group)),
    // Nothing is predicted, so there is no output layer.
    tiedEmbeddings: true,
  };
}

/** A Weigher's folder that cannot be used: a setting out of range, or tensors that are not the configuration's. */
export class WeigherFormatError extends LemmaError {
  readonly code = "weigher-format";

  constructor(place: string, expected: string, received: string, options?: ErrorOptions) {
    super(`${place}: expected ${expected}, received ${received}`, options);
  }
}

/** @throws {WeigherFormatError} naming the setting. */
export function checkWeigherConfig(config: WeigherConfig, place = "weigher"): void {
  if (!(config.temperature > 0 && Number.isFinite(config.temperature)))
    throw new WeigherFormatError(place, "a positive temperature", String(config.temperature));
  if (!Number.isSafeInteger(config.maxTokens) || config.maxTokens < segments.length)
    throw new WeigherFormatError(place, `maxTokens of at least ${segments.length}`, String(config.maxTokens));
}
