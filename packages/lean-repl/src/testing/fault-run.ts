import { mkdtemp, rm } from "node:fs/promises";
import { readFileSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Random, type Verdict, type Verifier, type VerifyRequest } from "@lemma/interfaces";
import { verifyAll } from "../many.ts";
import { openRepl } from "../open-repl.ts";
import type { MemoryMethod } from "../process/limits.ts";
import { standInRepl } from "./index.ts";

/** What each fault must come to. `any` keeps the status that the proof has of its own. */
export const faults: Readonly<Record<string, Verdict["status"] | "any">> = {
  hang: "timeout",
  "ignore-sigterm": "timeout",
  // The reply never comes as long as nothing else is asked.
  "out-of-order": "timeout",
  "die-mid-reply": "crash",
  garbage: "crash",
  misshapen: "crash",
  forge: "crash",
  "flood-stdout": "crash",
  "eat-memory": "memory",
  "flood-stderr": "any",
  dribble: "any",
  "split-utf8": "any",
  "fork-survivor": "any",
};

export interface FaultRun {
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
  const names = Object.keys(faults);
  const seen = new Map<number, number>();
  const wrong: string[] = [];
  const byFault: Record<string, number> = {};
  let resident: [number, number] = [0, 0];
  try {
    const lean = await openRepl({
      replCommand: standInRepl({ stateDirectory: directory, kernel: "loader" }),
      project: tmpdir(),
      environment: { LEMMA_TEST_TAG: tag },
      sandbox: "off",
      timeoutMs,
      concurrency,
      memoryMb: 250,
      outputBytes: 4 << 20,
      audit: audit ?? "off",
      cacheEntries: 0,
      ...(memoryMethod === undefined ? {} : { memoryMethod }),
    });
    const requests = Array.from({ length: checks }, (_, index) => {
      const draw = random.fork("check", index);
      const own = draw.choice(["proved", "proved", "sorry", "error"] as const);
      const roll = draw.uniform();
      const fault = names[Math.floor(roll / share)];
      const wanted = fault === undefined ? "any" : faults[fault]!;
      // Half of what kills a worker does so only once: the machinery's fault, not the proof's, and to be made good.
      const transient = wanted === "crash" && fault !== "flood-stdout" && draw.chance(0.5);
      const directive = fault === undefined ? "" : ` --! ${transient ? `once:${index} ` : ""}${fault}`;
      const word = { proved: "rfl", sorry: "sorry", error: "wrong" }[own];
      byFault[fault ?? "none"] = (byFault[fault ?? "none"] ?? 0) + 1;
      return {
        // What ends well keeps its own status; a forger's success is sent only where its answer would be asked about.
        expected: wanted === "any" || transient ? own : wanted,
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
