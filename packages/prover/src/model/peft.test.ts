import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { compile, constant, spec, tensor, toNumbers } from "@lemma/autodiff";
import { LoraAdapter } from "@lemma/lora";
import { Trainer, adamw, completionBatch, constantSchedule, tokenBatchSpec } from "@lemma/train";
import { afterAll, describe, expect, test } from "vitest";
import { parseLlamaConfig } from "../config.ts";
import { hashedWeights } from "../testing/hashed-weights.ts";
import { peftAdapters } from "../testing/noisy-adapter.ts";
import { llamaLogits } from "./llama.ts";
import { llamaLoss } from "./losses.ts";

type Name = "lasting" | "own";
type Files = Readonly<Record<string, string>>;
/** Of the last position, under each stack. */
type Logits = Readonly<Record<"lasting" | "own" | "both", readonly number[]>>;

interface Fixture {
  readonly config: object;
  readonly tokens: readonly number[];
  readonly base: readonly number[];
  readonly writtenByPeft: { readonly adapters: Readonly<Record<Name, Files>>; readonly logits: Logits };
  /** 50 steps of AdamW from the adapter `own`, in float32. */
  readonly training: { readonly losses: readonly number[]; readonly norms: readonly number[] };
  readonly writtenHere: { readonly sha256: Readonly<Record<Name, Files>>; readonly logits: Logits };
}

// Written by tools/reference/peft_logits.py.
const fixtures = JSON.parse(readFileSync(new URL("../fixtures/peft-logits.json", import.meta.url), "utf8")) as Readonly<
  Record<string, Fixture>
>;
const root = mkdtempSync(path.join(tmpdir(), "peft-logits-"));
afterAll(() => rmSync(root, { recursive: true }));

const furthest = (a: readonly number[], b: readonly number[]): number =>
  Math.max(...b.map((value, i) => Math.abs(value - a[i]!)));

describe.for(Object.keys(fixtures))("%s", (family) => {
  const fixture = fixtures[family]!;
  const config = parseLlamaConfig(fixture.config, family);
  const weights = () =>
    Object.fromEntries(Object.entries(hashedWeights(config)).map(([name, value]) => [name, constant(value)]));

  async function logits(stack: readonly LoraAdapter[]): Promise<readonly number[]> {
    const frozen = weights();
    const adapters = stack.map(({ parameters, scale }) => ({
      scale,
      parameters: Object.fromEntries(
        Object.entries(parameters).map(([module, { a, b }]) => [module, { a: constant(a), b: constant(b) }]),
      ),
    }));
    await using program = compile(
      (tokens) => llamaLogits(config, frozen, tokens, { adapters }),
      [spec("int64", ["batch", "seq"])],
    );
    return toNumbers(await program(tensor("int64", [1, fixture.tokens.length], fixture.tokens))).slice(
      -config.vocabularySize,
    );
  }

  /** The furthest that any logit is from PEFT's, under each stack. */
  async function distances({ lasting, own }: Readonly<Record<Name, LoraAdapter>>, expected: Logits): Promise<number> {
    return Math.max(
      furthest(await logits([lasting]), expected.lasting),
      furthest(await logits([own]), expected.own),
      furthest(await logits([lasting, own]), expected.both),
    );
  }

  /** As PEFT wrote it. */
  async function read(name: Name): Promise<LoraAdapter> {
    const folder = path.join(root, family, "theirs", name);
    await mkdir(folder, { recursive: true });
    for (const [file, content] of Object.entries(fixture.writtenByPeft.adapters[name]))
      await writeFile(path.join(folder, file), Buffer.from(content, "base64"));
    return LoraAdapter.load(folder);
  }

  test("the fixture's adapters change what the model says", () => {
    for (const { both } of [fixture.writtenByPeft.logits, fixture.writtenHere.logits])
      expect(furthest(both, fixture.base)).toBeGreaterThan(1);
  });

  describe("logits under adapters, rank-stabilised ones and two at a time among them, are PEFT's to 1e-4", () => {
    test("of adapters that PEFT wrote", async () => {
      const adapters = { lasting: await read("lasting"), own: await read("own") };
      expect(await distances(adapters, fixture.writtenByPeft.logits)).toBeLessThan(1e-4);
    });

    test("of adapters that were written here, which PEFT read byte for byte as they are written now", async () => {
      const adapters = peftAdapters(config);
      for (const [name, adapter] of Object.entries(adapters)) {
        const folder = path.join(root, family, "ours", name);
        await adapter.save(folder);
        for (const [file, expected] of Object.entries(fixture.writtenHere.sha256[name as Name])) {
          const bytes = await readFile(path.join(folder, file));
          expect([file, createHash("sha256").update(bytes).digest("hex")]).toEqual([file, expected]);
        }
      }
      expect(await distances(adapters, fixture.writtenHere.logits)).toBeLessThan(1e-4);
    });
  });

  test("50 AdamW steps on all seven modules have PEFT's losses and gradient norms to 1e-4", async () => {
    const { parameters, scale } = await read("own");
    const frozen = weights();
    await using trainer = new Trainer<typeof parameters, ReturnType<typeof completionBatch>>({
      loss: (own, batch) => llamaLoss(config, frozen, batch, { adapters: [{ parameters: own, scale }] }),
      parameters,
      batch: tokenBatchSpec(),
      optimizer: adamw({ weightDecay: 0.01 }),
      schedule: constantSchedule(1e-2),
      clipNorm: 0.5,
    });
    const { losses, norms } = fixture.training;
    for (const [step, loss] of losses.entries()) {
      const examples = [12, 9 - (step % 3)].map((length, row) => ({
        tokens: Array.from({ length }, (_, t) => (7 * step + 5 * row + 3 * t + t * t) % 96),
        promptLength: 3,
      }));
      const report = await trainer.trainStep([completionBatch(examples)]);
      expect(Math.abs(report.loss / loss - 1)).toBeLessThan(1e-4);
      expect(Math.abs(report.gradientNorm / norms[step]! - 1)).toBeLessThan(1e-4);
    }
  });
});
