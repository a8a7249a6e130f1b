import { stat } from "node:fs/promises";
import { Resources } from "@lemma/async";
import { InputError, type Adapter, type Refuter, type Verifier } from "@lemma/interfaces";
import { LeanLitePool, type LeanLitePoolOptions } from "@lemma/lean-lite/pool";
import type { OpenVerifierOptions } from "@lemma/lean-repl";
import { LoraAdapter } from "@lemma/lora";
import { type ChatFormatOptions, LocalProver, type FormatChoice, type ReasoningChoice, loadModel } from "@lemma/prover";
import type { RemoteProver, RemoteProverOptions } from "@lemma/remote-prover";
import { LemmaProver, type LemmaSettings, type SettingsOverrides, withOverrides } from "@lemma/loop";
import { openWeigher } from "@lemma/weigher";
import { profileOf } from "./profiles.ts";

/** Which verifier, with its options: the embedded checker, or a way to reach real Lean. */
export type VerifierChoice = ({ readonly kind: "lite" } & LeanLitePoolOptions) | OpenVerifierOptions;

export type VerifierKind = VerifierChoice["kind"];

/** Which server. Adapters go by a temporary folder, which the server must see too, unless `adapters` names another. */
export type RemoteChoice = Omit<RemoteProverOptions, "format" | "tokenizer">;

/** What to run on. Everything left out is an embedded default: the tiny prover, its Weigher, and the checker lean-lite. */
export interface OpenLemmaOptions {
  /** A Hugging Face folder of a Llama, Qwen2, Qwen3 or Mistral prover. */
  readonly model?: string;
  /** How that model is prompted. Default: `auto`, by its name and template. */
  readonly format?: FormatChoice;
  /** For the format `chat`: what goes into the model's own template. */
  readonly chat?: Omit<ChatFormatOptions, "template">;
  /** Whether examples keep the reasoning in which the model found them. Default: `drop`. */
  readonly reasoning?: ReasoningChoice;
  /** A PEFT folder: a lasting adapter under the per-theorem one. */
  readonly adapter?: string;
  /** A trained Weigher's folder. */
  readonly weigher?: string;
  /** Overrides of the preset's fields, those of nested records one by one. */
  readonly settings?: SettingsOverrides;
  readonly executionProvider?: "cpu" | "cuda" | "webgpu";
  readonly threads?: number;
  /** A server of the same model that samples in its place; the model here trains what is sampled with. */
  readonly remote?: RemoteChoice;
  /** A verifier of your own, or which of ours to open. Disposed with the prover. */
  readonly verifier?: Verifier | VerifierChoice;
}

/**
 * Opens LeMMA.
 *
 * @throws {InputError} when a folder is missing or holds something else.
 * @throws {InfrastructureError} when real Lean was asked for and cannot be started.
 */
export async function openLemma(options: OpenLemmaOptions = {}): Promise<LemmaProver> {
  checkOptions(options);
  const profile = profileOf(options.model);
  const model = await loadModel(await existingFolder(profile.model, "model"));
  // How a model's makers draw from it comes before the paper's numbers, and what the caller says before both.
  const published =
    profile.name === "paper" ? { proofSampling: model.sampling, conjectureSampling: model.sampling } : {};
  // A Weigher that was asked for is used, whatever the profile does without one.
  const base: LemmaSettings = options.weigher === undefined ? profile.loop : { ...profile.loop, weighting: "weigher" };
  const settings = withOverrides(withOverrides(base, published), options.settings);
  await using opened = new Resources();
  const prover = opened.use(
    await LocalProver.of(model, {
      format: options.format ?? profile.format,
      ...(options.chat === undefined ? {} : { chat: options.chat }),
      ...(options.reasoning === undefined ? {} : { reasoning: options.reasoning }),
      executionProviders: [options.executionProvider ?? "cpu"],
      ...(options.threads === undefined ? {} : { threads: options.threads }),
    }),
  );
  const sampler = options.remote === undefined ? undefined : opened.use(await openRemote(options.remote, prover));
  const weigherDirectory = options.weigher ?? profile.weigher;
  const weigher =
    weigherDirectory === undefined || settings.weighting !== "weigher"
      ? undefined
      : opened.use(await openWeigher(await existingFolder(weigherDirectory, "weigher")));
  const policy: readonly Adapter[] =
    options.adapter === undefined ? [] : [await LoraAdapter.load(await existingFolder(options.adapter, "adapter"))];
  const verifier = opened.use(await openVerifier(options.verifier ?? { kind: "lite" }));
  const refuter = opened.use(refuterBeside(verifier));
  opened.release();
  return new LemmaProver(
    {
      prover,
      trainer: prover,
      scorer: prover,
      verifier,
      refuter,
      policy,
      ...(weigher === undefined ? {} : { weigher }),
      ...(sampler === undefined ? {} : { prover: sampler }),
    },
    settings,
  );
}

const optionNames: Readonly<Record<keyof OpenLemmaOptions, true>> = {
  model: true,
  format: true,
  chat: true,
  reasoning: true,
  adapter: true,
  weigher: true,
  settings: true,
  executionProvider: true,
  threads: true,
  remote: true,
  verifier: true,
};

/** What TypeScript would have refused. @throws {InputError} naming the option. */
function checkOptions(options: OpenLemmaOptions): void {
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(optionNames, name));
  if (unknown !== undefined)
    throw new InputError(`openLemma: no such option; known: ${Object.keys(optionNames).join(", ")}`, {
      field: unknown,
    });
  const { verifier } = options;
  if (verifier !== undefined && (typeof verifier !== "object" || !("kind" in verifier || "verify" in verifier)))
    throw new InputError('openLemma: expected a Verifier or a choice such as { kind: "repl" }', { field: "verifier" });
}

async function openRemote(choice: RemoteChoice, { format, tokenizer }: LocalProver): Promise<RemoteProver> {
  // Its client of HTTP costs as much to load as the model's code, and reads the machine's resolver settings.
  const remote = await import("@lemma/remote-prover");
  return remote.RemoteProver.open({ adapters: {}, ...choice, format, tokenizer });
}

/** The verifier itself when one is given, else one of ours. */
export async function openVerifier(choice: Verifier | VerifierChoice): Promise<Verifier> {
  if (!("kind" in choice)) return choice;
  if (choice.kind === "lite") return new LeanLitePool(choice);
  // Processes, sandboxes, servers: loaded where real Lean is asked for.
  const lean = await import("@lemma/lean-repl");
  return lean.openVerifier(choice);
}

/** What looks for counterexamples beside a verifier: lean-lite, in the verifier's own threads where that is lean-lite too. */
export function refuterBeside(verifier: Verifier): Refuter & AsyncDisposable {
  return verifier instanceof LeanLitePool ? verifier : new LeanLitePool({ threads: 1 });
}

async function existingFolder(directory: string, role: string): Promise<string> {
  const found = await stat(directory).catch(() => undefined);
  if (found === undefined) throw new InputError(`no such ${role} folder`, { file: directory });
  if (!found.isDirectory()) throw new InputError(`the ${role} must be a folder`, { file: directory });
  return directory;
}
