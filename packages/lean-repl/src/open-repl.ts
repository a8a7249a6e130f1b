import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { InfrastructureError } from "@lemma/interfaces";
import { Dispatcher, type DispatcherSettings } from "./dispatcher/dispatcher.ts";
import { FreshAudit } from "./audit/fresh.ts";
import { ReferenceStatements } from "./audit/reference.ts";
import type { Elaborator } from "./elaborator.ts";
import { demandToolchain, givenCommand, projectFolder, withProcesses } from "./open-processes.ts";
import { commonSettings } from "./common-settings.ts";
import {
  defaultCancelGraceMs,
  defaultStartMs,
  defaultWallMs,
  lineSettings,
  type CommonOptions,
  type ProcessOptions,
} from "./options.ts";
import type { ProcessFactory } from "./process/process-factory.ts";
import { chooseConcurrency, defaultSpares } from "./process/choose-limits.ts";
import { ReplBackend } from "./repl/backend.ts";
import { ReplSession } from "./repl/session.ts";
import { flushing, resolveLaunch, type Launch } from "./installation/launch.ts";
import { findProgram, findReplBuild } from "./toolchain.ts";
import { LeanVerifier } from "./verifier.ts";

export interface ReplOptions extends CommonOptions, ProcessOptions {
  /**
   * A command line, or its words: `lake exe repl`, a program's path. Default: `LEMMA_REPL_COMMAND`, the project's REPL build, or
   * `repl` on the path. Whichever it is runs under the environment that the project's `lake env` gives.
   */
  readonly replCommand?: string | readonly string[];
  /** `fresh` (the default) replays every accepted proof in a process of its own, which costs an import each. */
  readonly audit?: "fresh" | "off";
  /** Processes ready beyond those at work, so that a kill costs nobody an import. Default 1, where there is more than one. */
  readonly warmSpares?: number;
}

const maxProcesses = 32;

/**
 * A verifier over a pool of community-REPL processes.
 *
 * @throws {InfrastructureError} when no REPL is found, it does not start, its Lean is not the project's, or there is no sandbox
 *   and nobody said to go without; the message names what was missing.
 */
export async function openRepl(options: ReplOptions = {}): Promise<LeanVerifier> {
  const project = projectFolder("repl", options.project);
  const concurrency = options.concurrency ?? chooseConcurrency().value;
  const warmSpares = options.warmSpares ?? defaultSpares(concurrency);
  const started = await launchOf(options, project);
  // Where accepted environments are saved, each by its process in that process's own folder, and kept for their audit.
  const directory = await mkdtemp(join(tmpdir(), "lemma-lean-"));
  const kept = join(directory, "kept");
  const workers = concurrency + warmSpares;
  const plan = { ...started, project, workers, writable: [], foldersIn: directory, maxProcesses };
  try {
    await mkdir(kept, { mode: 0o700 });
    return await withProcesses(options, plan, async (processes) => {
      const settings: DispatcherSettings = {
        ...lineSettings(options),
        concurrency,
        warmSpares,
        maxChecksPerSeat: options.maxChecksPerProcess ?? 2_000,
        seatMemoryBytes: processes.limits.memoryBytes,
        togetherBytes: processes.limits.togetherBytes,
        cancelGraceMs: defaultCancelGraceMs,
      };
      return await overProcesses(options, settings, processes, project, kept, async () => {
        await rm(directory, { recursive: true, force: true });
      });
    });
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
}

async function overProcesses(
  options: ReplOptions,
  settings: DispatcherSettings,
  processes: ProcessFactory,
  project: string,
  directory: string,
  removeFolders: () => Promise<void>,
): Promise<LeanVerifier> {
  const startTimeoutMs = options.startTimeoutMs ?? defaultStartMs;
  const open = async (name: string, overrides: Partial<DispatcherSettings>): Promise<Elaborator> =>
    await Dispatcher.open(new ReplBackend({ name, processes, startTimeoutMs }), { ...settings, ...overrides });
  const elaborator = await open("repl", {});
  try {
    demandToolchain("repl", project, elaborator.capabilities.leanVersion, "REPL");
  } catch (error) {
    await elaborator[Symbol.asyncDispose]();
    throw error;
  }
  const references = new ReferenceStatements(
    async () => await open("repl (statements)", { concurrency: 1, warmSpares: 0 }),
  );
  return new LeanVerifier({
    ...commonSettings(options, project),
    elaborator,
    references,
    audit:
      options.audit === "off"
        ? undefined
        : new FreshAudit({ processes, elaborator, directory, timeoutMs: startTimeoutMs }),
    dispose: async () => {
      await references[Symbol.asyncDispose]();
      processes[Symbol.dispose]();
      await removeFolders();
    },
  });
}

/**
 * One REPL process for tactic mode, pickling and looking around, under the same limits and in the same sandbox, in which it
 * may write to the project.
 *
 * @throws {InfrastructureError} when no REPL is found, or there is no sandbox and nobody said to go without.
 */
export async function openReplSession(options: ReplOptions = {}): Promise<ReplSession> {
  const project = resolve(options.project ?? process.cwd());
  const started = await launchOf(options, project);
  const open = async (processes: ProcessFactory): Promise<ReplSession> =>
    await Promise.resolve(new ReplSession(processes, options.timeoutMs ?? defaultWallMs));
  return await withProcesses(options, { ...started, project, workers: 1, writable: [project], maxProcesses }, open);
}

/** The REPL under the project's `lake env`, whoever named it: without LEAN_PATH no import of the project is found. */
async function launchOf({ replCommand, environment }: ReplOptions, project: string): Promise<Launch> {
  const given = { ...process.env, ...environment };
  return flushing(await resolveLaunch("repl", commandOf(replCommand, project), project, given), project);
}

function commandOf(given: string | readonly string[] | undefined, project: string): readonly string[] {
  const named = given ?? process.env["LEMMA_REPL_COMMAND"];
  if (named !== undefined && named.length > 0) return givenCommand("repl", named, project);
  const repl = findReplBuild(project) ?? findProgram("repl");
  if (repl === undefined)
    throw new InfrastructureError(
      `repl: no REPL was found: not in ${project}/.lake, and there is no \`repl\` on the path. ` +
        "Build one by the project's toolchain, or name one by `replCommand` (--repl-command); `lemma doctor` prints how",
    );
  return [repl];
}
