import {
  type LemmaProver,
  type OpenLemmaOptions,
  type RemoteChoice,
  type SettingsOverrides,
  type VerifierChoice,
  type VerifierKind,
  openLemma,
} from "@lemma/core";
import { InputError, type Verifier } from "@lemma/interfaces";
import { backends, sandboxModes } from "@lemma/lean-repl";
import { type FormatChoice, promptFormatNames } from "@lemma/prover";
import type { Arguments } from "./flags.ts";
import { readSettings } from "./settings-file.ts";

const verifierKinds: readonly VerifierKind[] = ["lite", ...backends];

/** The verifiers that `--verifier A,B` names; the embedded one when the flag is absent. */
export function verifierChoices(given: Arguments): readonly VerifierChoice[] {
  const names = (given.text("verifier") ?? "lite").split(",");
  // Each way to reach Lean takes of these what is its own.
  const options = defined({
    project: given.text("project"),
    timeoutMs: given.integer("timeout-ms"),
    memoryMb: given.integer("memory-mb"),
    concurrency: given.integer("concurrency"),
    sandbox: given.choice("sandbox", sandboxModes),
    replCommand: given.text("repl-command"),
    url: given.text("url"),
  });
  return names.map((name) => {
    const kind = verifierKinds.find((known) => known === name.trim());
    if (kind === undefined)
      throw new InputError(`--verifier: expected ${verifierKinds.join(", ")}, received "${name}"`);
    return kind === "lite" ? { kind, ...defined({ threads: options.concurrency }) } : { kind, ...options };
  });
}

/** The one verifier that `--verifier` names. */
export function verifierChoice(given: Arguments): VerifierChoice {
  const [verifier, another] = verifierChoices(given);
  if (another !== undefined) throw new InputError("--verifier: only `check` takes more than one verifier");
  return verifier!;
}

/**
 * Opens LeMMA as the common flags say; `overrides` are a command's own flags and win over the settings file.
 *
 * @param verifier one that is open already, in place of the flags'.
 * @param model another than the flags'.
 */
export async function openFromFlags(
  given: Arguments,
  overrides: SettingsOverrides,
  verifier: Verifier | VerifierChoice = verifierChoice(given),
  model = given.text("model"),
): Promise<LemmaProver> {
  const file = given.text("settings");
  const limits = defined({ verifyWallMs: given.integer("timeout-ms") });
  return openLemma({
    ...defined({
      model,
      ...formatFrom(given),
      adapter: given.text("adapter"),
      weigher: given.text("weigher"),
      remote: remoteFrom(given),
      executionProvider: given.choice("execution-provider", ["cpu", "cuda", "webgpu"]),
    }),
    settings: { ...(file === undefined ? {} : (await readSettings(file)).loop), ...limits, ...overrides },
    verifier,
  });
}

/** The model that `--control` names, opened as the other one is. */
export async function openControl(given: Arguments): Promise<LemmaProver | undefined> {
  const model = given.text("control");
  return model === undefined ? undefined : openFromFlags(given, {}, verifierChoice(given), model);
}

export const formatChoices: readonly FormatChoice[] = [...promptFormatNames, "auto"];

/** The server that samples, where the flags name one. */
function remoteFrom(given: Arguments): RemoteChoice | undefined {
  const url = given.text("prover-url");
  if (url === undefined) return undefined;
  if (!URL.canParse(url)) throw new InputError(`--prover-url: expected a URL, received "${url}"`);
  const adapters = defined({
    directory: given.text("prover-adapters"),
    serverDirectory: given.text("prover-adapters-as"),
    limit: given.integer("prover-max-adapters"),
  });
  return {
    url,
    ...defined({
      token: given.text("prover-token") ?? process.env["LEMMA_PROVER_TOKEN"],
      model: given.text("prover-model"),
      maxInFlight: given.integer("prover-in-flight"),
    }),
    adapters,
  };
}

/** How the model is asked, where the flags say so. */
export function formatFrom(given: Arguments): Pick<OpenLemmaOptions, "format" | "chat" | "reasoning"> {
  const thinking = given.choice("thinking", ["on", "off"]);
  const chat = defined({
    system: given.text("system"),
    enableThinking: thinking === undefined ? undefined : thinking === "on",
    assistantPrefix: given.text("assistant-prefix"),
  });
  return {
    ...defined({
      format: given.choice("format", formatChoices),
      reasoning: given.choice("reasoning", ["keep", "drop"]),
    }),
    ...(Object.keys(chat).length === 0 ? {} : { chat }),
  };
}

/** Without the fields that are undefined, as exact optional properties want it. */
export function defined<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
