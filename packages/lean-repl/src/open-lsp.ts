import { ReferenceStatements } from "./audit/reference.ts";
import { Dispatcher } from "./dispatcher/dispatcher.ts";
import { LspBackend } from "./lsp/backend.ts";
import { absent, resolveLaunch, type Launch } from "./installation/launch.ts";
import { findLean } from "./installation/installation.ts";
import { demandToolchain, givenCommand, projectFolder, withProcesses } from "./open-processes.ts";
import type { Elaborator } from "./elaborator.ts";
import { commonSettings } from "./common-settings.ts";
import {
  defaultCancelGraceMs,
  defaultStartMs,
  lineSettings,
  type CommonOptions,
  type ProcessOptions,
} from "./options.ts";
import { chooseConcurrency } from "./process/choose-limits.ts";
import { LeanVerifier } from "./verifier.ts";

export interface LanguageServerOptions extends CommonOptions, ProcessOptions {
  /**
   * A command line, or its words. Default: `lean --server` of the project's toolchain. Whichever it is runs under the environment
   * that the project's `lake env` gives; `lake serve` is the server that Lake would start.
   */
  readonly serverCommand?: string | readonly string[];
}

/**
 * A verifier over Lean's own language server. Its evidence is `messages`: what the candidate's process says, nonce and axioms
 * included, with no audit elsewhere unless an external checker is configured.
 *
 * @throws {InfrastructureError} when there is no server, it does not start, its Lean is not the project's, or there is no
 *   sandbox and nobody said to go without.
 */
export async function openLanguageServer(options: LanguageServerOptions = {}): Promise<LeanVerifier> {
  const project = projectFolder("lsp", options.project);
  const concurrency = options.concurrency ?? chooseConcurrency().value;
  const started = await launchOf(options, project);
  // A server starts a process for each file.
  const plan = { ...started, project, workers: concurrency, writable: [], maxProcesses: 64 };
  return await withProcesses(options, plan, async (processes) => {
    const settings = {
      ...lineSettings(options),
      concurrency,
      warmSpares: 0,
      maxChecksPerSeat: options.maxChecksPerProcess ?? 500,
      seatMemoryBytes: processes.limits.memoryBytes,
      togetherBytes: processes.limits.togetherBytes,
      cancelGraceMs: defaultCancelGraceMs,
    };
    const startTimeoutMs = options.startTimeoutMs ?? defaultStartMs;
    const open = async (width: number): Promise<Elaborator> =>
      await Dispatcher.open(new LspBackend({ processes, project, startTimeoutMs }), {
        ...settings,
        concurrency: width,
      });
    const elaborator = await open(concurrency);
    try {
      demandToolchain("lsp", project, elaborator.capabilities.leanVersion, "server");
    } catch (error) {
      await elaborator[Symbol.asyncDispose]();
      throw error;
    }
    const references = new ReferenceStatements(async () => await open(1));
    return new LeanVerifier({
      ...commonSettings(options, project),
      elaborator,
      references,
      dispose: async () => {
        await references[Symbol.asyncDispose]();
        processes[Symbol.dispose]();
      },
    });
  });
}

/**
 * The server's file workers would ask Lake for the imports' places, and Lake would build and write to the project, which is
 * read-only to them. Without a Lake they take `LEAN_PATH`, as for a file of no project (`Lean.Server.FileWorker.setupFile`).
 */
const noLake = { LAKE: "/dev/null/lake" };

async function launchOf({ serverCommand, environment }: LanguageServerOptions, project: string): Promise<Launch> {
  const given = { ...process.env, ...environment };
  const launch = await resolveLaunch("lsp", await commandOf(serverCommand, project, given), project, given);
  return { ...launch, environment: { ...launch.environment, ...noLake } };
}

async function commandOf(
  named: string | readonly string[] | undefined,
  project: string,
  given: NodeJS.ProcessEnv,
): Promise<readonly string[]> {
  if (named !== undefined && named.length > 0) return givenCommand("lsp", named, project);
  const lean = await findLean(project, given);
  if (lean.kind === "absent") throw absent("lsp", lean);
  return [lean.lean, "--server"];
}
