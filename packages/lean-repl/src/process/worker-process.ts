import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { availableParallelism } from "node:os";
import { createCgroup, type Cgroup } from "./cgroup.ts";
import type { Guardian } from "./guardian.ts";
import { memoryLimit, mostTasks, type LimitPlan, type ProcessLimits } from "./limits.ts";
import type { SandboxPaths } from "./sandbox/mounts.ts";
import { sandboxed, type SandboxTool } from "./sandbox/probe.ts";
import { killHard, markedProcesses, markerVariable } from "./tree.ts";

export interface LaunchSettings {
  readonly command: readonly string[];
  readonly workingDirectory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly limits: ProcessLimits;
  readonly plan: LimitPlan;
  /** Undefined runs the command bare. */
  readonly sandbox: { readonly tool: SandboxTool; readonly paths: SandboxPaths } | undefined;
  readonly guardian: Guardian;
  /** Its own, to write to. */
  readonly folder?: string | undefined;
  /** Unique among all workers of all pools. */
  readonly marker: string;
}

export interface ProcessExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The last bytes of stderr. */
  readonly stderr: string;
  /** The kernel killed a member of its group for memory. */
  readonly outOfMemory: boolean;
}

// Joins its group and takes its limits before it becomes the worker: nothing it starts can escape between the two.
const launcher = `
if [ -n "$1" ]; then echo $$ > "$1/cgroup.procs" || exit 97; fi
if [ -n "$2" ]; then ulimit -v "$2" || exit 98; fi
ulimit -c 0
shift 2
exec "$@"
`;

const stderrTailBytes = 4096;

/**
 * One worker and all that it starts: launched in a session of its own under its limits, watched by the guardian, its stderr
 * always drained, killed whole.
 */
export class WorkerProcess {
  readonly pid: number;
  /** Its own, to write to; undefined where it was given none. */
  readonly folder: string | undefined;
  readonly stdin: NodeJS.WritableStream & { readonly destroyed?: boolean };
  readonly stdout: NodeJS.ReadableStream;
  /** Resolves when the worker itself is gone and its output has been read, or nobody closes it within 100 ms. */
  readonly exited: Promise<ProcessExit>;
  #stderrBytes = 0;
  #stderr: Buffer = Buffer.alloc(0);
  #killed = false;
  #gone = false;
  readonly #settings: LaunchSettings;
  readonly #cgroup: Cgroup | undefined;
  readonly #child: ChildProcessWithoutNullStreams;

  /** @throws an error with a `code` such as `ENOENT` through `exited`'s stderr; starting never throws by itself. */
  constructor(settings: LaunchSettings) {
    this.#settings = settings;
    this.folder = settings.folder;
    const { plan, limits, marker } = settings;
    this.#cgroup =
      plan.cgroupParent === undefined
        ? undefined
        : createCgroup(plan.cgroupParent, `lemma-${marker.replaceAll(".", "-")}`, {
            memoryBytes: plan.report.memory === "cgroup" ? limits.memoryBytes : undefined,
            tasks:
              plan.report.processes === "polling" ? undefined : mostTasks(limits.processes, availableParallelism()),
          });
    if (this.#cgroup !== undefined) settings.guardian.watchCgroup(this.#cgroup.path);
    const environment = { ...settings.environment, [markerVariable]: marker };
    const { sandbox } = settings;
    const command =
      sandbox === undefined ? settings.command : sandboxed[sandbox.tool](settings.command, sandbox.paths, environment);
    const addressSpace = plan.addressSpaceBytes(limits);
    const child = spawn(
      "/bin/sh",
      [
        "-c",
        launcher,
        "lemma-lean",
        this.#cgroup?.path ?? "",
        addressSpace === undefined ? "" : String(Math.ceil(addressSpace / 1024)),
        ...command,
      ],
      {
        cwd: settings.workingDirectory,
        env: environment,
        // A session of its own: one signal reaches the whole group, and Ctrl-C in a terminal does not.
        detached: true,
        stdio: ["pipe", "pipe", "pipe"],
      },
    );
    this.#child = child;
    this.pid = child.pid ?? -1;
    this.stdin = child.stdin;
    this.stdout = child.stdout;
    if (child.pid !== undefined) settings.guardian.watch(child.pid);
    // A worker that died closes its pipe under our writes; its exit says why.
    child.stdin.on("error", () => {});
    child.stdout.on("error", () => {});
    child.stderr.on("error", () => {});
    child.stderr.on("data", (chunk: Buffer) => {
      this.#stderrBytes += chunk.length;
      this.#stderr = Buffer.from(Buffer.concat([this.#stderr, chunk]).subarray(-stderrTailBytes));
    });
    this.exited = new Promise((resolve) => {
      let done = false;
      const finish = (code: number | null, signal: NodeJS.Signals | null): void => {
        if (done) return;
        done = true;
        this.#gone = true;
        settings.guardian.release(this.pid);
        const outOfMemory = (this.#cgroup?.outOfMemoryKills() ?? 0) > 0;
        resolve({ code, signal, stderr: this.stderr, outOfMemory });
      };
      child.on("error", (error) => {
        this.#stderr = Buffer.from(String(error));
        finish(127, null);
      });
      child.on("close", finish);
      // Whoever inherited its stdout may hold it open for ever.
      child.on("exit", (code, signal) => setTimeout(finish, 100, code, signal).unref());
    });
    void this.exited.then(() => this.#sweep());
  }

  /** The last 4 KB of stderr, as text. */
  get stderr(): string {
    return this.#stderr.toString("utf8").trim();
  }

  /** What it came up against when it ended for want of memory. */
  memoryLimitMet({ outOfMemory }: ProcessExit): string {
    const { plan, limits } = this.#settings;
    if (outOfMemory) return memoryLimit(limits.memoryBytes, "cgroup");
    const addressSpace = plan.addressSpaceBytes(limits);
    return addressSpace === undefined ? "memory of the machine" : memoryLimit(addressSpace, "rlimit");
  }

  get stderrBytes(): number {
    return this.#stderrBytes;
  }

  get isGone(): boolean {
    return this.#gone;
  }

  /**
   * Kills the worker and everything that it started. There is no gentle way: the REPL has nothing to save, and dies of
   * SIGTERM just the same unless somebody inside ignores it.
   */
  kill(): void {
    if (this.#killed || this.pid < 0) return;
    this.#killed = true;
    killHard(-this.pid);
    killHard(this.pid);
    this.#cgroup?.kill();
    this.#child.stdout.destroy();
    this.#child.stderr.destroy();
    this.#child.stdin.destroy();
  }

  /** Ends survivors in other sessions, then removes the group; resolves when none is left. */
  async #sweep(): Promise<void> {
    killHard(-this.pid);
    this.#cgroup?.kill();
    for (let round = 0; round < 5; round += 1) {
      const left = this.#cgroup === undefined ? markedProcesses(this.#settings.marker) : [];
      for (const pid of left) killHard(pid);
      if (left.length === 0 && (this.#cgroup === undefined || this.#cgroup.remove())) break;
      await new Promise((resolve) => setTimeout(resolve, 10 * 2 ** round));
    }
    this.#swept();
  }

  #swept: () => void = () => {};
  /** Resolves when the worker and all that it started are gone. */
  readonly swept: Promise<void> = new Promise((resolve) => (this.#swept = resolve));
}
