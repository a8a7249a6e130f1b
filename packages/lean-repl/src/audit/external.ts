import { writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OnceEach } from "@lemma/async";
import { startDeadline } from "../deadline.ts";
import { resolveLaunch } from "../installation/launch.ts";
import { withProcesses } from "../open-processes.ts";
import type { CommonOptions, ProcessOptions } from "../options.ts";
import { LimitMonitor } from "../process/monitor.ts";
import type { ProcessFactory } from "../process/process-factory.ts";
import { plainEnvironment } from "../process/sandbox/mounts.ts";
import { standardAxioms } from "../verdict.ts";
import {
  checkerTools,
  kernelsIn,
  unread,
  type CheckerFinding,
  type CheckerTool,
  type ExternalChecker,
} from "./checker-tools.ts";

export interface CheckedTexts {
  readonly solution: string;
  readonly challenge: string;
  readonly name: string;
}

/** One checker, opened when it is first needed. */
interface Opened {
  readonly processes: ProcessFactory;
  readonly command: readonly string[];
  readonly directory: string;
}

const maxOutputBytes = 2 ** 20;

/** The external checkers of one verifier. */
export class ExternalCheckers implements AsyncDisposable {
  readonly checkers: readonly ExternalChecker[];
  readonly #options: CommonOptions & ProcessOptions;
  readonly #project: string;
  readonly #opened = new OnceEach<ExternalChecker, Opened>();
  /** Who writes to a workspace waits for the one before. */
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(options: CommonOptions & ProcessOptions, project: string) {
    this.checkers = options.externalCheckers ?? [];
    this.#options = options;
    this.#project = project;
  }

  /** @returns what it found, and by which name it is counted as evidence, kernels included. */
  async check(checker: ExternalChecker, texts: CheckedTexts): Promise<CheckerFinding & { readonly tier: string }> {
    const { workspace } = checker;
    const tier = checker.name ?? checker.tool ?? "external checker";
    const run = async (): Promise<CheckerFinding & { readonly tier: string }> => {
      const opened = await this.#open(checker);
      const { finding, output } = await this.#run(checker, opened, texts);
      const kernels = kernelsIn(output);
      const told = finding.kind === "accepted" ? {} : { reason: `${tier}: ${finding.reason}` };
      return { ...finding, ...told, tier: kernels.length === 0 ? tier : `${tier} (${kernels.join(", ")})` };
    };
    if (workspace === undefined) return await run();
    const turn = (this.#turns.get(workspace) ?? Promise.resolve()).then(run, run);
    this.#turns.set(workspace, turn);
    return await turn;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const opening of this.#opened.begun()) {
      const opened = await opening.catch(() => undefined);
      opened?.processes[Symbol.dispose]();
      if (opened !== undefined) await rm(opened.directory, { recursive: true, force: true });
    }
  }

