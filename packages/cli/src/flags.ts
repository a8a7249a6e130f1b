import { parseArgs } from "node:util";
import { InputError } from "@lemma/interfaces";
import { sandboxModes } from "@lemma/lean-repl";
import { promptFormatNames } from "@lemma/prover";
import { nearest } from "./nearest.ts";

/** One flag of the command line. `value` names its argument in the help; a flag without one is a switch. */
export interface Flag {
  readonly value?: string;
  readonly summary: string;
  /** The least whole number that it takes; 1 when absent. */
  readonly least?: number;
}

/** How proofs are judged. */
export const verifierFlags = {
  verifier: { value: "V", summary: "lite, repl, lsp or http (lite)" },
  "repl-command": { value: "CMD", summary: "how the Lean REPL is started" },
  project: { value: "DIR", summary: "the Lake project that Lean runs in" },
  url: { value: "URL", summary: "the verification server for --verifier http" },
  sandbox: { value: "MODE", summary: `where proofs run as Lean programs: ${sandboxModes.join(", ")} (required)` },
  "timeout-ms": { value: "N", summary: "wall time for one check" },
  "memory-mb": { value: "N", summary: "memory for one verifier process" },
  concurrency: { value: "N", summary: "checks at once: processes of real Lean, threads of lite" },
} as const satisfies Readonly<Record<string, Flag>>;

/** For commands that read records. */
export const recordFlags = {
  split: { value: "S", summary: "only the file's theorems of this split" },
  "skip-bad": { summary: "tell of records that cannot be used, and go on without them" },
} as const satisfies Readonly<Record<string, Flag>>;

export const jsonFlag = {
  json: { summary: "machine-readable output, one JSON object a line" },
} as const satisfies Readonly<Record<string, Flag>>;

/** The rest of what commands that run a model and a verifier understand, but for `--adapter`. */
const modelFlags = {
  model: { value: "DIR", summary: "a Hugging Face folder; the embedded tiny prover when absent" },
  format: {
    value: "NAME",
    summary: `how that model is prompted: ${promptFormatNames.join(", ")}, or by its name and template: auto (auto)`,
  },
  system: { value: "TEXT", summary: "with --format chat: the system turn" },
  thinking: { value: "on|off", summary: "with --format chat: the template's switch for reasoning (its own default)" },
  "assistant-prefix": { value: "TEXT", summary: "with --format chat: what each answer begins with" },
  reasoning: { value: "keep|drop", summary: "whether examples keep what the model thought when it found them (drop)" },
  weigher: { value: "DIR", summary: "a trained Weigher" },
  settings: {
    value: "FILE",
    summary: "a JSON file whose fields override the preset's; meta-training's are under `meta`",
  },
  "execution-provider": { value: "cpu|cuda|webgpu", summary: "where tensors are computed (cpu)" },
  seed: { value: "N", summary: "every random draw descends from it (1)", least: 0 },
} as const satisfies Readonly<Record<string, Flag>>;

export const traceFlag = {
  otlp: { value: "URL", summary: "an OpenTelemetry collector (OTLP over HTTP) that gets the run's spans" },
} as const satisfies Readonly<Record<string, Flag>>;

/** Sampling on a server. */
const remoteFlags = {
  "prover-url": {
    value: "URL",
    summary: "a server that samples with this model: vLLM, SGLang, llama.cpp, `lemma serve`; training stays here",
  },
  "prover-token": { value: "T", summary: "its bearer token (LEMMA_PROVER_TOKEN)" },
  "prover-model": { value: "NAME", summary: "what it calls the model, where it has several" },
  "prover-adapters": { value: "DIR", summary: "a folder from which it reads adapters (a temporary one)" },
  "prover-adapters-as": { value: "DIR", summary: "that folder as the server sees it, where it sees another path" },
  "prover-max-adapters": { value: "N", summary: "adapters that it holds at once (8)" },
  "prover-in-flight": { value: "N", summary: "requests to it at once (32)" },
} as const satisfies Readonly<Record<string, Flag>>;

