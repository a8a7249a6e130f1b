import { AbortedError, InfrastructureError, InputError, LemmaError } from "@lemma/interfaces";
import { type Command, type ExitStatus, type Terminal, commandHelp } from "./command.ts";
import { nearest } from "./nearest.ts";
import { version } from "./version.ts";

/** A subcommand before it is loaded: a help text needs neither the model nor a report's charts. */
interface Entry {
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

/** Every subcommand. Adding one is adding an entry. */
const entries: Readonly<Record<string, Entry>> = {
  prove: {
    summary: "study for theorems, then prove them",
    load: async () => (await import("./commands/prove.ts")).proveCommand,
  },
  fill: {
    summary: "prove the sorrys of Lean files where they stand",
    load: async () => (await import("./commands/fill.ts")).fillCommand,
  },
  check: {
    summary: "judge the proofs in a file, one verdict each, in order",
    load: async () => (await import("./commands/check.ts")).checkCommand,
  },
  audit: {
    summary: "find faults of statements: contradictions, counterexamples, escaped names, cut operations, duplicates",
    load: async () => (await import("./commands/audit.ts")).auditCommand,
  },
  mcp: {
    summary: "serve checking and proving as tools for agents, by the Model Context Protocol",
    load: async () => (await import("./commands/mcp.ts")).mcpCommand,
  },
  eval: {
    summary: "compare methods over a set of problems, with intervals and paired tests",
    load: async () => (await import("./commands/eval.ts")).evalCommand,
  },
  worker: {
    summary: "do the work that `lemma eval --queue` asks for, on any machine",
    load: async () => (await import("./commands/worker.ts")).workerCommand,
  },
  train: {
    summary: "fine-tune a LoRA adapter on proofs, with a validation loss and checkpoints",
    load: async () => (await import("./commands/train.ts")).trainCommand,
  },
  "meta-train": {
    summary: "train Weigher and policy through the adaptation, theorem by theorem",
    load: async () => (await import("./commands/meta-train.ts")).metaTrainCommand,
  },
  "meta-report": {
    summary: "compare conjectures before and after meta-training, on statements outside the training set",
    load: async () => (await import("./commands/meta-report.ts")).metaReportCommand,
  },
  merge: {
    summary: "fold adapters into a model: a folder that samples as fast as the model alone",
    load: async () => (await import("./commands/merge.ts")).mergeCommand,
  },
  quantize: {
    summary:
      "a model in blocks of 4 or 8 bits: a quarter of its size, and several times as fast from one row to the next",
    load: async () => (await import("./commands/quantize.ts")).quantizeCommand,
  },
  "cold-start": {
    summary: "build the set that teaches a prover to conjecture: 80% replayed proofs, 20% conjecture tasks",
    load: async () => (await import("./commands/cold-start.ts")).coldStartCommand,
  },
  serve: {
    summary: "serve a model to anything that speaks OpenAI's interface, with adapters loaded at run time",
    load: async () => (await import("./commands/serve.ts")).serveCommand,
  },
  doctor: {
    summary: "what this machine has for LeMMA, what it lacks, and how to get it",
    load: async () => (await import("./commands/doctor.ts")).doctorCommand,
  },
  demo: {
    summary: "watch LeMMA study for a miniF2F theorem and prove it",
    load: async () => (await import("./commands/demo.ts")).demoCommand,
  },
};

export const commandNames: readonly string[] = Object.keys(entries);

/** Runs one command line. Never throws: what went wrong is told on `progress`, and the exit status says of which kind. */
export async function runCli(argv: readonly string[], terminal: Terminal): Promise<ExitStatus> {
  let command: Command | undefined;
  try {
    const [name, ...rest] = argv;
    if (name === undefined || name === "--help" || name === "-h" || (name === "help" && rest.length === 0)) {
      terminal.out(overview());
      return name === undefined ? 2 : 0;
    }
    if (name === "--version" || name === "-V" || name === "version") {
      terminal.out(`lemma ${version()}\n`);
      return 0;
    }
    const isHelp = name === "help";
    const named = isHelp ? rest[0]! : name;
    const { summary, load } = entryOf(named);
    command = await load();
    const { Arguments, helpFlag } = await import("./flags.ts");
    const given = new Arguments(isHelp ? [] : rest, { ...command.ignored, ...command.flags, ...helpFlag });
    if (isHelp || given.has("help")) {
      terminal.out(commandHelp(named, summary, command));
      return 0;
    }
    const extra = given.positionals[command.positionals ?? 0];
    if (extra !== undefined) throw new InputError(`${named}: unexpected argument "${extra}"`);
    return await command.run(given, terminal);
  } catch (error) {
    if (error instanceof AbortedError && terminal.signal.aborted) {
      const resumable = command !== undefined && "resume" in command.flags;
      terminal.progress(`lemma: interrupted${resumable ? "; the same command with --resume goes on" : ""}\n`);
      return 130;
    }
    terminal.progress(`lemma: ${error instanceof Error ? error.message : String(error)}\n`);
    if (error instanceof Error && !(error instanceof LemmaError) && !isAboutPath(error))
      terminal.progress(`${error.stack ?? ""}\n`);
    return statusOf(error);
  }
}

function entryOf(name: string): Entry {
  const entry = Object.hasOwn(entries, name) ? entries[name] : undefined;
  if (entry !== undefined) return entry;
  const meant = nearest(name, commandNames);
  throw new InputError(
    `unknown command "${name}"; ${meant === undefined ? `known: ${commandNames.join(", ")}` : `did you mean ${meant}?`}`,
  );
}

/** 2: the caller can mend it. 3: something around the work failed. */
function statusOf(error: unknown): ExitStatus {
  if (error instanceof InfrastructureError || error instanceof AbortedError) return 3;
  return error instanceof LemmaError || isAboutPath(error) ? 2 : 3;
}

const pathProblems = new Set(["EACCES", "EISDIR", "ELOOP", "ENAMETOOLONG", "ENOENT", "ENOTDIR", "EPERM", "EROFS"]);

/** Whether a path that was given cannot be read or written as it is. */
function isAboutPath(error: unknown): boolean {
  return error instanceof Error && "path" in error && "code" in error && pathProblems.has(String(error.code));
}

function overview(): string {
  const width = Math.max(...Object.keys(entries).map((name) => name.length));
  return [
    "lemma: proves Lean 4 theorems by studying for them first",
    "",
    "usage: lemma COMMAND [flags]",
    "",
    ...Object.entries(entries).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`),
    "",
    "`lemma COMMAND --help` shows a command's flags and examples; `lemma --version` the version.",
    "exit status: 0 all proved or done · 1 something not proved · 2 bad usage or input · 3 infrastructure failed · 130 interrupted",
    "",
  ].join("\n");
}
