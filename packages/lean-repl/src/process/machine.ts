import { readFileSync } from "node:fs";
import { availableParallelism, freemem, totalmem } from "node:os";
import { dirname, join } from "node:path";

/** What processes started here may use together: the machine, or the part of it that a container is given. */
export interface Machine {
  readonly totalBytes: number;
  readonly freeBytes: number;
  /** Whole cores, by affinity and by a container's share of time. */
  readonly cores: number;
  /** Whose the total is. */
  readonly memoryOf: "machine" | "container";
}

/** Where the figures come from; replaced in tests. */
export interface MachineSources {
  readonly totalBytes: number;
  readonly freeBytes: number;
  /** Of the own control group; 0, undefined or absurdly much where there is none. */
  readonly constrainedBytes: number | undefined;
  /** Cores that this process may be scheduled on. */
  readonly parallelism: number;
  /** Text of a file, undefined where it cannot be read. */
  readonly read: (path: string) => string | undefined;
}

const ownSources = (): MachineSources => ({
  totalBytes: totalmem(),
  freeBytes: freemem(),
  constrainedBytes: process.constrainedMemory(),
  parallelism: availableParallelism(),
  read: (path) => {
    try {
      return readFileSync(path, "utf8");
    } catch {
      return undefined;
    }
  },
});

/**
 * Reads the machine and the control groups that this process is in, each of them and its ancestors: the tightest limit counts.
 * What a group holds only as a cache of files is free.
 */
export function readMachine(sources: MachineSources = ownSources()): Machine {
  const { totalBytes, freeBytes, constrainedBytes, parallelism } = sources;
  const groups = controlGroups(sources.read);
  const limits = groups.flatMap((group) => memoryOf(group, sources.read));
  const ofOwn = constrainedBytes === undefined || constrainedBytes <= 0 ? [] : [constrainedBytes];
  const total = Math.min(totalBytes, ...ofOwn, ...limits.map(({ limitBytes }) => limitBytes));
  const quotas = groups.flatMap((group) => coresOf(group, sources.read));
  return {
    totalBytes: total,
    freeBytes: Math.max(
      0,
      Math.min(freeBytes, total, ...limits.map(({ limitBytes, heldBytes }) => limitBytes - heldBytes)),
    ),
    cores: Math.max(1, Math.min(parallelism, ...quotas)),
    memoryOf: total < totalBytes ? "container" : "machine",
  };
}

interface Group {
  readonly path: string;
  readonly version: 1 | 2;
  /** Version 1 only. */
  readonly controllers: readonly string[];
}

/** The groups that this process is in, as folders, innermost first. */
function controlGroups(read: MachineSources["read"]): readonly Group[] {
  const own = (read("/proc/self/cgroup") ?? "").split("\n").map((line) => /^\d+:([^:]*):(.*)$/.exec(line));
  const mounts = (read("/proc/self/mountinfo") ?? "").split("\n").flatMap((line) => {
    const fields = line.split(" ");
    const after = fields.indexOf("-");
    const type = fields[after + 1];
    if (type !== "cgroup" && type !== "cgroup2") return [];
    return [{ root: fields[3]!, at: fields[4]!, type, options: (fields[after + 3] ?? "").split(",") }];
  });
  return mounts.flatMap(({ root, at, type, options }) => {
    const mine = own.find((line) => {
      if (line === null) return false;
      const controllers = line[1]!.split(",").filter((name) => name !== "");
      return type === "cgroup2" ? controllers.length === 0 : controllers.some((name) => options.includes(name));
    });
    if (mine === undefined || mine === null) return [];
    const path = mine[2]!;
    // Without a namespace of its own, a container names its group by the whole machine's path.
    const inside = root !== "/" && (path === root || path.startsWith(`${root}/`)) ? path.slice(root.length) : path;
    const version = type === "cgroup2" ? (2 as const) : (1 as const);
    const groups: Group[] = [];
    for (let folder = join(at, inside); folder.length >= at.length; folder = dirname(folder)) {
      groups.push({ path: folder, version, controllers: options });
      if (folder === "/") break;
    }
    return groups;
  });
}

function memoryOf(
  { path, version, controllers }: Group,
  read: MachineSources["read"],
): readonly { readonly limitBytes: number; readonly heldBytes: number }[] {
  if (version === 1 && !controllers.includes("memory")) return [];
  const [limitFile, usageFile, prefix] =
    version === 2 ? ["memory.max", "memory.current", ""] : ["memory.limit_in_bytes", "memory.usage_in_bytes", "total_"];
  const limitBytes = numberIn(read(join(path, limitFile)));
  if (limitBytes === undefined) return [];
  const statistics = read(join(path, "memory.stat")) ?? "";
  const cached = ["active_file", "inactive_file"].reduce(
    (sum, name) => sum + (numberIn(new RegExp(`^${prefix}${name} (\\d+)$`, "m").exec(statistics)?.[1]) ?? 0),
    0,
  );
  const used = numberIn(read(join(path, usageFile))) ?? 0;
  return [{ limitBytes, heldBytes: Math.max(0, used - cached) }];
}

function coresOf({ path, version, controllers }: Group, read: MachineSources["read"]): readonly number[] {
  if (version === 1 && !controllers.includes("cpu")) return [];
  const [quota, period] =
    version === 2
      ? (read(join(path, "cpu.max")) ?? "").trim().split(" ").map(numberIn)
      : [numberIn(read(join(path, "cpu.cfs_quota_us"))), numberIn(read(join(path, "cpu.cfs_period_us")))];
  return quota === undefined || period === undefined || quota <= 0 || period <= 0 ? [] : [Math.ceil(quota / period)];
}

/** Undefined for `max`, and for what is not there. */
function numberIn(text: string | undefined): number | undefined {
  const number = text === undefined ? Number.NaN : Number(text.trim() || Number.NaN);
  return Number.isFinite(number) ? number : undefined;
}
