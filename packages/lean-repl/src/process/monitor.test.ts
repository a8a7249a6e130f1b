import { spawn, type ChildProcess } from "node:child_process";
import { afterEach, expect, test } from "vitest";
import type { Elaboration } from "../verdict.ts";
import { mostTasks, planLimits } from "./limits.ts";
import { LimitMonitor, type Watched } from "./monitor.ts";

const megabyte = 2 ** 20;
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
});

/** A shell, and below it a process that holds so much: as a language server is started. */
async function wrapped(megabytes: number): Promise<number> {
  const code = `globalThis.held = Buffer.alloc(${megabytes} << 20, 1); console.log("held"); setInterval(() => {}, 1000)`;
  const child = spawn("/bin/sh", ["-c", '"$0" -e "$1"; :', process.execPath, code], {
    detached: true,
    stdio: ["ignore", "pipe", "ignore"],
  });
  children.push(child);
  await new Promise((resolve) => child.stdout.once("data", resolve));
  return child.pid!;
}

/** Resolves to what the work was ended with. */
function watch(pid: number): { readonly watched: Watched; readonly ended: Promise<Elaboration> } {
  let stop: (outcome: Elaboration) => void = () => {};
  const ended = new Promise<Elaboration>((resolve) => (stop = resolve));
  return { watched: { pid, since: performance.now() - 1_000, cpuLimitMs: undefined, stop }, ended };
}

const monitor = (memoryBytes: number, togetherBytes: number): LimitMonitor =>
  new LimitMonitor({ memoryBytes, togetherBytes, processes: 32, outputBytes: 1 }, planLimits("polling"));

test("the last look before a timeout sees what a wrapper has started", async () => {
  using looks = monitor(200 * megabyte, 1_000 * megabyte);
  const { watched, ended } = watch(await wrapped(300));
  looks.lastLook(watched);
  expect(await ended).toEqual({ kind: "memory", limit: `memory ${200 * megabyte} bytes (polling)` });
});

test("where each keeps to its limit and all are too much together, the largest goes", async () => {
  using looks = monitor(1_000 * megabyte, 500 * megabyte);
  const [small, large] = [watch(await wrapped(150)), watch(await wrapped(350))];
  looks.watch(small.watched);
  looks.watch(large.watched);
  expect(await large.ended).toEqual({
    kind: "memory",
    limit: `memory ${500 * megabyte} bytes (polling) of all workers together`,
  });
});

test("threads are no processes", async () => {
  // A shell and Node, whose engine and file system have a dozen threads.
  const pid = await wrapped(1);
  using looks = new LimitMonitor(
    { memoryBytes: 1e9, togetherBytes: 1e9, processes: 2, outputBytes: 1 },
    planLimits("polling"),
  );
  const { watched, ended } = watch(pid);
  looks.watch(watched);
  const after = new Promise((resolve) => setTimeout(resolve, 1_500, "still at work"));
  expect(await Promise.race([ended, after])).toBe("still at work");
  // The kernel's count is of threads: Lean on 64 cores takes as many in each process.
  expect(mostTasks(32, 64)).toBeGreaterThan(32 * 64);
});
