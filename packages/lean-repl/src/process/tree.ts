import { readFileSync, readdirSync } from "node:fs";

/** Every process that a worker starts inherits this variable, whatever session or group it moves to. */
export const markerVariable = "LEMMA_LEAN_WORKER";

/** Linux reports CPU time in ticks of 1/100 s on every supported architecture. */
const tickMs = 10;

export interface ProcessUsage {
  readonly processes: number;
  readonly privateBytes: number;
  readonly cpuMs: number;
}

interface Stat {
  readonly parent: number;
  readonly cpuMs: number;
}

/** `/proc/PID/stat`; undefined when the process is gone. The command's name may hold blanks and parentheses. */
function readStat(pid: string): Stat | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, "latin1");
  } catch {
    return undefined;
  }
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  if (fields[0] === "Z") return undefined;
  return {
    parent: Number(fields[1]),
    cpuMs: (Number(fields[11]) + Number(fields[12])) * tickMs,
  };
}

const processIds = (): string[] => {
  try {
    return readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
};

/**
 * Memory that one process alone accounts for: its own pages, shared ones that are no file's, and both where they are swapped
 * out. A worker maps gigabytes of a library's files; those pages are in memory once for all workers, and the system takes them
 * back when it needs them. Cheap enough for every look.
 */
export function privateBytes(pid: number): number {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/status`, "latin1");
  } catch {
    return 0;
  }
  const kilobytes = (name: string): number | undefined => {
    const found = new RegExp(`^${name}:\\s*(\\d+) kB$`, "m").exec(text)?.[1];
    return found === undefined ? undefined : Number(found);
  };
  // Kernels before 4.5, and some that only look like Linux, do not tell them apart.
  const own = kilobytes("RssAnon") ?? kilobytes("VmRSS") ?? 0;
  return (own + (kilobytes("RssShmem") ?? 0) + (kilobytes("VmSwap") ?? 0)) * 1024;
}

/**
 * Adds up the process trees under each of `roots` in one pass over `/proc`. A tree that has left its parent is not in here;
 * `markedProcesses` finds those.
 */
export function treeUsage(roots: readonly number[]): Map<number, ProcessUsage> {
  const stats = new Map<number, Stat>();
  for (const pid of processIds()) {
    const stat = readStat(pid);
    if (stat !== undefined) stats.set(Number(pid), stat);
  }
  const rootOf = new Map<number, number | undefined>(roots.map((root) => [root, root]));
  const find = (pid: number): number | undefined => {
    if (rootOf.has(pid)) return rootOf.get(pid);
    const stat = stats.get(pid);
    const root = stat === undefined || stat.parent <= 1 ? undefined : find(stat.parent);
    rootOf.set(pid, root);
    return root;
  };
  const usage = new Map<number, { processes: number; privateBytes: number; cpuMs: number }>();
  for (const [pid, stat] of stats) {
    const root = find(pid);
    if (root === undefined) continue;
    const sum = usage.get(root) ?? { processes: 0, privateBytes: 0, cpuMs: 0 };
    sum.processes += 1;
    sum.privateBytes += privateBytes(pid);
    sum.cpuMs += stat.cpuMs;
    usage.set(root, sum);
  }
  return usage;
}

/** The end of the chain of only children under `pid`: what a wrapper runs. */
export function innermost(pid: number): number {
  let at = pid;
  for (let depth = 0; depth < 8; depth += 1) {
    let children: string[];
    try {
      children = readFileSync(`/proc/${at}/task/${at}/children`, "latin1")
        .split(" ")
        .filter((word) => word !== "");
    } catch {
      return at;
    }
    if (children.length !== 1) return at;
    at = Number(children[0]);
  }
  return at;
}

/** Processes whose environment carries the marker, wherever they have gone. Those of other users cannot be read. */
export function markedProcesses(marker: string): number[] {
  const wanted = `${markerVariable}=${marker}`;
  return processIds()
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, "latin1")
          .split("\0")
          .some((entry) => entry === wanted || (marker.endsWith(".*") && entry.startsWith(wanted.slice(0, -1))));
      } catch {
        return false;
      }
    })
    .map(Number)
    .filter((pid) => pid !== process.pid);
}

/** Sends SIGKILL; a process or group that is already gone is no error. */
export function killHard(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // Gone already.
  }
}
