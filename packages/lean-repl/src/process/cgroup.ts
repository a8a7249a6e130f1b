import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A control group that this process may make children in. */
export interface CgroupParent {
  readonly path: string;
  /** Whether `memory.max` and `pids.max` work there; killing a whole group works without them. */
  readonly controllers: readonly ("memory" | "pids")[];
}

/** One worker's group: limits, a kill switch for all that it ever started, and the count of out-of-memory kills. */
export class Cgroup {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** Kills every member, however it was started, also one in a session of its own. */
  kill(): void {
    tryWrite(join(this.path, "cgroup.kill"), "1");
  }

  /** How often the kernel killed a member for memory. */
  outOfMemoryKills(): number {
    const match = /^oom_kill (\d+)$/m.exec(tryRead(join(this.path, "memory.events")) ?? "");
    return match === null ? 0 : Number(match[1]);
  }

  memoryBytes(): number | undefined {
    const text = tryRead(join(this.path, "memory.current"));
    return text === undefined ? undefined : Number(text);
  }

  /** @returns whether the group is gone; it stays while a member is still dying. */
  remove(): boolean {
    try {
      rmdirSync(this.path);
      return true;
    } catch {
      return !existsSync(this.path);
    }
  }
}

/**
 * Finds a cgroup v2 directory where a child group can be made, by making one.
 *
 * @param mounts text of `/proc/self/mountinfo`; @param own text of `/proc/self/cgroup`.
 */
export function findCgroupParent(
  mounts = tryRead("/proc/self/mountinfo") ?? "",
  own = tryRead("/proc/self/cgroup") ?? "",
): CgroupParent | undefined {
  const mount = mounts
    .split("\n")
    .map((line) => line.split(" "))
    .find((fields) => fields[fields.indexOf("-") + 1] === "cgroup2")?.[4];
  const relative = /^0::(.*)$/m.exec(own)?.[1];
  if (mount === undefined || relative === undefined) return undefined;
  const path = join(mount, relative);
  // Only a parent without processes of its own, or the root, may hand controllers down; where it may not, this is refused.
  tryWrite(join(path, "cgroup.subtree_control"), "+memory +pids");
  const probe = join(path, `lemma-probe-${process.pid}`);
  try {
    mkdirSync(probe);
  } catch {
    return undefined;
  }
  try {
    const controllers = (["memory", "pids"] as const).filter((name) => existsSync(join(probe, `${name}.max`)));
    return existsSync(join(probe, "cgroup.kill")) || controllers.length > 0 ? { path, controllers } : undefined;
  } finally {
    new Cgroup(probe).remove();
  }
}

/** @returns undefined when the group cannot be made or a limit cannot be set. */
export function createCgroup(
  parent: CgroupParent,
  name: string,
  limits: { readonly memoryBytes?: number | undefined; readonly tasks?: number | undefined },
): Cgroup | undefined {
  const path = join(parent.path, name);
  try {
    mkdirSync(path);
    if (limits.memoryBytes !== undefined && parent.controllers.includes("memory")) {
      writeFileSync(join(path, "memory.max"), String(limits.memoryBytes));
      tryWrite(join(path, "memory.swap.max"), "0");
      // One member over the limit ends all of them: a REPL without its helper, or a helper without its REPL, is of no use.
      tryWrite(join(path, "memory.oom.group"), "1");
    }
    if (limits.tasks !== undefined && parent.controllers.includes("pids"))
      writeFileSync(join(path, "pids.max"), String(limits.tasks));
    return new Cgroup(path);
  } catch {
    new Cgroup(path).remove();
    return undefined;
  }
}

function tryRead(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function tryWrite(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch {
    // Not ours to write: the caller looks at what took effect.
  }
}