/** For commands that start from the model as it is. */
export const trainingFlags = { ...modelFlags, ...verifierFlags, ...jsonFlag };

/** For commands that may start from what meta-training made. */
export const commonFlags = {
  ...modelFlags,
  ...remoteFlags,
  adapter: { value: "DIR", summary: "a PEFT adapter, applied under the per-theorem one" },
  ...verifierFlags,
  ...jsonFlag,
} as const satisfies Readonly<Record<string, Flag>>;

export const helpFlag = { help: { summary: "this text" } } as const satisfies Readonly<Record<string, Flag>>;

/** What was given on the command line, read by name and type; every complaint names its flag. */
export class Arguments {
  readonly positionals: readonly string[];
  readonly #flags: Readonly<Record<string, Flag>>;
  readonly #values: Readonly<Record<string, string | boolean | undefined>>;

  /** @throws {InputError} on an unknown flag, or one without its value. */
  constructor(argv: readonly string[], flags: Readonly<Record<string, Flag>>) {
    this.#flags = flags;
    const options = Object.fromEntries(
      Object.entries(flags).map(([name, flag]) => [
        name,
        {
          type: flag.value === undefined ? ("boolean" as const) : ("string" as const),
          ...(name === "help" ? { short: "h" } : {}),
        },
      ]),
    );
    // `--no-adapt` and the like are flags of their own; parseArgs would otherwise need `allowNegative` (Node 22).
    try {
      const { values, positionals } = parseArgs({
        args: joined(argv, flags),
        options,
        allowPositionals: true,
        strict: true,
      });
      this.#values = values;
      this.positionals = positionals;
    } catch (cause) {
      const [sentence] = (cause as Error).message.split(/\. |\n/);
      const unknown = /^Unknown option '--(\S+)'/.exec(sentence!)?.[1];
      const meant = unknown === undefined ? undefined : nearest(unknown, Object.keys(flags));
      throw new InputError(
        `${sentence}; ${meant === undefined ? "see --help" : `did you mean --${meant}?`}`,
        {},
        { cause },
      );
    }
  }

  text(name: string): string | undefined {
    const value = this.#values[name];
    return typeof value === "string" ? value : undefined;
  }

  has(name: string): boolean {
    return this.#values[name] === true;
  }

  /** A whole number, at least what its flag takes. @throws {InputError} when it is anything else. */
  integer(name: string): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const number = Number(value);
    const least = this.#flags[name]?.least ?? 1;
    if (!/^\d+$/.test(value) || !Number.isSafeInteger(number) || number < least)
      throw new InputError(
        `--${name}: expected a whole number${least === 0 ? "" : ` of at least ${least}`}, received "${value}"`,
      );
    return number;
  }

  /** A number of at least 0. @throws {InputError} when it is anything else. */
  number(name: string): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const number = Number(value);
    if (value.trim() === "" || !Number.isFinite(number) || number < 0)
      throw new InputError(`--${name}: expected a number of at least 0, received "${value}"`);
    return number;
  }

  /** One of `choices`. @throws {InputError} when it is none of them. */
  choice<T extends string>(name: string, choices: readonly T[]): T | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const found = choices.find((choice) => choice === value);
    if (found === undefined) throw new InputError(`--${name}: expected ${choices.join(", ")}, received "${value}"`);
    return found;
  }
}

/** `--attempts -1` as `--attempts=-1`: a negative number is a value to complain about, not a flag. */
function joined(argv: readonly string[], flags: Readonly<Record<string, Flag>>): string[] {
  const result: string[] = [];
  for (const argument of argv) {
    const before = result.at(-1);
    if (/^-\d/.test(argument) && before?.startsWith("--") && flags[before.slice(2)]?.value !== undefined)
      result[result.length - 1] = `${before}=${argument}`;
    else result.push(argument);
  }
  return result;
}
