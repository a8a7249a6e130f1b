import { Arguments, type Flag, helpFlag } from "./flags.ts";

/** 0 all proved, or the job done; 1 finished with something not proved; 2 bad usage or input; 3 infrastructure failed;
 * 130 interrupted. */
export type ExitStatus = 0 | 1 | 2 | 3 | 130;

/** Where a command writes: results to `out`, progress and complaints to `progress`. Handed in, so that tests can read them. */
export interface Terminal {
  out(text: string): void;
  progress(text: string): void;
  /** Whether `progress` goes to somebody who watches, and may rewrite its last line. */
  readonly isInteractive: boolean;
  /** Whether `out` may use colour. */
  readonly hasColor: boolean;
  readonly signal: AbortSignal;
}

/** A subcommand, but for its name and summary, which the table of commands has. */
export interface Command {
  /** Its positional arguments, as the usage line shows them. */
  readonly usage: string;
  /** How many positional arguments it takes at most; none when absent. */
  readonly positionals?: number;
  readonly flags: Readonly<Record<string, Flag>>;
  /** Flags that are taken and change nothing, so that a script can give every command the common ones. */
  readonly ignored?: Readonly<Record<string, Flag>>;
  readonly examples: readonly string[];
  run(given: Arguments, terminal: Terminal): Promise<ExitStatus>;
}

export function commandHelp(name: string, summary: string, command: Command): string {
  const all: Readonly<Record<string, Flag>> = { ...command.flags, ...helpFlag };
  const flags = Object.entries(all).map(
    ([flag, { value, summary: text }]) => [`--${flag}${value === undefined ? "" : ` ${value}`}`, text] as const,
  );
  const width = Math.max(...flags.map(([flag]) => flag.length));
  return [
    `lemma ${name}: ${summary}`,
    "",
    `usage: lemma ${name} ${command.usage}`.trimEnd(),
    "",
    ...flags.map(([flag, text]) => `  ${flag.padEnd(width)}  ${text}`),
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
