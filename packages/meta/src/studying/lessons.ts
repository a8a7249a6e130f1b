import { type TensorValue } from "@lemma/autodiff";
import { type Example, Random } from "@lemma/interfaces";
import { ProofPool } from "@lemma/loop";
import { type LoraConfig, initLora } from "@lemma/lora";
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
import type { StudyingBatch } from "./loss.ts";

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
}

/**
 * The lesson of a seed: a theory, one of its targets, the proofs nearest to it, and as many of the theory's targets as these proofs
 * bear on: whose facts they all name.
 */
export function lessonOf(seed: Random, { split, studied, asked, distractors }: LessonSettings): Lesson {
  for (let draw = 0; ; draw += 1) {
    const random = seed.fork("lesson", draw);
    const theory = drawTheory(random, { id: "lesson", split, distractors, targetsPerPair: 3 });
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

/** A lesson as numbers, with an adapter of its own to start from. */
export function batchOf(
  { studied, asked }: Lesson,
  {
    config,
    tokenizer,
    format,
    lora,
  }: {
    readonly config: LlamaConfig;
    readonly tokenizer: Tokenizer;
    readonly format: PromptFormatName;
    readonly lora: LoraConfig;
  },
  random: Random,
): StudyingBatch<TensorValue> {
  const rows = (examples: readonly Example[]): ReturnType<typeof completionBatch> =>
    completionBatch(
      examples.map((example) =>
        exampleTokens({ config, tokenizer }, promptFormat(format), { ...example, weight: 1 / examples.length }),
      ),
      { normalizer: "example", padToMultipleOf: 8, contextLength: config.contextLength },
    );
  return {
    start: initLora(lora, llamaModules(config), random.fork("adapt")),
    studied: rows(studied),
    asked: rows(asked),
  };
}
