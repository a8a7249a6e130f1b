import path from "node:path";
import {
  openVerifier,
  refuterBeside,
  planMetaTraining,
  profileOf,
  runMetaTraining,
  trainingFates,
  trainingSteps,
  trainingStory,
  withMetaOverrides,
  withOverrides,
} from "@lemma/core";
import { loadTheorems } from "@lemma/datasets";
import { writeTrainingReport } from "@lemma/evaluator/report";
import { InputError, type Theorem, Random, type Verifier } from "@lemma/interfaces";
import { LocalProver, loadModel } from "@lemma/prover";
import { openWeigher } from "@lemma/weigher";
import { aboutRun } from "../about.ts";
import { type Command, printJson } from "../command.ts";
import { trainingFlags } from "../flags.ts";
import { defined, formatFrom, verifierChoices } from "../opening.ts";
import { planInput, printPlan } from "../plan.ts";
import { trainToStudy } from "../train-to-study.ts";
import { readableTheorems, refuseUsed } from "../problems.ts";
import { readSettings } from "../settings-file.ts";

export const metaTrainCommand: Command = {
  usage: "--problems FILE | --theories N --out DIR [flags]",
  flags: {
    problems: { value: "FILE", summary: "theorems to meta-train on" },
    theories: { value: "N", summary: "learn to study instead: the model itself, on N generated theories" },
    split: { value: "S", summary: "only those of this split" },
    count: { value: "N", summary: "a seeded sample of so many theorems (16)" },
    out: {
      value: "DIR",
      summary: "gets weigher/, policy/, steps.jsonl, training.html, a checkpoint after every theorem",
    },
    resume: { summary: "go on where --out was left" },
    "dry-run": { summary: "print the plan: graphs, memory, FLOPs, time, what is missing here" },
    ...trainingFlags,
  },
  examples: [
    "lemma meta-train --problems minif2f.jsonl --split valid --out runs/meta",
    "lemma meta-train --problems minif2f.jsonl --split valid --out runs/meta --resume",
    "lemma meta-train --theories 1200 --out runs/studying",
  ],
  async run(given, terminal) {
    const theories = given.integer("theories");
    if (theories !== undefined) return trainToStudy(given, terminal, theories);
    const started = performance.now();
    const file = given.text("problems");
    const out = given.text("out");
    if (file === undefined || out === undefined) throw new InputError("meta-train: give --problems FILE and --out DIR");
    const seed = given.integer("seed") ?? 1;
    const profile = profileOf(given.text("model"));
    const settingsFile = given.text("settings");
    const changed =
      settingsFile === undefined ? { loop: {}, meta: {}, studying: {} } : await readSettings(settingsFile);
    const limits = defined({ verifyWallMs: given.integer("timeout-ms") });
    const settings = withOverrides(profile.loop, { ...changed.loop, ...limits });
    const meta = withMetaOverrides(profile.meta, changed.meta);
    const count = given.integer("count") ?? 16;
    if (given.has("dry-run")) {
      // Which theorems are readable is the verifier's word, and it need not be here: any sample is as long as another.
      const all = await loadTheorems(file, defined({ split: given.text("split") }));
      const input = await planInput(given, new Random(seed).fork("meta-train").sample(all, count));
      return printPlan(given, terminal, planMetaTraining({ ...input, meta }));
    }
    await using verifier = await openVerifier(verifierChoices(given)[0]!);
    await using refuter = refuterBeside(verifier);
    const theorems = await choose(file, given.text("split"), count, seed, verifier);
    const directory = profile.model;
    const model = await loadModel(directory);
    const weigher = await openWeigher(given.text("weigher") ?? profile.weigher ?? profileOf().weigher!);
    await weigher[Symbol.asyncDispose]();
    await using prover = await LocalProver.of(model, {
      format: profile.format,
      ...formatFrom(given),
      executionProviders: [given.choice("execution-provider", ["cpu", "cuda", "webgpu"]) ?? "cpu"],
    });
    if (!given.has("resume")) await refuseUsed(out, "progress.json");
    const steps = await runMetaTraining({
      model,
      prover,
      verifier,
      refuter,
      weigher: { config: weigher.config, parameters: weigher.parameters },
      settings,
      meta,
      seed,
      theorems,
      directory: out,
      modelDirectory: directory,
      resume: given.has("resume"),
      signal: terminal.signal,
      onStep: (report, done, total) => {
        if (given.has("json")) printJson(terminal, report);
        else {
          const { outerLossBefore, outerLossAfter, updateNorm } = report.meta ?? {};
          const learnt =
            report.skipped ??
            `L_outer ${outerLossBefore!.toFixed(4)} → ${outerLossAfter!.toFixed(4)}, ‖Δθ‖ ${updateNorm!.toExponential(1)}, ‖∂L/∂w‖ ${report.weightGradientNorm!.toExponential(1)}`;
          terminal.out(`[${done}/${total}] ${report.id}: ${report.verifiedPairs} verified pairs; ${learnt}\n`);
        }
      },
    });
    const learnt = steps.filter(({ skipped }) => skipped === undefined).length;
    const report = await writeTrainingReport(out, {
      title: "LeMMA meta-training",
      steps: trainingSteps(steps),
      fates: trainingFates(steps),
      ...defined({ story: trainingStory(steps) }),
      about: aboutRun(started),
      facts: {
        model: path.basename(directory),
        verifier: verifier.name,
        problems: path.basename(file),
        seed: String(seed),
      },
    });
    terminal.progress(
      `${learnt} of ${steps.length} theorems taught something; Weigher and policy in ${out}, report: ${report}\n`,
    );
    return 0;
  },
};

/** A seeded sample of the theorems that the verifier can read. */
async function choose(
  file: string,
  split: string | undefined,
  count: number,
  seed: number,
  verifier: Verifier,
): Promise<readonly Theorem[]> {
  const usable = await readableTheorems(await loadTheorems(file, defined({ split })), verifier);
  if (usable.length === 0) throw new InputError("holds no theorem to train on", { file });
  return new Random(seed).fork("meta-train").sample(usable, count);
}
