import type { Completion } from "@lemma/interfaces";
import { type LemmaParts, type LemmaSettings, tinySettings } from "@lemma/loop";
import { LeanLite } from "@lemma/lean-lite";
import { promptFormat } from "@lemma/prover";

/** A prover without a model: it answers with these proofs, in turn, and proposes no lemmas. */
export function stockParts(proofs: readonly string[]): LemmaParts {
  const said = (text: string): Completion => ({ text, tokens: [], logprobs: [], finishReason: "stop" });
  const prover = {
    model: "stock proofs",
    format: promptFormat("tiny"),
    room: () => Infinity,
    generate: async (prompts: readonly string[], samples: number) =>
      prompts.map(() => Array.from({ length: samples }, (_one, i) => said(proofs[i % proofs.length]!))),
    conjecture: async () => [],
    [Symbol.asyncDispose]: async () => {},
  };
  const trainer = { fits: () => false, adapt: () => Promise.reject(new Error("nothing to train")) };
  return { prover, trainer, verifier: new LeanLite() };
}

/** One attempt with each of so many proofs, without studying. */
export const attemptsOf = (count: number): LemmaSettings => ({ ...tinySettings, adapt: false, attempts: count });
