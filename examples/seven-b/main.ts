// A 7B prover on CUDA with Lean: says what would run and what is missing, and runs where nothing is.
//   pnpm example seven-b [--model DIR] [--project DIR] [--run]
import { parseArgs } from "node:util";
import { compile, mul, spec, tensor } from "@lemma/autodiff";
import { openLemma, paperSettings } from "@lemma/core";
import { adaptFlops, forwardFlops } from "@lemma/evaluator";
import { probeLean } from "@lemma/lean-repl";
import { type LlamaConfig, loadModel, parameterCount } from "@lemma/prover";
import { sevenBillion } from "@lemma/prover/testing";

const { values: flags } = parseArgs({
  options: { model: { type: "string" }, project: { type: "string" }, run: { type: "boolean" } },
});
const because = (error: unknown): string => (error instanceof Error ? error.message : String(error)).split("\n")[0]!;

async function modelProblem(): Promise<{ readonly config: LlamaConfig; readonly problem?: string }> {
  if (flags.model === undefined) return { config: sevenBillion, problem: "name a folder with --model" };
  try {
    return await loadModel(flags.model); // reads headers only
  } catch (error) {
    return { config: sevenBillion, problem: because(error) };
  }
}

async function cudaProblem(): Promise<string | undefined> {
  try {
    await using program = compile((x) => mul(x, 2), [spec("float32", [1])], { executionProviders: ["cuda"] });
    await program(tensor("float32", [1], [1]));
    return undefined;
  } catch (error) {
    return because(error);
  }
}

const probe = await probeLean(flags.project === undefined ? {} : { folders: [flags.project] });
const project = probe.projects.find(({ hasMathlib }) => hasMathlib)?.path;
const leanProblem = (): string | undefined => {
  if (!probe.available.repl) return "no Lean with a REPL; `lemma doctor` says how to get it";
  return project === undefined ? "no Lake project with Mathlib; name it with --project" : undefined;
};

const { config, problem } = await modelProblem();
const parts = { model: problem, cuda: await cudaProblem(), lean: leanProblem() };
for (const [name, missing] of Object.entries(parts)) console.log(`${name.padEnd(6)} ${missing ?? "there"}`);

// One theorem by the paper's settings, at 1024 tokens a completion: a plan's figures, not a measurement.
const { layers, hiddenSize: hidden, intermediateSize: feedForward, heads, keyValueHeads, vocabularySize } = config;
const shape = { layers, hidden, feedForward, heads, keyValueHeads, vocabulary: vocabularySize };
const { conjectures, attemptsPerConjecture, keptPerConjecture, attempts, adaptation } = paperSettings;
const completions = conjectures * (1 + attemptsPerConjecture) + attempts;
const trained = conjectures * keptPerConjecture * adaptation.epochs;
const flops = 1024 * (completions * forwardFlops(shape, 1024) + trained * adaptFlops(shape, 1024, true));
const parameters = parameterCount(config);
console.log(
  `plan   ${(parameters / 1e9).toFixed(1)} billion parameters, ${((2 * parameters) / 1e9).toFixed(1)} GB in bfloat16`,
);
console.log(
  `plan   ${completions} completions and at most ${trained} adapted examples a theorem: ${(flops / 1e15).toFixed(1)} PFLOP`,
);

if (flags.run !== true || flags.model === undefined || Object.values(parts).some((missing) => missing !== undefined)) {
  console.log(flags.run === true ? "not run: see what is missing above" : "dry run; --run runs it");
} else {
  const statement = "theorem two_mul_le (a b : ℝ) (h₀ : a ^ 2 + b ^ 2 = 6) : a * b ≤ 3 := by";
  await using lemma = await openLemma({
    model: flags.model,
    format: "deepseek-v2",
    executionProvider: "cuda",
    verifier: { kind: "repl", project },
  });
  for await (const event of lemma.prove({ id: "two_mul_le", statement }, { seed: 1 }))
    console.log(JSON.stringify(event));
}
