import { existsSync } from "node:fs";
import { writeRandomModel } from "@lemma/prover/testing";
import { tinyProverDirectory } from "@lemma/tiny-prover";
import { describe, expect, test } from "vitest";
import { Agreement, adapterFolder } from "./testing/agreement.ts";
import { withServer } from "./testing/server-process.ts";

// Against a real vLLM, which tools/peers/vllm.sh installs: LEMMA_VLLM names its `vllm`.
const vllm = process.env["LEMMA_VLLM"];
const isFound = vllm !== undefined && existsSync(vllm);
if (!isFound) console.warn("skipped: no vLLM (tools/peers/vllm.sh makes one; LEMMA_VLLM names its command)");

/** Thirty million parameters. */
const shape = {
  hidden_size: 512,
  intermediate_size: 1408,
  num_hidden_layers: 9,
  num_attention_heads: 8,
  num_key_value_heads: 4,
  head_dim: 64,
  max_position_embeddings: 512,
  initializer_range: 0.06,
  eos_token_id: null,
};
const limit = 4;
/** It compiles, and on two busy cores takes its time. */
const startMs = 1_200_000;

async function onVllm<T>(model: string, use: (agreement: Agreement) => Promise<T>): Promise<T> {
  const adapters = await adapterFolder();
  const lora = "--enable-lora --max-lora-rank 16 --max-loras 2 --max-cpu-loras".split(" ");
  const flags = "--dtype float32 --max-model-len 256 --enforce-eager --logprobs-mode processed_logprobs".split(" ");
  const argv = (port: number): readonly string[] => {
    const what = ["serve", model, "--served-model-name", "base", "--port", String(port)];
    return [...what, ...lora, String(limit), ...flags];
  };
  const environment = {
    VLLM_ALLOW_RUNTIME_LORA_UPDATING: "True",
    VLLM_CPU_KVCACHE_SPACE: "1",
    VLLM_CPU_OMP_THREADS_BIND: "nobind",
    VLLM_NO_USAGE_STATS: "1",
    HF_HUB_OFFLINE: "1",
    // One thread, which does not spin: the machine is shared.
    OMP_NUM_THREADS: "1",
    KMP_BLOCKTIME: "0",
  };
  return withServer(vllm!, argv, environment, async (url) => {
    await using agreement = await Agreement.open(model, { url, adapters, limit });
    return await use(agreement);
  });
}

describe.skipIf(!isFound)("vLLM", () => {
  test.each(["llama", "qwen3"])(
    "samples as the local prover does, and 200 adapters come and go: %s",
    { timeout: 3 * startMs },
    async (family) => {
      const model = await writeRandomModel({ seed: 3, config: { ...shape, model_type: family } });
      await onVllm(model, async (agreement) => {
        expect(await agreement.samplesAlike(["theorem a : 1 + 1 = 2 := by", "x"])).toBe(200);
        expect(await agreement.repeats()).toBe(true);
        expect(await agreement.stopsAlike("theorem t")).toBe(true);
        const { here, there } = await agreement.nuclei("theorem t");
        expect(there).toEqual(here);
        expect(await agreement.changesAdapters(200)).toBe(200);
      });
    },
  );

  test("proves a theorem with sampling there and training here", { timeout: 2 * startMs }, async () => {
    const theorem = { id: "t", statement: "theorem t (a b : ℝ) : 2 * a * b ≤ a ^ 2 + b ^ 2 := by" };
    expect(await onVllm(tinyProverDirectory, (agreement) => agreement.proves(theorem))).toContain("nlinarith");
  });
});
