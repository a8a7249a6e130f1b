import { freemem } from "node:os";
import { planProve, profileOf } from "@lemma/core";
import { compile, mul, spec, tensor } from "@lemma/autodiff";
import { probeLean, type LeanProbe } from "@lemma/lean-repl";
import { chooseFormat, formatDisagreement, loadModel, parameterCount } from "@lemma/prover";
import { type Command, printJson } from "../command.ts";
import { type Arguments, commonFlags } from "../flags.ts";
import { hugePages } from "../huge-pages.ts";
import { formatFrom } from "../opening.ts";
import { planInput } from "../plan.ts";
import { sized } from "../render/bytes.ts";
import { palette } from "../render/palette.ts";

/** One thing that was looked at. `remedy` is what to run or do where it is missing. */
interface Finding {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
  readonly remedy?: string;
}

/** What the embedded defaults stand on; everything else is an extra. */
const needed = new Set(["node", "model", "provider cpu"]);

export const doctorCommand: Command = {
  usage: "[--model DIR] [--project DIR] [--json]",
  flags: {
    model: commonFlags.model,
    format: commonFlags.format,
    settings: commonFlags.settings,
    project: commonFlags.project,
    "repl-command": commonFlags["repl-command"],
    json: commonFlags.json,
  },
  examples: ["lemma doctor", "lemma doctor --model ~/models/DeepSeek-Prover-V2-7B --json"],
  async run(given, terminal) {
    const lean = await lookForLean(given.text("project"), given.text("repl-command"));
    const findings: readonly Finding[] = [
      {
        name: "node",
        ok: nodeIsSupported(process.versions.node),
        detail: process.versions.node,
        remedy: "install Node 20.19 or newer",
      },
      {
        name: "machine",
        ok: true,
        detail: `${lean.cores} cores, ${sized(lean.freeMemoryBytes)} of ${sized(lean.totalMemoryBytes)} free`,
      },
      ...hugePageFindings(),
      ...(await modelFindings(given)),
      ...(await Promise.all(["cpu", "cuda", "webgpu"].map(providerFinding))),
      { name: "lean-lite", ok: true, detail: "embedded" },
      ...leanFindings(lean),
    ];
    const color = palette(terminal.hasColor);
    const isReady = findings.every(({ name, ok }) => ok || !needed.has(name));
    for (const { name, ok, detail, remedy } of findings) {
      if (given.has("json"))
        printJson(terminal, { name, ok, detail, ...(ok || remedy === undefined ? {} : { remedy }) });
      else {
        const found = ok ? color.green("ok     ") : needed.has(name) ? color.red("missing") : color.yellow("absent ");
        terminal.out(`${found} ${name.padEnd(16)} ${detail}\n`);
        if (!ok && remedy !== undefined) terminal.out(`${" ".repeat(25)}${color.dim(remedy)}\n`);
      }
    }
    if (!given.has("json"))
      terminal.out(
        isReady
          ? "\nReady: what the embedded defaults need is here. What is absent is for real Lean, for another device, or for speed.\n"
          : "\nNot ready: even the embedded defaults need what is missing.\n",
      );
    return isReady ? 0 : 3;
  },
};

function hugePageFindings(): readonly Finding[] {
  const found = hugePages();
  return found === undefined ? [] : [{ name: "huge pages", ...found }];
}

/**
 * Opens the model's folder as `prove` would: configuration, tokenizer, and every tensor's place in its file. Then how it would be asked,
 * and what a theorem would take at the settings asked for.
 */
