import { readFileSync } from "node:fs";
import { compile, spec, tensor, toNumbers } from "@lemma/autodiff";
import { describe, expect, test } from "vitest";
import { parseLlamaConfig } from "../config.ts";
import { hashedWeights } from "../testing/hashed-weights.ts";
import { llamaLogits } from "./llama.ts";
import { llamaShapes } from "./shapes.ts";

interface Fixture {
  readonly prompts: readonly (readonly number[])[];
  readonly cases: Readonly<
    Record<
      string,
      {
        readonly config: { readonly vocab_size: number };
        readonly parameters: Readonly<Record<string, readonly number[]>>;
        /** Of the first and the last position of each prompt. */
        readonly logits: readonly (readonly (readonly number[])[])[];
        readonly greedy: readonly (readonly number[])[];
      }
    >
  >;
}

// Written by tools/reference/model_parity.py.
const fixture = JSON.parse(readFileSync(new URL("../fixtures/model-parity.json", import.meta.url), "utf8")) as Fixture;

// The 16-bit files are read where files are: in load.test.ts.
describe.for(Object.keys(fixture.cases).filter((name) => !name.endsWith("float16")))("%s", (name) => {
  const given = fixture.cases[name]!;
  const config = parseLlamaConfig(given.config, name);

  test("has transformers' tensors", () => {
    expect(llamaShapes(config)).toEqual(given.parameters);
  });

  test("logits agree with transformers to 1e-4, ragged prompts in one batch", async () => {
    const parameters = hashedWeights(config);
    const specs = Object.fromEntries(
      Object.entries(parameters).map(([key, value]) => [key, spec(value.dtype, value.dims)]),
    );
    await using logits = compile(
      (weights, tokens) => llamaLogits(config, weights, tokens),
      [specs, spec("int64", ["batch", "seq"])],
    );
    const width = Math.max(...fixture.prompts.map((prompt) => prompt.length));
    const padded = fixture.prompts.flatMap((prompt) => [...prompt, ...Array<number>(width - prompt.length).fill(0)]);
    const received = toNumbers(await logits(parameters, tensor("int64", [fixture.prompts.length, width], padded)));
    const V = config.vocabularySize;
    let worst = 0;
    for (const [row, prompt] of fixture.prompts.entries())
      for (const [i, position] of [0, prompt.length - 1].entries())
        for (let token = 0; token < V; token += 1)
          worst = Math.max(
            worst,
            Math.abs(received[(row * width + position) * V + token]! - given.logits[row]![i]![token]!),
          );
    expect(worst).toBeLessThan(1e-4);
  });
});
