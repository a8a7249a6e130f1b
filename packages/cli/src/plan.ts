import { availableParallelism, freemem } from "node:os";
import { type Compiled, type TensorValue, compile, matmul, spec, tensor } from "@lemma/autodiff";
import { type LemmaSettings, type Plan, type PlanInput, profileOf, withOverrides } from "@lemma/core";
import type { Theorem } from "@lemma/interfaces";
import { probeLean } from "@lemma/lean-repl";
import { loadModel } from "@lemma/prover";
import { type ExitStatus, type Terminal, printJson } from "./command.ts";
import type { Arguments } from "./flags.ts";
import { sized } from "./render/bytes.ts";
import { formatDuration } from "./render/progress.ts";
import { formatFrom } from "./opening.ts";
import { readSettings } from "./settings-file.ts";

/** What to plan with, as the common flags say; nothing is opened but the model's header. */
export async function planInput(
  given: Arguments,
  theorems: readonly Theorem[],
  overrides: Parameters<typeof withOverrides>[1] = {},
): Promise<PlanInput & { readonly settings: LemmaSettings }> {
  const profile = profileOf(given.text("model"));
  const file = given.text("settings");
  const changed = file === undefined ? {} : (await readSettings(file)).loop;
  return {
    model: await loadModel(profile.model),
    format: profile.format,
    ...formatFrom(given),
    settings: withOverrides(withOverrides(profile.loop, changed), overrides),
    theorems,
  };
}

/** Prints a plan, how long it would take here, and what this machine lacks for it. */
export async function printPlan(given: Arguments, terminal: Terminal, plan: Plan): Promise<ExitStatus> {
  const provider = given.choice("execution-provider", ["cpu", "cuda", "webgpu"]) ?? "cpu";
  const rate = await multiplicationRate(provider);
  const seconds = rate === undefined ? undefined : plan.flops / rate;
  const missing = await missingHere(given, plan, provider, rate);
  if (given.has("json")) {
    printJson(terminal, { ...plan, provider, flopsPerSecond: rate ?? null, seconds: seconds ?? null, missing });
    return 0;
  }
  terminal.out(
    `${(plan.parameters / 1e6).toFixed(1)} million parameters, ${sized(plan.weightBytes)} of weights; ${plan.theorems} theorems (times seeds)\n`,
  );
  for (const { name, runs, flopsPerRun, peakBytes } of plan.graphs)
    terminal.out(
      `  ${name.padEnd(34)} ${String(runs).padStart(8)} × ${flopsPerRun.toExponential(2)} FLOPs, ${sized(peakBytes)} beside the weights\n`,
    );
  terminal.out(`at most ${plan.flops.toExponential(2)} FLOPs and ${sized(plan.peakBytes)} of memory\n`);
  if (seconds !== undefined)
    terminal.out(
      `at least ${formatDuration(1000 * seconds)} here, at the ${(rate! / 1e9).toFixed(0)} GFLOP/s of a matrix product on ${provider}; the verifier's time comes on top\n`,
    );
  for (const one of missing) terminal.out(`missing: ${one}\n`);
  return 0;
}

/** FLOP/s of a float32 matrix product, the best that programs made of them can reach; undefined where the provider fails. */
async function multiplicationRate(provider: string): Promise<number | undefined> {
  const size = 1024;
  const values = tensor("float32", [size, size], new Float32Array(size * size).fill(0.5));
  try {
    await using product: Compiled<[TensorValue, TensorValue], TensorValue> = compile(
      (x, y) => matmul(x, y),
      [spec("float32", [size, size]), spec("float32", [size, size])],
      { name: "matrix product", executionProviders: [provider], sessionOptions: { logSeverityLevel: 4 } },
    );
    await product(values, values);
    let best = Number.POSITIVE_INFINITY;
    for (let round = 0; round < 3; round += 1) {
      const began = performance.now();
      await product(values, values);
      best = Math.min(best, performance.now() - began);
    }
    return (2 * size ** 3) / (best / 1000);
  } catch {
    return undefined;
  }
}

async function missingHere(
  given: Arguments,
  plan: Plan,
  provider: string,
  rate: number | undefined,
): Promise<readonly string[]> {
  const missing: string[] = [];
  if (rate === undefined)
    missing.push(`the execution provider ${provider} does not run on this machine: see \`lemma doctor\``);
  if (provider === "cpu" && plan.peakBytes > freemem())
    missing.push(`memory: ${sized(plan.peakBytes)} needed at most, ${sized(freemem())} free`);
  if (provider === "cpu" && plan.parameters > 1e9)
    missing.push(
      `a GPU: ${availableParallelism()} CPU cores are slow for ${(plan.parameters / 1e9).toFixed(1)} billion parameters`,
    );
  if (plan.answer.room < plan.answer.asked)
    missing.push(
      `room: proofs are cut at ${plan.answer.room} of ${plan.answer.asked} tokens, where the model's context or a quarter of the memory ends`,
    );
  if (given.text("model") !== undefined && given.text("weigher") === undefined)
    missing.push("a trained Weigher (--weigher): without one, examples are weighted alike");
  const verifier = given.text("verifier") ?? "lite";
  if (verifier === "lite" && given.text("model") !== undefined)
    missing.push("real Lean (--verifier repl): lean-lite reads an arithmetic fragment only");
  if (verifier === "repl" || verifier === "lsp") {
    const project = given.text("project");
    const { advice } = await probeLean(project === undefined ? {} : { folders: [project] });
    missing.push(...advice.map(({ problem, command }) => `${problem} (${command})`));
  }
  if (verifier === "http" && given.text("url") === undefined) missing.push("--url of the verification server");
  return missing;
}
