import { tensor, type TensorValue } from "@lemma/autodiff";
import { type Completion, InputError } from "@lemma/interfaces";
import { type AdvantageSettings, advantageDefaults, groupAdvantages } from "./advantages.ts";
import { aggregations, type BatchSize } from "./tables.ts";

/** The completions drawn for one prompt, with what each earned. */
export interface Group {
  readonly completions: readonly Pick<Completion, "tokens" | "logprobs" | "finishReason">[];
  /** One per completion; undefined where it could not be judged. */
  readonly rewards: readonly (number | undefined)[];
}

export interface BatchSettings {
  readonly advantages: AdvantageSettings;
  readonly aggregation: keyof typeof aggregations;
  /** Completions per micro-batch. */
  readonly microBatch: number;
  /** Leave out all tokens of completions that ran into the length limit: their reward says nothing of their end. DAPO, §3.4 */
  readonly maskTruncated: boolean;
  /** The sampler's `maxTokens`: what `dr_grpo` divides by. */
  readonly maxTokens: number;
}

export const batchDefaults: Omit<BatchSettings, "maxTokens"> = {
  advantages: advantageDefaults,
  aggregation: "dapo",
  microBatch: 8,
  maskTruncated: false,
};

/** Feeds for one micro-batch, padded on the right to its longest completion. Float32; tokens int64. */
export interface MicroBatch {
  /** Where its rows stand among all completions, group by group. */
  readonly rows: readonly number[];
  /** `[B, T]`, padded with `padToken`. */
  readonly tokens: TensorValue;
  /** `[B, T]` */
  readonly mask: TensorValue;
  /** `[B, T]` the sampler's log-probabilities, 0 where padded. */
  readonly oldLogprobs: TensorValue;
  /** `[B]` */
  readonly advantages: TensorValue;
  /** Scalar. */
  readonly denominator: TensorValue;
}

/**
 * Cuts groups into micro-batches whose losses and gradients add up to those of the whole.
 *
 * @throws {InputError} when rewards and completions do not pair up, or a completion lacks log-probabilities.
 */
export function microBatches(groups: readonly Group[], settings: BatchSettings, padToken = 0): MicroBatch[] {
  for (const [index, { completions, rewards }] of groups.entries()) {
    if (completions.length !== rewards.length)
      throw new InputError(`group ${index} has ${completions.length} completions but ${rewards.length} rewards`);
    for (const { tokens, logprobs } of completions)
      if (tokens.length !== logprobs.length)
        throw new InputError(`a completion of group ${index} has ${tokens.length} tokens, ${logprobs.length} logprobs`);
  }
  const advantages = groupAdvantages(
    groups.map(({ rewards }) => rewards),
    settings.advantages,
  ).flat();
  const completions = groups.flatMap((group) => group.completions);
  // An unjudged completion counts for nothing, so neither it nor its tokens may dilute the others.
  const judged = groups.flatMap(({ rewards }) => rewards.map((reward) => reward !== undefined));
  const counted = completions.map(({ tokens, finishReason }, row) =>
    judged[row] === true && !(settings.maskTruncated && finishReason === "length") ? tokens.length : 0,
  );
  const sizeOf = (rows: readonly number[]): BatchSize => ({
    sequences: Math.max(1, rows.filter((row) => judged[row]).length),
    tokens: rows.reduce((sum, row) => sum + counted[row]!, 0),
  });
  const all = sizeOf([...counted.keys()]);
  const cuts = Array.from({ length: Math.ceil(completions.length / settings.microBatch) }, (_, cut) =>
    counted.map((__, row) => row).slice(cut * settings.microBatch, (cut + 1) * settings.microBatch),
  );
  const { denominator } = aggregations[settings.aggregation];
  return cuts.map((rows) => {
    const width = Math.max(1, ...rows.map((row) => completions[row]!.tokens.length));
    const fill = (value: (row: number, at: number) => number): number[][] =>
      rows.map((row) => Array.from({ length: width }, (_, at) => value(row, at)));
    const dims = [rows.length, width];
    const micro = sizeOf(rows);
    return {
      rows,
      tokens: tensor(
        "int64",
        dims,
        fill((row, at) => completions[row]!.tokens[at] ?? padToken),
      ),
      mask: tensor(
        "float32",
        dims,
        fill((row, at) => (at < counted[row]! ? 1 : 0)),
      ),
      oldLogprobs: tensor(
        "float32",
        dims,
        fill((row, at) => completions[row]!.logprobs[at] ?? 0),
      ),
      advantages: tensor(
        "float32",
        [rows.length],
        rows.map((row) => advantages[row]!),
      ),
      denominator: tensor("float32", [], [denominator(micro, all, cuts.length, settings.maxTokens)]),
    };
  });
}
