import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toBfloat16Bits } from "@lemma/autodiff";
import { Random } from "@lemma/interfaces";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LoraAdapter, initLora, loraScale, mergeLora, unmergeLora } from "./index.ts";
import reference from "../fixtures/peft-adapter.json" with { type: "json" };

let directory: string;
let peft: string;

async function folder(name: string, config: unknown, tensors: Buffer = Buffer.from(reference.tensors, "base64")) {
  const path = join(directory, name);
  await mkdir(path);
  await writeFile(join(path, "adapter_config.json"), typeof config === "string" ? config : JSON.stringify(config));
  await writeFile(join(path, "adapter_model.safetensors"), tensors);
  return path;
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "adapter-"));
  peft = await folder("peft", reference.config);
});
afterAll(() => rm(directory, { recursive: true }));

const shapes = {
  "model.layers.0.self_attn.q_proj": { in: 8, out: 8 },
  "model.layers.0.self_attn.v_proj": { in: 8, out: 4 },
  "model.layers.0.mlp.up_proj": { in: 8, out: 12 },
};

test("an adapter written by PEFT comes back to PEFT byte for byte", async () => {
  const adapter = await LoraAdapter.load(peft);
  expect(adapter.config).toEqual({ rank: 2, alpha: 6, useRslora: true, targetModules: ["q_proj", "v_proj"] });
  expect(adapter.scale).toBeCloseTo(6 / Math.SQRT2, 15);
  const again = join(directory, "made", "again");
  await adapter.save(again);
  const written = await readFile(join(again, "adapter_model.safetensors"));
  expect(written.equals(Buffer.from(reference.tensors, "base64"))).toBe(true);
  const config = JSON.parse(await readFile(join(again, "adapter_config.json"), "utf8")) as Record<string, unknown>;
  const expected = JSON.parse(reference.config) as Record<string, unknown>;
  for (const [key, value] of Object.entries(config)) expect({ [key]: value }).toEqual({ [key]: expected[key] });
  expect((await LoraAdapter.load(again)).id).toBe(adapter.id);
});

test("merging gives PEFT's merged weight, and unmerging gives the weight back", async () => {
  const adapter = await LoraAdapter.load(peft);
  const module = { ...adapter.parameters["model.layers.0.self_attn.q_proj"]!, scale: adapter.scale };
  const weight = { dtype: "float32", dims: [8, 8], data: new Float32Array(reference.qWeight) } as const;
  const merged = mergeLora(weight, module);
  const difference = (a: ArrayLike<number>, b: readonly number[]): number =>
    Math.max(...b.map((value, i) => Math.abs(value - a[i]!)));
  expect(difference(merged.data as Float32Array, reference.qMerged)).toBeLessThan(1e-6);
  expect(difference(unmergeLora(merged, module).data as Float32Array, reference.qWeight)).toBeLessThan(1e-6);
  // A bfloat16 weight is rounded once, from the exact sum.
  const half = { dtype: "bfloat16", dims: [8, 8], data: Uint16Array.from(reference.qWeight, toBfloat16Bits) } as const;
  expect(mergeLora(half, module).data).toBeInstanceOf(Uint16Array);
});

test("fresh parameters start at the base model, within PEFT's bound, and repeat from the seed", () => {
  const config = { rank: 4, alpha: 8, targetModules: ["q_proj", "v_proj"] };
  const fresh = initLora(config, shapes, new Random(3));
  expect(Object.keys(fresh)).toEqual(["model.layers.0.self_attn.q_proj", "model.layers.0.self_attn.v_proj"]);
  const { a, b } = fresh["model.layers.0.self_attn.v_proj"]!;
  expect([a.dims, b.dims]).toEqual([
    [4, 8],
    [4, 4],
  ]);
  expect((b.data as Float32Array).every((x) => x === 0)).toBe(true);
  const sizes = [...(a.data as Float32Array)].map(Math.abs);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(1 / Math.sqrt(8));
  expect(Math.max(...sizes)).toBeGreaterThan(0.25);
  expect(initLora(config, shapes, new Random(3))).toEqual(fresh);
  const alone = initLora({ ...config, targetModules: ["v_proj"] }, shapes, new Random(3));
  expect(alone["model.layers.0.self_attn.v_proj"]).toEqual({ a, b });
});

