import { dataFile, hasData, rowsOf } from "../../../tools/data.ts";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { InputError } from "@lemma/interfaces";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { createTokenizer, loadTokenizer } from "./tokenizer.ts";

const read = (file: string): string => readFileSync(dataFile(`tokenizers/${file}`), "utf8");
const deepseek = "deepseek-llm.tokenizer.json";

/** Recorded texts that do not get Hugging Face's ids, or not the text back. */
function mistaken(file: string, field: "deepseek_llm_ids" | "small_ids", special: RegExp): readonly string[] {
  const tokenizer = createTokenizer(JSON.parse(read(file)));
  const vector = z.object({ text: z.string(), ids: z.array(z.number()) });
  const vectors = rowsOf("tokenizers/token_vectors_visible.jsonl").map((row) =>
    vector.parse({ text: row["text"], ids: row[field] }),
  );
  expect(vectors.length).toBeGreaterThan(70);
  return vectors.flatMap(({ text, ids }) =>
    // Special tokens are left out of decoded text.
    tokenizer.encode(text).join() === ids.join() && tokenizer.decode(ids) === text.replaceAll(special, "")
      ? []
      : [text],
  );
}

test("a small vocabulary gives Hugging Face's ids, and the text back", () => {
  expect(mistaken("small-bytelevel-bpe.tokenizer.json", "small_ids", /<\|endoftext\|>/g)).toEqual([]);
});

// DeepSeek's vocabulary may not be handed on.
test.skipIf(!hasData(`tokenizers/${deepseek}`))(
  "DeepSeek's gives Hugging Face's ids, and llama.cpp's for its own test texts (needs the shared data)",
  () => {
    expect(mistaken(deepseek, "deepseek_llm_ids", /<｜(?:begin|end)▁of▁sentence｜>/g)).toEqual([]);
    const tokenizer = createTokenizer(JSON.parse(read(deepseek)));
    const texts = read("ggml-vocab-deepseek-llm.gguf.inp").split("\n__ggml_vocab_test__\n");
    const answers = read("ggml-vocab-deepseek-llm.gguf.out").split("\n");
    expect(texts).toHaveLength(answers.length);
    for (const [i, text] of texts.entries())
      expect(tokenizer.encode(text)).toEqual(answers[i]!.split(/\s+/).filter(Boolean).map(Number));
  },
);

const definition = {
  version: "1.0",
  added_tokens: [
    { id: 3, content: "<s>", special: true, single_word: false, lstrip: false, rstrip: false, normalized: false },
    { id: 4, content: "</s>", special: true, single_word: false, lstrip: false, rstrip: false, normalized: false },
  ],
  normalizer: null,
  pre_tokenizer: { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: true },
  post_processor: null,
  decoder: { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: true },
  model: { type: "BPE", vocab: { a: 0, b: 1, ab: 2 }, merges: ["a b"] },
};

describe("createTokenizer", () => {
  test("puts the beginning-of-sequence token before a prompt, once", () => {
    const tokenizer = createTokenizer(definition, {
      bos_token: { content: "<s>" },
      eos_token: "</s>",
      add_bos_token: true,
    });
    expect(tokenizer.size).toBe(5);
    expect([tokenizer.bosTokenId, tokenizer.eosTokenId]).toEqual([3, 4]);
    expect(tokenizer.encode("aba")).toEqual([2, 0]);
    expect(tokenizer.encodePrompt("aba")).toEqual([3, 2, 0]);
    expect(tokenizer.encodePrompt("<s>aba")).toEqual([3, 2, 0]);
    expect(createTokenizer(definition).encodePrompt("aba")).toEqual([2, 0]);
    expect(tokenizer.decode([3, 2, 0, 4])).toBe("aba");
    expect(tokenizer.decode([])).toBe("");
    expect(tokenizer.encode("")).toEqual([]);
  });
});

test("a prompt goes on, also where the tokenizer ends texts", () => {
  const single = [{ SpecialToken: { id: "<s>", type_id: 0 } }, { Sequence: { id: "A", type_id: 0 } }];
  const template = {
    type: "TemplateProcessing",
    single: [...single, { SpecialToken: { id: "</s>", type_id: 0 } }],
    pair: [],
    special_tokens: {
      "<s>": { id: "<s>", ids: [3], tokens: ["<s>"] },
      "</s>": { id: "</s>", ids: [4], tokens: ["</s>"] },
    },
  };
  const tokenizer = createTokenizer(
    { ...definition, post_processor: template },
    { bos_token: "<s>", eos_token: "</s>" },
  );
  expect(tokenizer.encodePrompt("aba")).toEqual([3, 2, 0]);
  expect(tokenizer.encodePrompt("aba</s>")).toEqual([3, 2, 0, 4]);
});

