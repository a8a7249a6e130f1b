import { mkdtemp, rm } from "node:fs/promises";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { InfrastructureError } from "@lemma/interfaces";
import type { ExternalChecker } from "./audit/external.ts";
import { auditFresh, selfTest } from "./audit/fresh.ts";
import { ReferenceStatements } from "./audit/reference.ts";
import { VerdictCache } from "./cache.ts";
import { splitCommandLine } from "./command-line.ts";
import { ProcessFactory } from "./pool/process-factory.ts";
import { ReplPool, type PoolSettings } from "./pool/pool.ts";
import { defaultConcurrency, defaultMemoryBytes, planLimits, type MemoryMethod } from "./process/limits.ts";
import type { SandboxMode } from "./process/sandbox.ts";
import { ReplSession } from "./repl/session.ts";
import type { Policy } from "./text/policy.ts";
import {
  findProgram,
  findReplBuild,
  hasMathlib,
  mathlibHeader,
  projectToolchain,
  sameVersion,
  withoutLake,
} from "./toolchain.ts";
import { LeanVerifier, type FreshAudit } from "./verifier.ts";

/** What the verifiers of this package share. */
export interface CommonOptions {
  /** A Lake project whose libraries proofs may import, with `.lake/packages` built. Default: the working directory. */
  readonly project?: string;
  /** Wall clock for one check, its header excluded. Default 30 s. */
  readonly timeoutMs?: number;
  /** Memory of one worker with everything it starts. Default: a fair share of the machine's, 1 to 16 GB. */
  readonly memoryMb?: number;
  /** Checks at once. Default: one a core but one, as far as memory allows. */
  readonly concurrency?: number;
  /** For theorems that bring none. Default: Mathlib's where the project has it, else nothing. */
  readonly defaultHeader?: string;
  readonly policy?: Policy;
  /** Default: `propext`, `Classical.choice`, `Quot.sound`. */
  readonly allowedAxioms?: readonly string[];
  readonly externalCheckers?: readonly ExternalChecker[];
  /** Verdicts kept in memory. Default 10,000; 0 keeps none. */
  readonly cacheEntries?: number;
  /** Keeps conclusive verdicts on disk, too. */
  readonly cacheDirectory?: string;
  /** Default `auto`: bubblewrap where its probe passes, and a warning where not. `LEMMA_SANDBOX` sets the default. */
  readonly sandbox?: SandboxMode;
}

export interface ReplOptions extends CommonOptions {
  /** A command line, or its words. Default: the project's REPL build, or `repl` on the path, under `lake env`. */
  readonly replCommand?: string | readonly string[];
  /** `fresh` (the default) replays every accepted proof in a process of its own, which costs an import each. */
  readonly audit?: "fresh" | "off";
  readonly environment?: Readonly<Record<string, string>>;
  readonly warmSpares?: number;
  readonly startTimeoutMs?: number;
  readonly maxQueued?: number;
  readonly queueTimeoutMs?: number;
  readonly maxChecksPerProcess?: number;
  readonly maxProcesses?: number;
  readonly outputBytes?: number;
  /** Overrides what the machine is found to offer. */
  readonly memoryMethod?: MemoryMethod;
}

export const defaultWallMs = 30_000;

/**
 * A verifier over a pool of community-REPL processes.
 *
 * @throws {InfrastructureError} when no REPL is found, it does not start, its Lean is not the project's, or a sandbox is
 *   required that cannot be had; the message names what was missing.
 */
export async function openRepl(options: ReplOptions = {}): Promise<LeanVerifier> {
  return await orWithoutSandbox(options, async (problem) => await open(options, problem));
}

/**
 * Opens with the sandbox, and where `auto` found one in which the program does not start (its files are somewhere that the
 * sandbox does not show), once more without, saying so.
 */
export async function orWithoutSandbox<T>(
  { sandbox }: CommonOptions,
  start: (sandboxProblem: string | undefined) => Promise<T>,
): Promise<T> {
  try {
    return await start(undefined);
  } catch (error) {
    const message = error instanceof InfrastructureError ? error.message : "";
    const mayBeTheSandbox = sandboxMode(sandbox) === "auto" && findProgram("bwrap") !== undefined;
    if (!mayBeTheSandbox || !message.includes("did not start")) throw error;
    const opened = await start("the program does not start inside it");
    warnOnce("the program does not start inside it");
    return opened;
  }
}