test("the scale is α/r, or α/√r when rank-stabilised", () => {
  expect(loraScale({ rank: 8, alpha: 8 })).toBe(1);
  expect(loraScale({ rank: 16, alpha: 8, useRslora: true })).toBe(2);
});

describe("what is not a plain LoRA adapter for this model is refused by name", () => {
  const config = (changes: object): object => ({ ...(JSON.parse(reference.config) as object), ...changes });
  test.for<[string, object | string, string]>([
    ["another method", config({ peft_type: "IA3" }), '"peft_type"'],
    ["DoRA", config({ use_dora: true }), '"use_dora"'],
    ["saved modules", config({ modules_to_save: ["lm_head"] }), '"modules_to_save"'],
    ["biases", config({ bias: "all" }), '"bias"'],
    ["rank patterns", config({ rank_pattern: { q_proj: 4 } }), '"rank_pattern"'],
    ["a rank that is not the tensors'", config({ r: 3 }), "[3, in]"],
    ["no rank", config({ r: null }), '"r" to be a number'],
    ["no α, which would be 0", config({ lora_alpha: null }), '"lora_alpha" to be a number'],
    ["a start that changed the model", config({ init_lora_weights: "pissa" }), '"init_lora_weights"'],
    ["a method of a later PEFT", config({ kasa_config: { beta: 1e-4 } }), '"kasa_config" to be absent'],
    ["a field that nobody knows yet", config({ use_tomorrow: true }), '"use_tomorrow" to be absent'],
    ["broken JSON", "{", "adapter_config.json"],
  ])("%s", async ([name, bad, message]) => {
    await expect(LoraAdapter.load(await folder(name, bad))).rejects.toThrow(message);
  });

  test("fields that are off, or say nothing of the numbers, are no hindrance", async () => {
    const fields = {
      peft_version: "0.21.2",
      megatron_core: "megatron.core",
      qalora_group_size: 16,
      use_dora: false,
      loftq_config: {},
      kasa_config: null,
      layers_to_transform: [0, 1],
      init_lora_weights: "orthogonal",
    };
    await expect(LoraAdapter.load(await folder("plain", config(fields)))).resolves.toBeInstanceOf(LoraAdapter);
  });

  test("not-a-number in a tensor", async () => {
    const tensors = Buffer.from(reference.tensors, "base64");
    tensors.writeUInt32LE(0x7fc00000, tensors.length - 4);
    await expect(LoraAdapter.load(await folder("nan", reference.config, tensors))).rejects.toThrow(/finite.*NaN at/);
  });

  test("a truncated file", async () => {
    const tensors = Buffer.from(reference.tensors, "base64").subarray(0, -8);
    await expect(LoraAdapter.load(await folder("cut", reference.config, tensors))).rejects.toThrow("truncated");
  });

  test("an adapter for another model", async () => {
    const adapter = await LoraAdapter.load(peft);
    expect(() => adapter.checkFits(shapes)).not.toThrow();
    expect(() => adapter.checkFits({})).toThrow("a module of the model");
    expect(() => adapter.checkFits({ ...shapes, "model.layers.0.self_attn.q_proj": { in: 16, out: 8 } })).toThrow(
      "expected 8 × 16, received an adapter for 8 × 8",
    );
  });

  test("no module that is targeted", () => {
    expect(() => initLora({ rank: 1, alpha: 1, targetModules: ["x"] }, shapes, new Random(1))).toThrow("targetModules");
    expect(() => initLora({ rank: 0, alpha: 1, targetModules: ["x"] }, shapes, new Random(1))).toThrow('"rank"');
  });
});
