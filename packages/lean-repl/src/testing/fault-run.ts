import { mkdtemp, rm } from "node:fs/promises";
import { readFileSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Random, type Verifier, type VerifyRequest } from "@lemma/interfaces";
import { verifyAll } from "../many.ts";
import { openHttpVerifier } from "../open-http.ts";
import { openLanguageServer } from "../open-lsp.ts";
import { openRepl } from "../open-repl.ts";
import type { MemoryMethod } from "../process/limits.ts";
import { faultTable, type FaultEffect, type FaultyBackend } from "./fault-table.ts";
import { standInHttp, standInLanguageServer, standInRepl } from "./index.ts";

export interface FaultRun {
  readonly backend: FaultyBackend;
  readonly checks: number;
  /** Share of each fault. */
  readonly share: number;
  readonly concurrency: number;
  readonly seed: number;
  readonly audit?: "fresh" | "off";
  readonly memoryMethod?: MemoryMethod;
  /** Wall clock for one check. Default 2.5 s: a machine that other work keeps busy needs more. */
  readonly timeoutMs?: number;
}

export interface FaultReport {
  /** Verdicts that were not the right one, as `index expected got fault`. */
  readonly wrong: readonly string[];
  readonly lost: number;
  readonly doubled: number;
  readonly byFault: Readonly<Record<string, number>>;
  /** Resident memory of this process after a fifth of the checks and at the end. */
  readonly residentBytes: readonly [number, number];
  /** Processes with the run's tag in their environment after the pool was closed. */
  readonly processesLeft: number;
  readonly elapsedMs: number;
}

/** Checks proofs of known outcome, a share of which makes the stand-in misbehave in each of those ways. */
export async function runFaults({
  backend,
  checks,
  share,
  concurrency,
  seed,
  audit,
  memoryMethod,
  timeoutMs = 2_500,
}: FaultRun): Promise<FaultReport> {
  const started = performance.now();
  const directory = await mkdtemp(join(tmpdir(), "lemma-faults-"));
  const tag = `lemma-faults-${process.pid}-${seed}-${Math.trunc(started)}`;
  const random = new Random(seed);
  const faults = Object.entries<FaultEffect>(faultTable[backend]);
  const seen = new Map<number, number>();
  const wrong: string[] = [];
  const byFault: Record<string, number> = {};
  let resident: [number, number] = [0, 0];
  try {
    const limits = { timeoutMs, concurrency, outputBytes: 4 << 20, cacheEntries: 0 };
    const processes = {
      ...limits,
      project: tmpdir(),
      environment: { LEMMA_TEST_TAG: tag },
      sandbox: "off",
      memoryMb: 250,
      ...(memoryMethod === undefined ? {} : { memoryMethod }),
    } as const;
    // One start in twenty fails, too, whatever it is for.
    const standIn = { stateDirectory: directory, failedStart: 20, kernel: "loader" } as const;
    await using server = backend === "http" ? await standInHttp() : undefined;
    const lean =
      backend === "repl"
        ? await openRepl({ ...processes, replCommand: standInRepl(standIn), audit: audit ?? "off" })
        : backend === "lsp"
          ? await openLanguageServer({ ...processes, serverCommand: standInLanguageServer(standIn) })
          : await openHttpVerifier({ ...limits, url: server!.url, serverGraceMs: 1_000 });
    const requests = Array.from({ length: checks }, (_, index) => {
      const draw = random.fork("check", index);
      const own = draw.choice(["proved", "proved", "sorry", "error"] as const);
      const roll = draw.uniform();
      const [fault, effect] = faults[Math.floor(roll / share)] ?? [undefined, { status: "any" }];
      const transient = effect.canPass === true && draw.chance(0.5);
      const outcome = effect.status === "any" ? own : effect.status;
      const directive = fault === undefined ? "" : ` --! ${transient ? `once:${index} ` : ""}${fault}`;
      const word = { proved: "rfl", sorry: "sorry", error: "wrong" }[own];
      byFault[fault ?? "none"] = (byFault[fault ?? "none"] ?? 0) + 1;
      return {
        // What ends well keeps its own status; a forger's success is sent only where its answer would be asked about.
        expected: transient || (effect.atAudit === true && !(audit === "fresh" && own === "proved")) ? own : outcome,
        fault: `${transient ? "once " : ""}${fault ?? "none"}`,
        request: {
          theorem: { id: `theorem ${index % 97}`, statement: `theorem t${index} (α : Type) (x₁ : α) : x₁ = x₁ := by` },
          proof: { kind: "tactics" as const, tactics: `${word} -- ∀ε${directive}` },
        },
      };
    });
    let done = 0;
    // Memory has to be filled before it is over a limit, and a busy machine takes its time over that.
    const patient: Verifier = {
      name: lean.name,
      capabilities: lean.capabilities,
      read: async (theorem, options) => await lean.read(theorem, options),
      verify: async (request, options) =>
        await lean.verify(request, eatsMemory(request) ? { ...options, limits: { wallMs: 60_000 } } : options),
      [Symbol.asyncDispose]: async () => await lean[Symbol.asyncDispose](),
    };
    for await (const { index, verdict } of verifyAll(
      patient,
      requests.map(({ request }) => request),
      { concurrency: concurrency * 2 },
    )) {
      done += 1;
      seen.set(index, (seen.get(index) ?? 0) + 1);
      const { expected, fault } = requests[index]!;
      if (verdict.status !== expected)
        wrong.push(
          `${index}: ${fault}: expected ${expected}, got ${verdict.status} (${JSON.stringify(verdict).slice(0, 300)})`,
        );
      if (done === Math.ceil(checks / 5)) resident = [process.memoryUsage.rss(), 0];
    }
    await lean[Symbol.asyncDispose]();
    resident = [resident[0], process.memoryUsage.rss()];
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
  return {
    wrong,
    lost: checks - seen.size,
    doubled: [...seen.values()].filter((count) => count > 1).length,
    byFault,
    residentBytes: resident,
    processesLeft: tagged(tag).length,
    elapsedMs: performance.now() - started,
  };
}

const eatsMemory = ({ proof }: VerifyRequest): boolean =>
  proof.kind === "tactics" && proof.tactics.includes("eat-memory");

/** Processes with this tag in their environment. */
export function tagged(tag: string): readonly string[] {
  return readdirSync("/proc").filter((pid) => {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) return false;
    try {
      return readFileSync(`/proc/${pid}/environ`, "latin1").includes(tag);
    } catch {
      return false;
    }
  });
}