/** In the manner of Llama 2's: a blank before every text, bytes for what is in no vocabulary, one blank off when decoding. */
const sentencePiece = (() => {
  const bytes = Array.from({ length: 256 }, (_, i) => `<0x${i.toString(16).toUpperCase().padStart(2, "0")}>`);
  const pieces = ["<unk>", "<s>", "</s>", ...bytes, "▁", "▁▁", "h", "i", "▁h", "▁hi", ":", "="];
  const vocab = Object.fromEntries(pieces.map((piece, i) => [piece, i]));
  return createTokenizer(
    {
      version: "1.0",
      added_tokens: ["<unk>", "<s>", "</s>"].map((content, id) => ({ id, content, special: true, normalized: false })),
      normalizer: {
        type: "Sequence",
        normalizers: [
          { type: "Prepend", prepend: "▁" },
          { type: "Replace", pattern: { String: " " }, content: "▁" },
        ],
      },
      pre_tokenizer: null,
      post_processor: null,
      decoder: {
        type: "Sequence",
        decoders: [
          { type: "Replace", pattern: { String: "▁" }, content: " " },
          { type: "ByteFallback" },
          { type: "Fuse" },
          { type: "Strip", content: " ", start: 1, stop: 0 },
        ],
      },
      model: {
        type: "BPE",
        unk_token: "<unk>",
        fuse_unk: true,
        byte_fallback: true,
        vocab,
        merges: ["▁ ▁", "▁ h", "▁h i"],
      },
    },
    { bos_token: "<s>", eos_token: "</s>" },
  );
})();

describe("text that goes on", () => {
  const answers = ["  hi\n    hi\n  hi", "\n  hi", " hi", "hi", "  hi := ℝ", ""];

  test.for(answers)("%j: encodes as the rest of its text does, and comes back whole", (answer) => {
    const next = sentencePiece.encodeNext(answer);
    // A prompt that ends in a line break, as chats do.
    expect([...sentencePiece.encode("hi:=\n"), ...next]).toEqual(sentencePiece.encode(`hi:=\n${answer}`));
    expect(sentencePiece.decodeNext(next)).toBe(answer);
  });

  test("where nothing is put before a text, it is the text's own", () => {
    const tokenizer = createTokenizer(definition);
    expect(tokenizer.encodeNext("aba")).toEqual(tokenizer.encode("aba"));
    expect(tokenizer.decodeNext([2, 0])).toBe("aba");
  });

  test("the first tactic keeps its column", () => {
    const ids = sentencePiece.encodeNext("  hi\n    hi\n  hi");
    expect(sentencePiece.decode(ids)).toBe(" hi\n    hi\n  hi");
    expect(sentencePiece.decodeNext(ids)).toBe("  hi\n    hi\n  hi");
    expect(sentencePiece.encode("\n")).not.toEqual(sentencePiece.encodeNext("\n"));
  });
});

test("kinds whose ids would be wrong are refused", () => {
  const bpe = { ...definition, pre_tokenizer: { type: "Metaspace", replacement: "▁", prepend_scheme: "always" } };
  expect(() => createTokenizer(bpe)).toThrow(/BPE behind a Metaspace that splits/);
  const unigram = { ...definition, model: { type: "Unigram", byte_fallback: true, unk_id: 0, vocab: [["<unk>", 0]] } };
  expect(() => createTokenizer(unigram)).toThrow(/Unigram tokenizer with byte fallback/);
  expect(() => createTokenizer({ ...bpe, pre_tokenizer: { ...bpe.pre_tokenizer, split: false } })).not.toThrow();
});

test("a missing or broken tokenizer.json is named", async () => {
  const directory = mkdtempSync(path.join(tmpdir(), "tokenizer-"));
  await expect(loadTokenizer(directory)).rejects.toThrow(/tokenizer\.json: expected a readable file/);
  writeFileSync(path.join(directory, "tokenizer.json"), "{");
  await expect(loadTokenizer(directory)).rejects.toThrow(/tokenizer\.json: not JSON/);
  writeFileSync(path.join(directory, "tokenizer.json"), "{}");
  await expect(loadTokenizer(directory)).rejects.toThrow(InputError);
  writeFileSync(path.join(directory, "tokenizer.json"), JSON.stringify({ ...definition, pre_tokenizer: { split: 1 } }));
  await expect(loadTokenizer(directory)).rejects.toThrow(/tokenizer\.json: field "pre_tokenizer\.split"/);
  writeFileSync(path.join(directory, "tokenizer.json"), JSON.stringify(definition));
  for (const [file, field] of [
    ["special_tokens_map.json", "bos_token"],
    ["tokenizer_config.json", "eos_token"],
    ["tokenizer_config.json", "chat_template"],
  ] as const) {
    const written = path.join(directory, file);
    writeFileSync(written, JSON.stringify({ [field]: 3 }));
    await expect(loadTokenizer(directory)).rejects.toThrow(`${written}: field "${field}": expected a t`);
    rmSync(written);
  }
  await expect(loadTokenizer(directory)).resolves.toMatchObject({ size: 5 });
});
