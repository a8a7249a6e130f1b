import { Tokenizer } from "@huggingface/tokenizers";
import { Random } from "@lemma/interfaces";
import { expect, test } from "vitest";
import { generateGroup } from "../corpus/generate.ts";
import { tokenizerDefinition, trainBpe } from "./train-bpe.ts";

const special = ["<|end|>", "<|prove|>"];
const corpus = Array.from({ length: 400 }, (_, i) => {
  const { target } = generateGroup(new Random(i), "t", 0);
  return `${target.statement}\n${target.proofs[0]}`;
});
const trained = trainBpe(corpus, { vocabularySize: 480, specialTokens: special });
const tokenizer = new Tokenizer(tokenizerDefinition(trained, special), {});

test("every byte string survives encoding and decoding", () => {
  for (const text of [...corpus.slice(0, 50), "⊢ ∀ ε > 0, ∃ δ, |x - δ| < ε\n\t  -- ok", "日本語 🙂 naïve"]) {
    expect(tokenizer.decode(tokenizer.encode(text, { add_special_tokens: false }).ids)).toBe(text);
  }
});

test("the vocabulary has the size asked for, special tokens first, and compresses its corpus", () => {
  expect(trained.vocabulary).toHaveLength(480);
  expect(new Set(trained.vocabulary).size).toBe(480);
  expect(tokenizer.encode("<|prove|>x<|end|>", { add_special_tokens: false }).ids).toEqual([1, expect.any(Number), 0]);
  const bytes = corpus.reduce((total, text) => total + Buffer.byteLength(text), 0);
  const tokens = corpus.reduce(
    (total, text) => total + tokenizer.encode(text, { add_special_tokens: false }).ids.length,
    0,
  );
  expect(bytes / tokens).toBeGreaterThan(2);
});

test("digits stay apart", () => {
  expect(tokenizer.encode("x = 1234", { add_special_tokens: false }).tokens.slice(-4)).toEqual([
    expect.stringMatching(/1$/),
    "2",
    "3",
    "4",
  ]);
});
