import { type TensorValue, toNumbers } from "@lemma/autodiff";
import { type Example, type PromptFormat, Random } from "@lemma/interfaces";
import { ProofPool } from "@lemma/loop";
import { type LoraConfig, type LoraParameters, initLora } from "@lemma/lora";
import {
  type LlamaConfig,
  type PromptFormatName,
  type Tokenizer,
  exampleTokens,
  llamaModules,
  promptFormat,
} from "@lemma/prover";
import { type Split, type TheoryTheorem, drawTheory } from "@lemma/theories";
import { completionBatch } from "@lemma/train";
import { encodeExamples } from "@lemma/weigher";
import type { Completions, StudyingBatch } from "./loss.ts";
import type { WeighedBatch } from "./weighed-loss.ts";

/** One theory as it is learnt from: what is studied, and what is asked afterwards. */
export interface Lesson {
  readonly studied: readonly Example[];
  readonly asked: readonly Example[];
}

export interface LessonSettings {
  readonly split: Split;
  /** Examples studied: those of the theory and of its distractors that are nearest to a target. */
  readonly studied: number;
  /** The most targets asked about. */
  readonly asked: number;
  readonly distractors: number;
  /** Whether a name stands for what it stands for in this theory only, or in all of them. */
  readonly names: "drawn" | "fixed";
}

/**
 * The lesson of a seed: a theory, one of its targets, the proofs nearest to it, and as many of the theory's targets as these proofs
 * bear on: whose facts they all name.
 */
export function lessonOf(seed: Random, { split, studied, asked, distractors, names }: LessonSettings): Lesson {
  for (let draw = 0; ; draw += 1) {
    const random = seed.fork("lesson", draw);
    const theory = drawTheory(random, { id: "lesson", split, distractors, names, targetsPerPair: 3 });
    const targets = random.shuffle(theory.theorems.filter(({ role }) => role === "target"));
    const known = [...theory.theorems.filter(({ role }) => role !== "target"), ...theory.distractors];
    const pool = new ProofPool(known.map((example) => ({ ...example, source: "context" })));
    const near = pool.nearest(targets[0]!.theorem, studied);
    const text = near.map(({ proof }) => proof).join("\n");
    const covered = targets.filter((target) => citedBy(target).every((fact) => new RegExp(`\\b${fact}\\b`).test(text)));
    if (covered.length > 0) return { studied: random.shuffle(near), asked: covered.slice(0, asked) };
  }
}

/** The facts that a target's answer names. */
const citedBy = ({ proof }: TheoryTheorem): readonly string[] => /\[(.*?)\]/.exec(proof)![1]!.split(", ");

/** What lessons become numbers with. */
export interface Encoding {
  readonly config: LlamaConfig;
  readonly tokenizer: Tokenizer;
  readonly format: PromptFormatName;
  /** Whether targets are asked with the studied examples in their prompt. */
  readonly shown: boolean;
}

/** A lesson as numbers, with an adapter to start from. */
export function batchOf(
  { studied, asked }: Lesson,
  { config, tokenizer, format, shown }: Encoding,
  start: LoraParameters<TensorValue>,
): StudyingBatch<TensorValue> {
  const bare = promptFormat(format);
  const showing: PromptFormat = { ...bare, prove: (theorem) => bare.prove(theorem, studied) };
  const rows = (examples: readonly Example[], own: PromptFormat): Completions<TensorValue> =>
    completionsOf({ config, tokenizer }, own, examples, 1 / examples.length);
  return { start, studied: rows(studied, bare), asked: rows(asked, shown ? showing : bare) };
}

/** A lesson's first target and what a Weigher is to weigh for it. Each example's mask sums to 1, so that its weight is its share. */
export function weighedBatchOf(
  { studied, asked }: Lesson,
  { config, tokenizer, format }: Pick<Encoding, "config" | "tokenizer" | "format">,
  maxTokens: number,
): WeighedBatch<TensorValue> {
  const rows = (examples: readonly Example[]): Completions<TensorValue> =>
    completionsOf({ config, tokenizer }, promptFormat(format), examples, 1);
  const target = asked[0]!;
  const studying = rows(studied);
  const length = BigInt(studying.tokens.dims[1]!);
  const { dims, data } = studying.places;
  return {
    pairs: encodeExamples(tokenizer, target.theorem, studied, maxTokens),
    studied: studying,
    rows: { dtype: "int64", dims, data: (data as BigInt64Array).map((place) => place / length) },
    asked: rows([target]),
  };
}

/** An adapter of a theory's own. */
export const drawnStart = (lora: LoraConfig, config: LlamaConfig, random: Random): LoraParameters<TensorValue> =>
  initLora(lora, llamaModules(config), random.fork("adapt"));

/** The examples' rows, with labels and mask only where something is learnt. */
function completionsOf(
  { config, tokenizer }: Pick<Encoding, "config" | "tokenizer">,
  format: PromptFormat,
  examples: readonly Example[],
  weight: number,
): Completions<TensorValue> {
  const { tokens, labels, mask } = completionBatch(
    examples.map((example) => exampleTokens({ config, tokenizer }, format, { ...example, weight })),
    { normalizer: "example", padToMultipleOf: 8, contextLength: config.contextLength },
  );
  const places = toNumbers(mask).flatMap((share, place) => (share === 0 ? [] : [place]));
  const dims = [places.length];
  const [next, shares] = [toNumbers(labels), toNumbers(mask)];
  const integers = (numbers: readonly number[]): TensorValue => ({
    dtype: "int64",
    dims,
    data: BigInt64Array.from(numbers, BigInt),
  });
  return {
    tokens,
    places: integers(places),
    labels: integers(places.map((place) => next[place]!)),
    mask: { dtype: "float32", dims, data: Float32Array.from(places, (place) => shares[place]!) },
  };
}
