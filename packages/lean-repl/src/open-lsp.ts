import { InfrastructureError } from "@lemma/interfaces";
import { ReferenceStatements } from "./audit/reference.ts";
import { LspPool } from "./lsp/elaborator.ts";
import { demandToolchain, givenCommand, projectFolder, withProcesses } from "./open-processes.ts";
import { commonSettings, defaultStartMs, lineSettings, type CommonOptions, type ProcessOptions } from "./options.ts";
import { defaultConcurrency } from "./process/limits.ts";
import { findProgram, isLakeProject } from "./toolchain.ts";
import { LeanVerifier } from "./verifier.ts";

export interface LanguageServerOptions extends CommonOptions, ProcessOptions {
  /** A command line, or its words. Default: `lake serve` in a Lake project, else `lean --server`. */
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
  const concurrency = options.concurrency ?? defaultConcurrency();
  const command = serverCommand(options.serverCommand, project);
  // A server starts a process for each file, and Lake before it.
  const plan = { command, environment: {}, project, workers: concurrency, writable: [], maxProcesses: 64 };
  return await withProcesses(options, plan, async (processes) => {
    const settings = {
      processes,
      project,
      concurrency,
      ...lineSettings(options),
      startTimeoutMs: options.startTimeoutMs ?? defaultStartMs,
      maxChecksPerProcess: options.maxChecksPerProcess ?? 500,
    };
    const pool = await LspPool.open(settings);
    try {
      demandToolchain("lsp", project, pool.capabilities.leanVersion, "server");
    } catch (error) {
      await pool[Symbol.asyncDispose]();
      throw error;
    }
    const references = new ReferenceStatements(async () => await LspPool.open({ ...settings, concurrency: 1 }));
    return new LeanVerifier({
      ...commonSettings(options, project),
      elaborator: pool,
      references,
      dispose: async () => {
        await references[Symbol.asyncDispose]();
        processes[Symbol.dispose]();
      },
    });
  });
}

function serverCommand(given: string | readonly string[] | undefined, project: string): readonly string[] {
  if (given !== undefined && given.length > 0) return givenCommand("lsp", given, project);
  const lake = findProgram("lake");
  if (lake !== undefined && isLakeProject(project)) return [lake, "serve"];
  const lean = findProgram("lean");
  if (lean === undefined)
    throw new InfrastructureError(
      "lsp: there is no `lean` on the path. Install elan (https://github.com/leanprover/elan); `lemma doctor` prints how",
    );
  return [lean, "--server"];
}
