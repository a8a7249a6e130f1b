import { describe, expect, test } from "vitest";
import { createTokenizer } from "../tokenizer.ts";
import { characterTokenizer } from "../testing/character-tokenizer.ts";
import { RowText, endsInCycle } from "./text.ts";

const { tokenizer } = characterTokenizer();

describe("RowText", () => {
  test("finds the token that completes a stop string, the earliest of several", () => {
    const tokens = tokenizer.encode("abc```def```");
    const text = new RowText(tokenizer, ["```", "def"]);
    expect(text.stopAfter(tokens, 0)).toBe(6);
    expect(text.stopAfter(tokens.slice(0, 5), 0)).toBeUndefined();
    expect(text.text(tokens)).toBe("abc");
    expect(new RowText(tokenizer, []).stopAfter(tokens, 0)).toBeUndefined();
  });

  test("finds a stop string that is one special token, which decoded text does not show", () => {
    const { tokenizer: marked } = characterTokenizer(["<|im_start|>"]);
    const tokens = marked.encode("ab<|im_start|>cd");
    const text = new RowText(marked, ["<|im_start|>", "d"]);
    expect(text.stopAfter(tokens, 0)).toBe(3);
    expect(text.stopAfter(tokens.slice(0, 2), 0)).toBeUndefined();
    expect(text.text(tokens.slice(0, 3))).toBe("ab");
    // What is seen first stops first.
    expect(new RowText(marked, ["<|im_start|>", "b"]).stopAfter(tokens, 0)).toBe(2);
  });

  test("reads an answer of thousands of tokens piece by piece, to the same text and the same stop", () => {
    const tokens = tokenizer.encode(`${"abc def. ".repeat(700)}END and more`);
    const text = new RowText(tokenizer, ["END"]);
    let [shown, known, stop]: [string, number, number | undefined] = ["", 0, undefined];
    for (; stop === undefined; known += 32) {
      const taken = tokens.slice(0, known + 32);
      stop = text.stopAfter(taken, known);
      shown += text.fresh(taken.slice(0, stop), stop !== undefined);
    }
    expect(stop).toBe(9 * 700 + 3);
    expect(shown).toBe("abc def. ".repeat(700));
  });

  test("shows nothing that a stop string could still take back", () => {
    const text = new RowText(tokenizer, ["```"]);
    const tokens = tokenizer.encode("ab``c```");
    const pieces = tokens.map((_, i) => text.fresh(tokens.slice(0, i + 1), false));
    expect(pieces).toEqual(["a", "b", "", "", "``c", "", "", ""]);
    expect(text.fresh(tokens, true)).toBe("");
  });

  test("waits for all bytes of a character, and gives up at the end", () => {
    const given = characterTokenizer();
    // ℝ is the bytes E2 84 9D, which the byte-level alphabet writes â Ħ Ŀ.
    const definition = structuredClone(given.definition) as { model: { vocab: Record<string, number> } };
    Object.assign(definition.model.vocab, { â: 96, "\u0126": 97, "\u013F": 98 });
    const bytes = createTokenizer(definition);
    const tokens = bytes.encode("xℝ");
    expect(tokens.length).toBeGreaterThan(2);
    const text = new RowText(bytes, []);
    const pieces = tokens.map((_, i) => text.fresh(tokens.slice(0, i + 1), false));
    expect(pieces.join("")).toBe("xℝ");
    expect(pieces.slice(1, -1).join("")).toBe("");
    expect(new RowText(bytes, []).fresh(tokens.slice(0, 2), true)).toBe("x\uFFFD");
  });
});

test("a cycle counts once it has come often enough", () => {
  const guard = { longestPeriod: 3, repeats: 3 };
  expect(endsInCycle([1, 2, 1, 2, 1, 2], guard)).toBe(true);
  expect(endsInCycle([9, 1, 2, 3, 1, 2, 3, 1, 2, 3], guard)).toBe(true);
  expect(endsInCycle([1, 2, 1, 2, 1, 3], guard)).toBe(false);
  expect(endsInCycle([1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4], guard)).toBe(false);
  expect(endsInCycle([5, 5], guard)).toBe(false);
  expect(endsInCycle([5, 5, 5], guard)).toBe(true);
});