async function modelFindings(given: Arguments): Promise<readonly Finding[]> {
  const directory = profileOf(given.text("model")).model;
  let model;
  try {
    model = await loadModel(directory);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const remedy = "a model folder has config.json, tokenizer.json and *.safetensors";
    return [{ name: "model", ok: false, detail: error.message, remedy }];
  }
  const { config, chatTemplate, sampling } = model;
  const millions = (parameterCount(config) / 1e6).toFixed(1);
  const detail = `${directory}: ${config.family}, ${millions} million parameters, ${config.layers} layers, context ${config.contextLength}`;
  const draws = Object.entries(sampling).map(([name, value]) => `${name} ${value}`);
  const { format: asked = "auto" } = formatFrom(given);
  const chosen = asked === "auto" ? chooseFormat(model) : { format: asked, reason: "it was asked for" };
  const conflict = formatDisagreement(chosen.format, chatTemplate);
  const input = await planInput(given, [{ id: "t", statement: "theorem t (a b : ℕ) (h : a = b) : a + 0 = b := by" }]);
  const { graphs, weightBytes, peakBytes, answer } = planProve(input);
  const most = (prefix: string): number =>
    Math.max(0, ...graphs.filter(({ name }) => name.startsWith(prefix)).map(({ peakBytes }) => peakBytes));
  const needed = peakBytes - weightBytes;
  return [
    { name: "model", ok: true, detail: draws.length === 0 ? detail : `${detail}; draws by ${draws.join(", ")}` },
    {
      name: "format",
      ok: conflict === undefined,
      detail: `${chosen.format}: ${chosen.reason}${conflict === undefined ? "" : `; but ${conflict}`}`,
      remedy: "--format chat asks by the model's own template",
    },
    {
      name: "model memory",
      ok: needed < freemem() && answer.room >= answer.asked,
      detail:
        `${sized(weightBytes)} of weights in their file, and at most ${sized(needed)} beside them at ` +
        `${input.settings.proofSampling.maxTokens} tokens an answer (adapting ${sized(most("adapt"))})` +
        (answer.room < answer.asked ? `; of an answer there is room for ${answer.room}` : ""),
      remedy: `${sized(freemem())} is free: fewer tokens an answer or attempts at once need less (--settings)`,
    },
  ];
}

/** Runs a two-number program on the provider: what its library says of itself does not prove that it works. */
async function providerFinding(provider: string): Promise<Finding> {
  const name = `provider ${provider}`;
  try {
    await using program = compile((x) => mul(x, 2), [spec("float32", [2])], {
      name: `doctor-${provider}`,
      executionProviders: [provider],
      thread: `doctor-${provider}`,
      // A missing library is a finding here, told below; ONNX Runtime would shout it to the terminal as well.
      sessionOptions: { logSeverityLevel: 4 },
    });
    const result = await program(tensor("float32", [2], [1, 2]));
    return { name, ok: result.data[1] === 4, detail: "ran a program" };
  } catch (error) {
    const [detail] = (error instanceof Error ? error.message : String(error)).split("\n");
    const remedy =
      provider === "cuda"
        ? "needs CUDA 12 and what onnxruntime-node's install script fetches: docs/guides/gpu.md"
        : "needs a Vulkan driver: docs/guides/gpu.md";
    // A native library's complaint begins with what matters, and goes on for a screen.
    return { name, ok: false, detail: detail!.length > 140 ? `${detail!.slice(0, 139)}…` : detail!, remedy };
  }
}

async function lookForLean(project: string | undefined, replCommand: string | undefined): Promise<LeanProbe> {
  return await probeLean({
    ...(project === undefined ? {} : { folders: [project] }),
    ...(replCommand === undefined ? {} : { replCommand }),
  });
}

function leanFindings(probe: LeanProbe): readonly Finding[] {
  const programs = (["elan", "lean", "lake", "repl"] as const).map((name) => {
    const found = probe[name];
    return {
      name,
      ok: found !== undefined,
      detail: found === undefined ? "not found" : `${found.path} ${found.version ?? ""}`,
    };
  });
  const projects = probe.projects.map(({ path, toolchain, lean, hasMathlib }) => ({
    name: "lake project",
    ok: lean !== undefined,
    detail: `${path} (${toolchain ?? "no toolchain"}${lean === undefined ? ", not installed" : ""}${hasMathlib ? ", Mathlib" : ""})`,
  }));
  const advice = probe.advice.map(({ problem, command }) => ({
    name: "advice",
    ok: false,
    detail: problem,
    remedy: command,
  }));
  const { sandbox, suggestedConcurrency: workers, workerMemory } = probe;
  const isolation = { name: "sandbox", ok: sandbox.active, detail: sandbox.reason };
  return [
    ...programs,
    isolation,
    { name: "workers", ok: true, detail: `${workers.value} by default: ${workers.reason}` },
    {
      name: "worker memory",
      ok: true,
      detail: `${sized(workerMemory.value)} each by default: ${workerMemory.reason}`,
    },
    { name: "limits", ok: true, detail: probe.limits.description },
    ...projects,
    ...advice,
  ];
}

function nodeIsSupported(version: string): boolean {
  const [major, minor] = version.split(".").map(Number) as [number, number];
  return major > 20 || (major === 20 && minor >= 19);
}
