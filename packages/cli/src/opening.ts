import { readFile } from "node:fs/promises";
import {
  type LemmaProver,
  type SettingsOverrides,
  type VerifierChoice,
  type VerifierKind,
  openLemma,
  tinySettings,
} from "@lemma/core";
import { InputError } from "@lemma/interfaces";
import { sandboxModes } from "@lemma/lean-repl";
import { promptFormatNames } from "@lemma/prover";
import { match } from "ts-pattern";
import type { Arguments } from "./flags.ts";

const verifierKinds = ["lite", "repl", "lsp", "http"] as const satisfies readonly VerifierKind[];

/** The verifiers that `--verifier A,B` names; the embedded one when the flag is absent. */
export function verifierChoices(given: Arguments): readonly VerifierChoice[] {
  const names = (given.text("verifier") ?? "lite").split(",");
  const common = defined({
    project: given.text("project"),
    timeoutMs: given.integer("timeout-ms"),
    memoryMb: given.integer("memory-mb"),
    concurrency: given.integer("concurrency"),
  });
  const ownProcesses = { ...common, ...defined({ sandbox: given.choice("sandbox", sandboxModes) }) };
  return names.map((name) => {
    const kind = verifierKinds.find((known) => known === name.trim());
    if (kind === undefined)
      throw new InputError(`--verifier: expected ${verifierKinds.join(", ")}, received "${name}"`);
    return match<VerifierKind, VerifierChoice>(kind)
      .with("lite", () => ({ kind: "lite" }))
      .with("repl", () => ({ kind: "repl", ...ownProcesses, ...defined({ replCommand: given.text("repl-command") }) }))
      .with("lsp", () => ({ kind: "lsp", ...ownProcesses }))
      .with("http", () => ({ kind: "http", ...common, ...defined({ url: given.text("url") }) }))
      .exhaustive();
  });
}

/** Opens LeMMA as the common flags say; `overrides` are a command's own flags and win over the settings file. */
export async function openFromFlags(given: Arguments, overrides: SettingsOverrides): Promise<LemmaProver> {
  const [verifier, another] = verifierChoices(given);
  if (another !== undefined) throw new InputError("--verifier: only `check` takes more than one verifier");
  const file = given.text("settings");
  return openLemma({
    ...defined({
      model: given.text("model"),
      format: given.choice("format", promptFormatNames),
      adapter: given.text("adapter"),
      weigher: given.text("weigher"),
      executionProvider: given.choice("execution-provider", ["cpu", "cuda", "webgpu"]),
    }),
    settings: { ...(file === undefined ? {} : await readSettings(file)), ...overrides },
    verifier: verifier!,
  });
}

/** @throws {InputError} with the file and the field that is wrong. */
async function readSettings(file: string): Promise<SettingsOverrides> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new InputError("cannot be read", { file }, { cause });
  });
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw new InputError(`not JSON: ${(cause as Error).message}`, { file }, { cause });
  }
  checkFields(parsed, tinySettings, file, "");
  return parsed as SettingsOverrides;
}

/** Every field of `given` must be one of `shape`'s, of the same type. */
function checkFields(given: unknown, shape: object, file: string, prefix: string): void {
  if (typeof given !== "object" || given === null || Array.isArray(given))
    throw new InputError("expected an object", { file, ...(prefix === "" ? {} : { field: prefix.slice(0, -1) }) });
  for (const [name, value] of Object.entries(given)) {
    const expected = (shape as Readonly<Record<string, unknown>>)[name];
    const field = prefix + name;
    // Sampling has optional fields that a preset may leave out.
    if (expected === undefined && ["topP", "topK"].includes(name) && typeof value === "number") continue;
    if (expected === undefined) throw new InputError("no such setting", { file, field });
    if (Array.isArray(expected)) continue;
    if (typeof expected === "object" && expected !== null) checkFields(value, expected, file, `${field}.`);
    else if (typeof value !== typeof expected)
      throw new InputError(`expected a ${typeof expected}, received ${JSON.stringify(value)}`, { file, field });
  }
}

/** Without the fields that are undefined, as exact optional properties want it. */
export function defined<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
