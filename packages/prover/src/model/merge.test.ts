import { mkdtemp, readFile, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Random } from "@lemma/interfaces";
import { readSafetensorsHeader, writeSafetensors } from "@lemma/safetensors";
import { describe, expect, test } from "vitest";
import { LocalProver } from "../local-prover.ts";
import { peftAdapters } from "../testing/noisy-adapter.ts";
import { writeRandomModel } from "../testing/random-model.ts";
import { initLlama } from "./init.ts";
import { loadModel } from "./load.ts";
import { mergeAdapters } from "./merge.ts";
import { saveModel } from "./save.ts";

const temporary = (): Promise<string> => mkdtemp(path.join(tmpdir(), "lemma-merge-"));
const example = { theorem: { id: "t", statement: "theorem t (x : N) : x = x := by" }, proof: "exact rfl", weight: 1 };

async function logprobs(directory: string, adapters: readonly ReturnType<typeof peftAdapters>["own"][] = []) {
  await using prover = await LocalProver.open(directory, { format: "tiny" });
  const [row] = await prover.logprobs([prover.proofTokens(example)], adapters);
  return [...row!];
}

describe("a model with adapters merged into it", () => {
  test.for(["llama", "qwen2", "qwen3", "mistral"])("says what the %s model under the adapters says", async (family) => {
    const directory = await writeRandomModel({ seed: 3, config: { model_type: family, head_dim: 12 } });
    const { lasting, own } = peftAdapters((await loadModel(directory)).config);
    const out = path.join(await temporary(), "merged");
    await mergeAdapters(directory, [lasting, own], out);
    const [stacked, merged, plain] = [
      await logprobs(directory, [lasting, own]),
      await logprobs(out),
      await logprobs(directory),
    ];
    for (const [i, value] of merged.entries()) expect(value).toBeCloseTo(stacked[i]!, 4);
    expect(Math.max(...plain.map((value, i) => Math.abs(value - stacked[i]!)))).toBeGreaterThan(0.1);
    expect((await readdir(out)).sort()).toEqual((await readdir(directory)).sort());
  });

  test("keeps shards, links and the weights' type", async () => {
    const [source, hub] = [await writeRandomModel({ seed: 4 }), await temporary()];
    const { config } = await loadModel(source);
    const directory = await temporary();
    await saveModel(directory, { config, parameters: initLlama(config, new Random(4)), tokenizer: source }, "bfloat16");
    // As a hub's cache has it: weights elsewhere, under other names, and an index.
    await splitInTwo(directory, hub);
    const { own } = peftAdapters(config);
    const out = path.join(await temporary(), "merged");
    await mergeAdapters(directory, [own], out);
    const stacked = await logprobs(directory, [own]);
    for (const [i, value] of (await logprobs(out)).entries()) expect(Math.abs(value - stacked[i]!)).toBeLessThan(0.1);
    expect((await readdir(out)).filter((name) => name.endsWith(".safetensors"))).toEqual([
      "one.safetensors",
      "two.safetensors",
    ]);
    for (const { dtype } of Object.values((await loadModel(out)).places)) expect(dtype).toBe("bfloat16");
  });

  test("takes along what describes the model, and not what was noted about another", async () => {
    const directory = await writeRandomModel({ seed: 6 });
    const describing = ["chat_template.jinja", "generation_config.json", "special_tokens_map.json"];
    for (const name of [...describing, "training.json", "held-out.json"])
      await writeFile(path.join(directory, name), "{}");
    const out = path.join(await temporary(), "merged");
    await mergeAdapters(directory, [peftAdapters((await loadModel(directory)).config).own], out);
    const copied = await readdir(out);
    expect(copied).toEqual(expect.arrayContaining(describing));
    expect(copied).not.toContain("training.json");
    expect(copied).not.toContain("held-out.json");
  });

  test("is not begun where an adapter is for another model, or the folder holds something", async () => {
    const directory = await writeRandomModel({ seed: 5 });
    const { config } = await loadModel(directory);
    const { own } = peftAdapters(config);
    const { own: foreign } = peftAdapters({ ...config, hiddenSize: 64 });
    const out = path.join(await temporary(), "merged");
    await expect(mergeAdapters(directory, [foreign], out)).rejects.toThrow("self_attn.q_proj");
    await expect(mergeAdapters(directory, [], out)).rejects.toThrow("at least one adapter");
    await expect(readdir(out)).rejects.toThrow("ENOENT");
    await expect(mergeAdapters(directory, [own], directory)).rejects.toThrow("expected an empty folder");
  });
});

async function splitInTwo(directory: string, hub: string): Promise<void> {
  const file = path.join(directory, "model.safetensors");
  const bytes = await readFile(file);
  const entries = [...(await readSafetensorsHeader(file))];
  const map: Record<string, string> = {};
  for (const [half, name] of ["one.safetensors", "two.safetensors"].entries()) {
    const own = entries.filter((_, i) => i % 2 === half);
    const tensors = own.map(([tensor, { dtype, shape, offset, byteLength }]) => {
      map[tensor] = name;
      return [
        tensor,
        { dtype, dims: shape, data: new Uint8Array(bytes.subarray(offset, offset + byteLength)) },
      ] as const;
    });
    await writeSafetensors(path.join(hub, `blob-${half}`), Object.fromEntries(tensors));
    await symlink(path.join(hub, `blob-${half}`), path.join(directory, name));
  }
  await writeFile(path.join(directory, "model.safetensors.index.json"), JSON.stringify({ weight_map: map }));
  await rm(file);
}
