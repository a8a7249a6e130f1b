import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { InfrastructureError } from "@lemma/interfaces";
import { ReferenceStatements } from "./audit/reference.ts";
import { splitCommandLine } from "./command-line.ts";
import { LspPool } from "./lsp/elaborator.ts";
import { defaultWallMs, openCache, orWithoutSandbox, sandboxMode, warnOnce, type CommonOptions } from "./open-repl.ts";
import { ProcessFactory } from "./pool/process-factory.ts";
import { defaultConcurrency, defaultMemoryBytes, planLimits, type MemoryMethod } from "./process/limits.ts";
import { findProgram, hasMathlib, isLakeProject, mathlibHeader, projectToolchain, sameVersion } from "./toolchain.ts";
import { LeanVerifier } from "./verifier.ts";

export interface LanguageServerOptions extends CommonOptions {
  /** A command line, or its words. Default: `lake serve` in a Lake project, else `lean --server`. */
  readonly serverCommand?: string | readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly startTimeoutMs?: number;
  readonly maxChecksPerProcess?: number;
  readonly maxProcesses?: number;
  readonly outputBytes?: number;
  readonly memoryMethod?: MemoryMethod;
}

/**
 * A verifier over Lean's own language server. Its evidence is `messages`: what the candidate's process says, nonce and axioms
 * included, with no audit elsewhere unless an external checker is configured.
 *
 * @throws {InfrastructureError} when there is no server, it does not start, or its Lean is not the project's.
 */
export async function openLanguageServer(options: LanguageServerOptions = {}): Promise<LeanVerifier> {
  return await orWithoutSandbox(options, async (problem) => await open(options, problem));
}

async function open(options: LanguageServerOptions, sandboxProblem: string | undefined): Promise<LeanVerifier> {
  const sandbox = sandboxProblem === undefined ? sandboxMode(options.sandbox) : "off";
  const project = resolve(options.project ?? process.cwd());
  if (!existsSync(project)) throw new InfrastructureError(`lsp: the project folder ${project} does not exist`);
  const concurrency = options.concurrency ?? defaultConcurrency();
  const processes = await ProcessFactory.create({
    command: serverCommand(options.serverCommand, project),
    workingDirectory: project,
    environment: { ...process.env, ...options.environment },
    limits: {
      memoryBytes: options.memoryMb === undefined ? defaultMemoryBytes(concurrency) : options.memoryMb * 2 ** 20,
      processes: options.maxProcesses ?? 64,
      outputBytes: options.outputBytes ?? 64 * 2 ** 20,
    },
    plan: planLimits(options.memoryMethod),
    sandbox,
    sandboxProblem,
    writable: [],
  });
  if (!processes.sandboxReport.active && sandbox === "auto") warnOnce(processes.sandboxReport.reason);
  const settings = {
    processes,
    project,
    concurrency,
    startTimeoutMs: options.startTimeoutMs ?? 120_000,
    maxChecksPerProcess: options.maxChecksPerProcess ?? 500,
  };
  let references: Promise<LspPool> | undefined;
  const dispose = async (): Promise<void> => {
    if (references !== undefined) await (await references.catch(() => undefined))?.[Symbol.asyncDispose]();
    processes[Symbol.dispose]();
  };
  try {
    const pool = await LspPool.open(settings);
    const toolchain = projectToolchain(project);
    const version = pool.capabilities.leanVersion;
    if (toolchain !== undefined && version !== undefined && !sameVersion(toolchain, version)) {
      await pool[Symbol.asyncDispose]();
      throw new InfrastructureError(
        `lsp: the project ${project} wants ${toolchain}, but the server runs Lean ${version}`,
      );
    }
    return new LeanVerifier({
      elaborator: pool,
      references: new ReferenceStatements(
        async () => await (references ??= LspPool.open({ ...settings, concurrency: 1 })),
      ),
      externalCheckers: options.externalCheckers ?? [],
      workingDirectory: project,
      defaultHeader: options.defaultHeader ?? (hasMathlib(project) ? mathlibHeader : ""),
      wallMs: options.timeoutMs ?? defaultWallMs,
      policy: options.policy ?? {},
      allowedAxioms: options.allowedAxioms,
      cache: openCache(options),
      dispose,
    });
  } catch (error) {
    await dispose();
    throw error;
  }
}

function serverCommand(given: string | readonly string[] | undefined, project: string): readonly string[] {
  if (given !== undefined && given.length > 0) {
    const words = typeof given === "string" ? splitCommandLine(given) : given;
    const program = words[0] ?? "";
    const found = program.includes("/") ? existsSync(resolve(project, program)) : findProgram(program) !== undefined;
    if (!found) throw new InfrastructureError(`lsp: there is no program ${program}`);
    return words;
  }
  const lake = findProgram("lake");
  if (lake !== undefined && isLakeProject(project)) return [lake, "serve"];
  const lean = findProgram("lean");
  if (lean === undefined)
    throw new InfrastructureError(
      "lsp: there is no `lean` on the path. Install elan: https://github.com/leanprover/elan",
    );
  return [lean, "--server"];
}
