import type { ExternalChecker } from "./audit/checker-tools.ts";
import type { LineSettings } from "./dispatcher/waiting-line.ts";
import type { MemoryMethod } from "./process/limits.ts";
import type { SandboxMode } from "./process/sandbox/mode.ts";
import type { Policy } from "@lemma/lean-text";

/** What the verifiers of this package share. */
export interface CommonOptions {
  /** A Lake project whose libraries proofs may import, with `.lake/packages` built. Default: the working directory. */
  readonly project?: string;
  /** Wall clock for one check, its header excluded. Default 30 s. */
  readonly timeoutMs?: number;
  /**
   * Private memory of one worker with everything it starts; mapped libraries do not count. Default: a fair share of the machine's
   * or the container's, at least 8 GB for a project with Mathlib, at most 16 GB; `lemma doctor` says which and why.
   */
  readonly memoryMb?: number;
  /** Checks at once. Default: one a core but one, as far as memory allows. */
  readonly concurrency?: number;
  /** Checks that may wait; more are turned away at once, as `infrastructure`. Default 100,000. */
  readonly maxQueued?: number;
  /** Longest wait for a check's turn. Default: none. */
  readonly queueTimeoutMs?: number;
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
}

/** What those share that start processes of their own. */
export interface ProcessOptions {
  /**
   * `required`: elaborates proofs in a sandbox (bubblewrap, else util-linux' `unshare`) or not at all. `auto`: without one
   * where none works, with a warning. `off`: without. Default: `LEMMA_SANDBOX`, else `required`.
   */
  readonly sandbox?: SandboxMode;
  readonly environment?: Readonly<Record<string, string>>;
  readonly startTimeoutMs?: number;
  readonly maxChecksPerProcess?: number;
  readonly maxProcesses?: number;
  readonly outputBytes?: number;
  /** Overrides what the machine is found to offer. */
  readonly memoryMethod?: MemoryMethod;
}

/** The line that checks wait in, by the caller's options. */
export const lineSettings = ({ maxQueued, queueTimeoutMs }: CommonOptions): LineSettings => ({
  maxQueued: maxQueued ?? 100_000,
  queueTimeoutMs: queueTimeoutMs ?? Number.POSITIVE_INFINITY,
});

export const defaultWallMs = 30_000;
export const defaultStartMs = 120_000;
export const defaultCancelGraceMs = 1_000;