async function open(options: ReplOptions, sandboxProblem: string | undefined): Promise<LeanVerifier> {
  const project = resolve(options.project ?? process.cwd());
  if (!existsSync(project)) throw new InfrastructureError(`repl: the project folder ${project} does not exist`);
  const concurrency = options.concurrency ?? defaultConcurrency();
  const warmSpares = options.warmSpares ?? (concurrency > 1 ? 1 : 0);
  const directory = await mkdtemp(join(tmpdir(), "lemma-lean-"));
  let processes: ProcessFactory | undefined;
  let references: Promise<ReplPool> | undefined;
  const dispose = async (): Promise<void> => {
    if (references !== undefined) await (await references.catch(() => undefined))?.[Symbol.asyncDispose]();
    processes?.[Symbol.dispose]();
    await rm(directory, { recursive: true, force: true });
  };
  try {
    processes = await openProcesses(options, project, concurrency + warmSpares, [directory], sandboxProblem);
    const settings: PoolSettings = {
      name: "repl",
      processes,
      concurrency,
      warmSpares,
      startTimeoutMs: options.startTimeoutMs ?? 120_000,
      maxQueued: options.maxQueued ?? 100_000,
      queueTimeoutMs: options.queueTimeoutMs ?? Number.POSITIVE_INFINITY,
      maxChecksPerProcess: options.maxChecksPerProcess ?? 2_000,
      cancelGraceMs: 1_000,
    };
    const pool = await ReplPool.open(settings);
    const toolchain = projectToolchain(project);
    const version = pool.capabilities.leanVersion;
    if (toolchain !== undefined && version !== undefined && !sameVersion(toolchain, version)) {
      await pool[Symbol.asyncDispose]();
      throw new InfrastructureError(
        `repl: the project ${project} wants ${toolchain}, but the REPL runs Lean ${version}; build the REPL with the project's toolchain`,
      );
    }
    const openReferences = (): Promise<ReplPool> =>
      (references ??= ReplPool.open({ ...settings, name: "repl (statements)", concurrency: 1, warmSpares: 0 }));
    const audit = options.audit === "off" ? undefined : freshAudit(processes, pool, directory, settings.startTimeoutMs);
    return new LeanVerifier({
      elaborator: pool,
      references: new ReferenceStatements(openReferences),
      audit,
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

/**
 * One REPL process for tactic mode, pickling and looking around, under the same limits and in the same sandbox.
 *
 * @throws {InfrastructureError} when no REPL is found, or a sandbox is required that cannot be had.
 */
export async function openReplSession(options: ReplOptions = {}): Promise<ReplSession> {
  const project = resolve(options.project ?? process.cwd());
  return new ReplSession(await openProcesses(options, project, 1, [project]), options.timeoutMs ?? defaultWallMs);
}

async function openProcesses(
  options: ReplOptions,
  project: string,
  workers: number,
  writable: readonly string[],
  sandboxProblem?: string,
): Promise<ProcessFactory> {
  const sandbox = sandboxProblem === undefined ? sandboxMode(options.sandbox) : "off";
  const { command, environment } = await withoutLake(replCommand(options.replCommand, project), project);
  const processes = await ProcessFactory.create({
    command,
    workingDirectory: project,
    environment: { ...process.env, ...environment, ...options.environment },
    limits: {
      memoryBytes: options.memoryMb === undefined ? defaultMemoryBytes(workers) : options.memoryMb * 2 ** 20,
      processes: options.maxProcesses ?? 32,
      outputBytes: options.outputBytes ?? 64 * 2 ** 20,
    },
    plan: planLimits(options.memoryMethod),
    sandbox,
    sandboxProblem,
    writable,
  });
  if (!processes.sandboxReport.active && sandbox === "auto") warnOnce(processes.sandboxReport.reason);
  return processes;
}

export const openCache = ({ cacheEntries, cacheDirectory }: CommonOptions): VerdictCache | undefined =>
  cacheEntries === 0 && cacheDirectory === undefined
    ? undefined
    : new VerdictCache(cacheEntries ?? 10_000, cacheDirectory);

function freshAudit(processes: ProcessFactory, pool: ReplPool, directory: string, timeoutMs: number): FreshAudit {
  let tested: Promise<boolean> | undefined;
  return {
    directory,
    available: () =>
      (tested ??= (async () => {
        // An emulation that does not even answer questions cannot be audited, and need not be: nothing rests on it.
        if (!pool.capabilities.answersQuestions) return false;
        const { works } = await selfTest(processes, directory, timeoutMs);
        pool.capabilities = { ...pool.capabilities, freshAudit: works };
        return works;
      })()),
    audit: async (pickle, name) => await auditFresh(processes, pickle, name, timeoutMs),
  };
}

function replCommand(given: string | readonly string[] | undefined, project: string): readonly string[] {
  const named = given ?? process.env["LEMMA_REPL_COMMAND"];
  if (named !== undefined && named.length > 0) {
    const words = typeof named === "string" ? splitCommandLine(named) : named;
    const program = words[0] ?? "";
    const found = program.includes("/") ? existsSync(resolve(project, program)) : findProgram(program) !== undefined;
    if (!found) throw new InfrastructureError(`repl: there is no program ${program}`);
    return words;
  }
  const repl = findReplBuild(project) ?? findProgram("repl");
  const lake = findProgram("lake");
  if (repl === undefined)
    throw new InfrastructureError(
      `repl: no REPL was found: not in ${project}/.lake, and there is no \`repl\` on the path. ` +
        "Build one (git clone https://github.com/leanprover-community/repl && cd repl && lake build) and name it by replCommand",
    );
  // `lake env` sets LEAN_PATH, without which no import of the project is found.
  return lake === undefined ? [repl] : [lake, "env", repl];
}

export function sandboxMode(given: SandboxMode | undefined): SandboxMode {
  const named = given ?? process.env["LEMMA_SANDBOX"];
  return named === "off" || named === "required" ? named : "auto";
}

let warned = false;
export function warnOnce(reason: string): void {
  if (warned) return;
  warned = true;
  process.emitWarning(
    `proofs are checked without a sandbox (${reason}); install bubblewrap, or set LEMMA_SANDBOX=off to accept that`,
    { type: "LemmaWarning", code: "LEMMA_NO_SANDBOX" },
  );
}
