import { spawnSync } from "node:child_process";
import { findCgroupParent, type CgroupParent } from "./cgroup.ts";

/** What one worker process and everything that it starts may use. */
export interface ProcessLimits {
  /** Private memory: pages of mapped files are the system's, and shared by all workers. */
  readonly memoryBytes: number;
  /** All workers of a pool together. */
  readonly togetherBytes: number;
  /** Processes in the tree, the worker itself included; their threads are not counted. */
  readonly processes: number;
  /** Bytes of one answer. */
  readonly outputBytes: number;
}

/** How memory is bounded: `cgroup` exactly and for the whole tree, `rlimit` per process, `polling` between two looks. */
export type MemoryMethod = "cgroup" | "rlimit" | "polling";

/** How a verdict names the limit on memory that fired. */
export const memoryLimit = (bytes: number, method: MemoryMethod): string =>
  `memory ${bytes} bytes (${{ cgroup: "cgroup v2", rlimit: "RLIMIT_AS", polling: "polling" }[method]})`;

export interface LimitReport {
  readonly memory: MemoryMethod;
  /** Processes are counted between two looks; whether the kernel stops a tree that grows faster than that. */
  readonly processes: "cgroup and polling" | "polling";
  /** How survivors are found when a worker is killed. */
  readonly kill: "cgroup" | "marker";
  readonly description: string;
}

const gigabyte = 2 ** 30;

/**
 * RLIMIT_AS counts every mapped byte, and a worker maps Mathlib's files (about 5 GB) that cost no memory of its own: the
 * cap on address space stands this far above the cap on memory. It stops a runaway allocation between two looks.
 */
const mappedAllowanceBytes = 16 * gigabyte;

export interface LimitPlan {
  readonly report: LimitReport;
  readonly cgroupParent: CgroupParent | undefined;
  /** For RLIMIT_AS, in bytes; undefined where it is not used. */
  addressSpaceBytes(limits: ProcessLimits): number | undefined;
}

/**
 * Looks at what this machine can enforce.
 *
 * @param prefer narrows the choice, for tests and for containers known to lie: anything but `cgroup` uses no control groups
 *   at all, not for killing either.
 */
export function planLimits(prefer?: MemoryMethod): LimitPlan {
  const wanted = process.platform === "linux" && (prefer === undefined || prefer === "cgroup");
  const parent = wanted ? findCgroupParent() : undefined;
  const hasMemory = parent?.controllers.includes("memory") === true;
  const memory: MemoryMethod =
    prefer ?? (hasMemory ? "cgroup" : process.platform === "linux" && canLimitAddressSpace() ? "rlimit" : "polling");
  const processes = parent?.controllers.includes("pids") === true ? "cgroup and polling" : "polling";
  const kill = parent === undefined ? "marker" : "cgroup";
  const how = {
    cgroup: "cgroup v2 memory.max over the whole process tree",
    rlimit: "RLIMIT_AS per process with an allowance for mapped files, and polling of the tree's private memory",
    polling: "polling of the tree's private memory",
  }[memory];
  return {
    report: { memory, processes, kill, description: `memory: ${how}; processes: ${processes}; survivors: ${kill}` },
    cgroupParent: parent,
    addressSpaceBytes: (limits) => (memory === "rlimit" ? limits.memoryBytes + mappedAllowanceBytes : undefined),
  };
}

/**
 * For `pids.max`, which counts threads: Lean takes one for each core and one for each dedicated task, in every process. Far above
 * what it takes, and far below what a fork bomb needs.
 */
export const mostTasks = (processes: number, cores: number): number => processes * (cores + 64);

function canLimitAddressSpace(): boolean {
  return spawnSync("/bin/sh", ["-c", "ulimit -v 99999999"], { stdio: "ignore" }).status === 0;
}