  /** A failure to open is retried by whoever asks next. */
  async #open(checker: ExternalChecker): Promise<Opened> {
    return await this.#opened.of(checker, () => this.#start(checker));
  }

  async #start(checker: ExternalChecker): Promise<Opened> {
    const tool = toolOf(checker);
    const words = checker.command ?? tool?.command;
    if (words === undefined || words.length === 0)
      throw new TypeError(`external checker ${checker.name ?? checker.tool ?? ""}: it has no command`);
    const project = checker.workingDirectory ?? checker.workspace ?? this.#project;
    const base = plainEnvironment({ ...process.env, ...this.#options.environment });
    const launch = await resolveLaunch("external checker", words, project, base);
    const directory = await mkdtemp(join(tmpdir(), "lemma-checker-"));
    const plan = {
      ...launch,
      environment: { ...launch.environment, ...checker.environment },
      base,
      project,
      workers: 1,
      writable: checker.workspace === undefined ? [] : [checker.workspace],
      foldersIn: directory,
      maxProcesses: 64,
    };
    // What builds a sandbox of its own cannot do so in ours.
    const options = tool?.hasSandbox === true ? ({ ...this.#options, sandbox: "off" } as const) : this.#options;
    try {
      return await withProcesses(
        options,
        plan,
        async (processes) => await Promise.resolve({ processes, command: launch.command, directory }),
      );
    } catch (error) {
      await rm(directory, { recursive: true, force: true });
      throw error;
    }
  }

  async #run(
    checker: ExternalChecker,
    { processes, command }: Opened,
    texts: CheckedTexts,
  ): Promise<{ readonly finding: CheckerFinding; readonly output: string }> {
    const timeoutMs = checker.timeoutMs ?? 300_000;
    const launched = processes.launch({
      // On one stream, so that the sandbox's own word is told from the checker's.
      command: (folder) => [
        "/bin/sh",
        "-c",
        'exec "$@" 2>&1',
        "checker",
        ...this.#prepared(checker, command, checker.workspace ?? folder, texts),
      ],
    });
    launched.stdin.end();
    let output = "";
    launched.stdout.on("data", (chunk: Buffer) => {
      if (output.length < maxOutputBytes) output += chunk.toString("utf8");
    });
    let stopped: string | undefined;
    const stop = (reason: string): void => {
      stopped ??= reason;
      launched.kill();
    };
    const callOff = startDeadline(timeoutMs, () => stop(`no end within ${timeoutMs} ms`));
    using monitor = new LimitMonitor(processes.limits, processes.plan);
    monitor.watch({
      pid: launched.pid,
      since: performance.now(),
      cpuLimitMs: undefined,
      stop: (outcome) => stop("limit" in outcome ? outcome.limit : outcome.kind),
    });
    const { code, signal, stderr } = await launched.exited;
    callOff();
    await launched.swept;
    const unavailable = (reason: string): { finding: CheckerFinding; output: string } => ({
      finding: { kind: "unavailable", reason },
      output,
    });
    if (stopped !== undefined) return unavailable(stopped);
    if (code === null) return unavailable(signal ?? "it was killed");
    if (stderr !== "") return unavailable(stderr.split("\n").at(-1)!);
    if (code === 0) return { finding: { kind: "accepted" }, output };
    // A shell tells by such a status that a signal ended the program.
    if (code > 128) return unavailable(`exit status ${code}`);
    const end = { code, output };
    const tool = toolOf(checker);
    if (tool !== undefined) return { finding: tool.refusal(end), output };
    if (checker.refusedBy?.includes(code) !== true) return { finding: unread(end), output };
    const last = output.trim().split("\n").at(-1)!.slice(0, 300);
    return {
      finding: { kind: "refused", as: "forbidden", reason: last === "" ? `exit status ${code}` : last },
      output,
    };
  }

  /** Writes the files, and puts their names into the command. */
  #prepared(
    { command: given }: ExternalChecker,
    command: readonly string[],
    directory: string,
    { solution, challenge, name }: CheckedTexts,
  ): readonly string[] {
    const files = {
      solution: join(directory, "Solution.lean"),
      challenge: join(directory, "Challenge.lean"),
      config: join(directory, "comparator.json"),
    };
    writeFileSync(files.solution, solution);
    writeFileSync(files.challenge, challenge);
    writeFileSync(
      files.config,
      JSON.stringify({
        challenge_module: "Challenge",
        solution_module: "Solution",
        theorem_names: [name],
        permitted_axioms: this.#options.allowedAxioms ?? standardAxioms,
      }),
    );
    const values: Readonly<Record<string, string>> = { ...files, name, directory };
    return command.map((word, index) =>
      // The script of our own recipe holds shell variables, and no place for ours.
      given === undefined && index === 2
        ? word
        : word.replaceAll(/\{(\w+)\}/g, (all, key: string) => values[key] ?? all),
    );
  }
}

const toolOf = ({ tool }: ExternalChecker): CheckerTool | undefined =>
  tool === undefined ? undefined : checkerTools[tool];
