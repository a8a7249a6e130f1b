import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { toNumbers, type TensorValue } from "@lemma/autodiff";
import { LeanLite } from "@lemma/lean-lite";
import { LocalProver, loadModel } from "@lemma/prover";
import { tinyProverDirectory, tinyWeigherDirectory } from "@lemma/tiny-prover";
import { openWeigher } from "@lemma/weigher";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Resources } from "@lemma/async";
import { tinySettings } from "@lemma/loop";
import { runMetaTraining } from "./run.ts";
import { tinyMetaSettings } from "./settings.ts";
import { type MetaStepReport, MetaTrainer, type MetaTheorem, type MetaTrainerOptions } from "./trainer.ts";

const theorems: readonly MetaTheorem[] = [
  {
    id: "system",
    statement: "theorem system (x y : ℝ) (h₀ : 2 * x + y = 9) (h₁ : x - y = 3) : x = 4 := by",
    proof: "linarith",
  },
  {
    id: "square",
    statement: "theorem square (a b : ℝ) : 2 * a * b ≤ a ^ 2 + b ^ 2 := by",
    proof: "nlinarith [sq_nonneg (a - b)]",
  },
  { id: "outside", statement: "theorem t (G : Type) [Group G] (a : G) : a * a⁻¹ = 1 := by" },
];

let options: MetaTrainerOptions;
const opened = new Resources();
beforeAll(async () => {
  const model = await loadModel(tinyProverDirectory);
  const weigher = opened.use(await openWeigher(tinyWeigherDirectory));
  const prover = opened.use(await LocalProver.of(model, { format: "tiny" }));
  const verifier = opened.use(new LeanLite());
  options = {
    model,
    prover,
    verifier,
    weigher: { config: weigher.config, parameters: weigher.parameters },
    settings: { ...tinySettings, conjectures: 24 },
    meta: tinyMetaSettings,
    seed: 1,
  };
});
afterAll(async () => opened[Symbol.asyncDispose]());

async function learn(trainer: MetaTrainer, theorem: MetaTheorem): Promise<MetaStepReport> {
  const stream = trainer.learn(theorem);
  for (;;) {
    const next = await stream.next();
    if (next.done === true) return next.value;
  }
}

const flat = (parameters: Readonly<Record<string, TensorValue>>): number[] =>
  Object.values(parameters).flatMap((value) => toNumbers(value) as number[]);

/** A seed whose conjectures give two verified lemmas for the first theorem: which that is depends on the model. */
let teaching: number;

describe("one meta-training step", () => {
  test("differentiates the target's loss through the adaptation, and moves the Weigher and the policy along it", async () => {
    let taught:
      | { readonly report: MetaStepReport; readonly weigher: number[]; readonly policyMoved: boolean }
      | undefined;
    for (let seed = 1; seed <= 12 && taught === undefined; seed += 1) {
      // Open to the end: equal programs share a session, and the meta-gradient's takes seconds to open.
      const trainer = opened.use(new MetaTrainer({ ...options, seed }));
      const before = trainer.policy.id;
      const report = await learn(trainer, theorems[0]!);
      if (report.verifiedPairs < 2) continue;
      teaching = seed;
      taught = { report, weigher: flat(trainer.weigherParameters), policyMoved: trainer.policy.id !== before };
    }
    const { report, weigher, policyMoved } = taught!;
    expect(report.verifiedPairs).toBeGreaterThanOrEqual(2);
    expect(report.fates).toHaveLength(report.conjectures);
    expect(report.meta!.gradient).toHaveLength(report.verifiedPairs);
    expect(report.meta!.innerLosses).toHaveLength(tinyMetaSettings.inner.steps);
    expect(report.meta!.updateNorm).toBeGreaterThan(0);
    expect(report.weightGradientNorm).toBeGreaterThan(0);
    // Rewards are opposite in sign to ∂L/∂w, and a conjecture without a pair is below every survivor.
    expect(report.rewards).toHaveLength(options.settings.conjectures);
    expect(Math.min(...report.rewards!.map((reward) => reward ?? 0))).toBeGreaterThanOrEqual(-2);
    expect(weigher).not.toEqual(flat(options.weigher.parameters));
    expect(policyMoved).toBe(true);
  });

  test("a meta-gradient that is not a number moves nothing, and is said", async () => {
    const meta = { ...tinyMetaSettings, inner: { ...tinyMetaSettings.inner, learningRate: 1e30 } };
    await using trainer = new MetaTrainer({ ...options, meta, seed: teaching });
    const before = trainer.policy.id;
    const taught = await learn(trainer, theorems[0]!);
    expect(taught.verifiedPairs).toBeGreaterThan(0);
    expect(taught.skipped).toMatch(/not finite/);
    expect(flat(trainer.weigherParameters)).toEqual(flat(options.weigher.parameters));
    expect(trainer.policy.id).toBe(before);
  });

  test("what the model's context does not hold is skipped, and said", async () => {
    await using trainer = new MetaTrainer(options);
    const long = { id: "long", statement: `theorem long (x : ℝ) : ${"x + ".repeat(200)}x = 201 * x := by` };
    expect((await learn(trainer, long)).skipped).toMatch(/^failed: the statement leaves no room/);
    const wordy = { ...theorems[1]!, proof: "nlinarith [sq_nonneg (a - b)]\n".repeat(50) };
    expect((await learn(trainer, wordy)).skipped).toMatch(/proof is longer than the model's context of 256 tokens/);
  });

  test("a theorem outside the checker is skipped, and said", async () => {
    await using trainer = new MetaTrainer(options);
    expect((await learn(trainer, theorems[2]!)).skipped).toMatch(/^unsupported: /);
  });
});

test("a run that is stopped and resumed ends as one that was not", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "lemma-meta-"));
  // What was learnt since the latest step is part of what a checkpoint keeps.
  const meta = { ...tinyMetaSettings, accumulation: 2 };
  try {
    const run = async (name: string, resume: boolean, signal?: AbortSignal): Promise<string> => {
      const directory = path.join(folder, name);
      await runMetaTraining({
        ...options,
        meta,
        theorems,
        directory,
        modelDirectory: tinyProverDirectory,
        resume,
        ...(signal === undefined ? {} : { signal }),
      });
      const steps = await readFile(path.join(directory, "steps.jsonl"), "utf8");
      const weigher = await readFile(path.join(directory, "weigher/weigher.safetensors"));
      const policy = await readFile(path.join(directory, "policy/adapter_model.safetensors"));
      return steps.replaceAll(/"elapsedMs":[\d.e+-]+/g, "") + weigher.toString("base64") + policy.toString("base64");
    };
    const whole = await run("whole", false);
    const controller = new AbortController();
    const directory = path.join(folder, "stopped");
    const stopped = runMetaTraining({
      ...options,
      meta,
      theorems,
      directory,
      modelDirectory: tinyProverDirectory,
      resume: false,
      signal: controller.signal,
      onStep: () => controller.abort(),
    });
    await expect(stopped).rejects.toThrow(/abort/i);
    expect(await run("stopped", true)).toBe(whole);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
