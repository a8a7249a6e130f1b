import { AbortedError, InfrastructureError, InputError, LemmaError } from "@lemma/interfaces";
import { type Command, type ExitStatus, type Terminal, commandHelp } from "./command.ts";
import { checkCommand } from "./commands/check.ts";
import { demoCommand } from "./commands/demo.ts";
import { coldStartCommand } from "./commands/cold-start.ts";
import { doctorCommand } from "./commands/doctor.ts";
import { evalCommand } from "./commands/eval.ts";
import { mergeCommand } from "./commands/merge.ts";
import { metaTrainCommand } from "./commands/meta-train.ts";
import { metaReportCommand } from "./commands/meta-report.ts";
import { proveCommand } from "./commands/prove.ts";
import { Arguments, helpFlag } from "./flags.ts";

/** Every subcommand. Adding one is adding an entry. */
export const commands: readonly Command[] = [
  proveCommand,
  checkCommand,
  evalCommand,
  metaTrainCommand,
  metaReportCommand,
  mergeCommand,
  coldStartCommand,
  doctorCommand,
  demoCommand,
];

/** Runs one command line. Never throws: what went wrong is told on `progress`, and the exit status says of which kind. */
export async function runCli(argv: readonly string[], terminal: Terminal): Promise<ExitStatus> {
  try {
    return await dispatch(argv, terminal);
  } catch (error) {
    const status = statusOf(error);
    if (error instanceof AbortedError && terminal.signal.aborted) {
      const resumable = commands.some(({ name, flags }) => name === argv[0] && "resume" in flags);
      terminal.progress(`lemma: interrupted${resumable ? "; the same command with --resume goes on" : ""}\n`);
      return status;
    }
    terminal.progress(`lemma: ${error instanceof Error ? error.message : String(error)}\n`);
    if (!(error instanceof LemmaError) && error instanceof Error) terminal.progress(`${error.stack ?? ""}\n`);
    return status;
  }
}

async function dispatch([name, ...rest]: readonly string[], terminal: Terminal): Promise<ExitStatus> {
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    terminal.out(overview());
    return name === undefined ? 2 : 0;
  }
  const command = commands.find((one) => one.name === name);
  if (command === undefined)
    throw new InputError(`unknown command "${name}"; known: ${commands.map((one) => one.name).join(", ")}`);
  const given = new Arguments(rest, { ...command.ignored, ...command.flags, ...helpFlag });
  if (given.has("help")) {
    terminal.out(commandHelp(command));
    return 0;
  }
  return command.run(given, terminal);
}

/** 2: the caller can mend it. 3: something around the work failed. */
function statusOf(error: unknown): ExitStatus {
  if (error instanceof InfrastructureError || error instanceof AbortedError) return 3;
  return error instanceof LemmaError ? 2 : 3;
}

function overview(): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  return [
    "lemma: proves Lean 4 theorems by studying for them first",
    "",
    "usage: lemma COMMAND [flags]",
    "",
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    "",
    "`lemma COMMAND --help` shows a command's flags and examples.",
    "exit status: 0 all proved or done · 1 something not proved · 2 bad usage or input · 3 infrastructure failed",
    "",
  ].join("\n");
}
