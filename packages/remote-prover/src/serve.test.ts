import { LocalProver } from "@lemma/prover";
import { writeRandomModel } from "@lemma/prover/testing";
import { startServer } from "@lemma/server";
import { tinyProverDirectory } from "@lemma/tiny-prover";
import { describe, expect, test } from "vitest";
import { RemoteProver } from "./index.ts";
import { Agreement, adapterFolder } from "./testing/agreement.ts";

// Against `lemma serve`, which has a test of its own with another client.

async function onServer<T>(model: string, use: (agreement: Agreement) => Promise<T>): Promise<T> {
  const adapters = await adapterFolder();
  await using prover = await LocalProver.open(model, { threads: 1 });
  await using server = await startServer({ prover, name: "model", token: "t", port: 0, adapters, maxAdapters: 4 });
  await using agreement = await Agreement.open(model, { url: server.url, token: "t", adapters, limit: 4 });
  return await use(agreement);
}

// How a family is served differs where it samples, and not in how its adapters come and go.
describe.each([
  ["llama", 200],
  ["qwen3", 20],
] as const)("lemma serve with a %s model", (family, adapters) => {
  const model = writeRandomModel({
    seed: 3,
    config: { model_type: family, max_position_embeddings: 512, eos_token_id: null },
  });

  test("200 greedy tokens are the local prover's, with adapters and without", async () => {
    const prompts = ["theorem a : 1 + 1 = 2 := by", "x"];
    expect(await onServer(await model, (agreement) => agreement.samplesAlike(prompts))).toBe(200);
  });

  test("samples repeat with the seed, in a stream as at once", async () => {
    expect(await onServer(await model, (agreement) => agreement.repeats())).toBe(true);
  });

  test("stop strings and nuclei are the local prover's", async () => {
    await onServer(await model, async (agreement) => {
      expect(await agreement.stopsAlike("theorem t")).toBe(true);
      const { here, there } = await agreement.nuclei("theorem t");
      expect(there).toEqual(here);
      expect(here.length).toBeGreaterThan(2);
    });
  });

  test(`${adapters} adapters come and go within the server's limit`, async () => {
    expect(await onServer(await model, (agreement) => agreement.changesAdapters(adapters))).toBe(adapters);
  });
});

test("a theorem is proved with sampling there and training here", { timeout: 300_000 }, async () => {
  const theorem = { id: "t", statement: "theorem t (a b : ℝ) : 2 * a * b ≤ a ^ 2 + b ^ 2 := by" };
  expect(await onServer(tinyProverDirectory, (agreement) => agreement.proves(theorem))).toContain("nlinarith");
});

test("a wrong token is named", async () => {
  await using prover = await LocalProver.open(await writeRandomModel());
  await using server = await startServer({ prover, name: "model", token: "t", port: 0 });
  await expect(RemoteProver.open({ url: server.url, format: "tiny" })).rejects.toThrow("HTTP 401");
});
