import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Cgroup, createCgroup, findCgroupParent } from "./cgroup.ts";

// Plain folders in place of the kernel's: what is written where, and what is read back.
let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), "lemma-cgroup-"))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

test("there is no parent without cgroup v2, or where nothing may be made", () => {
  expect(findCgroupParent("", "0::/")).toBeUndefined();
  expect(findCgroupParent(`1 2 0:1 / ${root} rw - cgroup2 cgroup2 rw`, "4:memory:/x")).toBeUndefined();
  expect(findCgroupParent(`1 2 0:1 / ${join(root, "absent")} rw - cgroup2 cgroup2 rw`, "0::/x")).toBeUndefined();
  // A folder that does not become a control group when it is made.
  expect(findCgroupParent(`1 2 0:1 / ${root} rw shared:1 - cgroup2 cgroup2 rw`, "0::/")).toBeUndefined();
});

test("limits are written where their controllers are", () => {
  const group = createCgroup({ path: root, controllers: ["memory", "pids"] }, "worker", {
    memoryBytes: 1 << 30,
    tasks: 32,
  });
  const read = (name: string): string => readFileSync(join(root, "worker", name), "utf8");
  expect([read("memory.max"), read("memory.swap.max"), read("pids.max")]).toEqual([String(1 << 30), "0", "32"]);
  expect(group?.path).toBe(join(root, "worker"));
  expect(createCgroup({ path: join(root, "absent"), controllers: [] }, "worker", {})).toBeUndefined();
});

test("a kill for memory is told from others by the kernel's own count", () => {
  const path = join(root, "worker");
  mkdirSync(path);
  const group = new Cgroup(path);
  expect([group.outOfMemoryKills(), group.memoryBytes()]).toEqual([0, undefined]);
  writeFileSync(join(path, "memory.events"), "low 0\nhigh 0\nmax 9\noom 1\noom_kill 2\noom_group_kill 1\n");
  writeFileSync(join(path, "memory.current"), "12345\n");
  expect([group.outOfMemoryKills(), group.memoryBytes()]).toEqual([2, 12345]);
  group.kill();
  expect(readFileSync(join(path, "cgroup.kill"), "utf8")).toBe("1");
});
