import { InputError, type SamplingSettings } from "@lemma/interfaces";
import type { SamplingMode } from "./sampling.ts";

/** How tokens are drawn, all of it said. */
export interface DrawSettings {
  readonly mode: SamplingMode;
  /** 1 for greedy. */
  readonly temperature: number;
  readonly topP: number;
  /** How many of the likeliest tokens are kept, all of the vocabulary included. */
  readonly topK: number;
}

/** @throws {InputError} naming the setting that has no meaning: some would sample noise in silence, others for ever. */
export function drawSettings(sampling: SamplingSettings, vocabularySize: number): DrawSettings {
  const { temperature, topP = 1, topK = 0, maxTokens } = sampling;
  const expect = (field: string, isRight: boolean, expected: string, received: number): void => {
    if (!isRight) throw new InputError(`sampling: expected ${expected}, received ${received}`, { field });
  };
  expect("temperature", temperature >= 0 && temperature < Infinity, "0 (greedy) or more", temperature);
  expect("topP", topP > 0 && topP <= 1, "more than 0 and at most 1", topP);
  expect("topK", Number.isSafeInteger(topK) && topK >= 0, "0 (all) or a positive integer", topK);
  expect("maxTokens", Number.isSafeInteger(maxTokens) && maxTokens >= 1, "a positive integer", maxTokens);
  const kept = topK === 0 ? vocabularySize : Math.min(topK, vocabularySize);
  if (temperature === 0) return { mode: "greedy", temperature: 1, topP, topK: kept };
  return { mode: topP < 1 || kept < vocabularySize ? "filtered" : "full", temperature, topP, topK: kept };
}
