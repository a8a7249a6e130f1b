import { Arguments, type Flag, helpFlag } from "./flags.ts";

/** 0 all proved, or the job done; 1 finished with something not proved; 2 bad usage or input; 3 infrastructure failed. */
export type ExitStatus = 0 | 1 | 2 | 3;

/** Where a command writes: results to `out`, progress and complaints to `progress`. Handed in, so that tests can read them. */
export interface Terminal {
  out(text: string): void;
  progress(text: string): void;
  /** Whether `progress` may use colour and rewrite its last line. */
  readonly isInteractive: boolean;
  readonly signal: AbortSignal;
}

export interface Command {
  readonly name: string;
  readonly summary: string;
  /** Its positional arguments, as the usage line shows them. */
  readonly usage: string;
  readonly flags: Readonly<Record<string, Flag>>;
  /** Flags that are taken and change nothing, so that a script can give every command the common ones. */
  readonly ignored?: Readonly<Record<string, Flag>>;
  readonly examples: readonly string[];
  run(given: Arguments, terminal: Terminal): Promise<ExitStatus>;
}

export function commandHelp(command: Command): string {
  const all: Readonly<Record<string, Flag>> = { ...command.flags, ...helpFlag };
  const flags = Object.entries(all).map(
    ([name, { value, summary }]) => [`--${name}${value === undefined ? "" : ` ${value}`}`, summary] as const,
  );
  const width = Math.max(...flags.map(([name]) => name.length));
  return [
    `lemma ${command.name}: ${command.summary}`,
    "",
    `usage: lemma ${command.name} ${command.usage}`.trimEnd(),
    "",
    ...flags.map(([name, summary]) => `  ${name.padEnd(width)}  ${summary}`),
    "",
    "examples:",
    ...command.examples.map((example) => `  ${example}`),
    "",
  ].join("\n");
}

/** One JSON object on a line of its own. */
export function printJson(terminal: Terminal, value: unknown): void {
  terminal.out(`${JSON.stringify(value)}\n`);
}
