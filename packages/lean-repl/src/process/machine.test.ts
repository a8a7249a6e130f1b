import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readMachine, type MachineSources } from "./machine.ts";

const gigabyte = 2 ** 30;
const machine = (files: Readonly<Record<string, string>>, more: Partial<MachineSources> = {}): MachineSources => ({
  totalBytes: 64 * gigabyte,
  freeBytes: 50 * gigabyte,
  constrainedBytes: 0,
  parallelism: 16,
  read: (path) => files[path],
  ...more,
});

test("a machine without control groups is taken as it is", () => {
  expect(readMachine(machine({}))).toEqual({
    totalBytes: 64 * gigabyte,
    freeBytes: 50 * gigabyte,
    cores: 16,
    memoryOf: "machine",
  });
});

test("affinity counts, not the cores that the machine has", () => {
  expect(readMachine(machine({}, { parallelism: 1 })).cores).toBe(1);
});

const unified = {
  "/proc/self/cgroup": "0::/pod/worker\n",
  "/proc/self/mountinfo": "30 23 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n",
};

test("the tightest limit from the own group upwards counts, and a cache of files is free", () => {
  const found = readMachine(
    machine({
      ...unified,
      "/sys/fs/cgroup/pod/worker/memory.max": "max\n",
      "/sys/fs/cgroup/pod/memory.max": `${3 * gigabyte}\n`,
      "/sys/fs/cgroup/pod/memory.current": `${2 * gigabyte}\n`,
      "/sys/fs/cgroup/pod/memory.stat": `anon ${gigabyte / 2}\nfile ${1.5 * gigabyte}\ninactive_file ${gigabyte}\nactive_file ${gigabyte / 2}\n`,
      "/sys/fs/cgroup/pod/cpu.max": "250000 100000\n",
      "/sys/fs/cgroup/pod/worker/cpu.max": "max 100000\n",
    }),
  );
  expect(found).toEqual({
    totalBytes: 3 * gigabyte,
    freeBytes: 2.5 * gigabyte,
    cores: 3,
    memoryOf: "container",
  });
});

test("what Node says of its own group counts, and no limit is no number", () => {
  expect(readMachine(machine({}, { constrainedBytes: 3 * gigabyte })).totalBytes).toBe(3 * gigabyte);
  expect(readMachine(machine({}, { constrainedBytes: 2 ** 63 })).memoryOf).toBe("machine");
});

test("version 1, and a container that names its group by the whole machine's path", () => {
  const found = readMachine(
    machine({
      "/proc/self/cgroup": "5:cpu,cpuacct:/docker/abc\n4:memory:/docker/abc\n",
      "/proc/self/mountinfo":
        "31 30 0:27 /docker/abc /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory\n" +
        "32 30 0:28 /docker/abc /sys/fs/cgroup/cpu ro - cgroup cgroup rw,cpu,cpuacct\n",
      "/sys/fs/cgroup/memory/memory.limit_in_bytes": `${3 * gigabyte}`,
      "/sys/fs/cgroup/memory/memory.usage_in_bytes": `${gigabyte}`,
      "/sys/fs/cgroup/memory/memory.stat": `total_inactive_file ${gigabyte / 2}\ntotal_active_file 0\n`,
      "/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "-1",
      "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000",
    }),
  );
  expect(found).toEqual({
    totalBytes: 3 * gigabyte,
    freeBytes: 2.5 * gigabyte,
    cores: 16,
    memoryOf: "container",
  });
});

// A real group, where one can be made.
const group = ["/sys/fs/cgroup/memory", "/sys/fs/cgroup"]
  .map((at) => join(at, `lemma-test-${process.pid}`))
  .find(tryGroup);
const program = new URL("../../dist/process/machine.js", import.meta.url).href;

function tryGroup(path: string): boolean {
  try {
    mkdirSync(path);
    const file = ["memory.limit_in_bytes", "memory.max"].map((name) => join(path, name)).find(existsSync);
    if (file !== undefined) {
      writeFileSync(file, String(3 * gigabyte));
      return true;
    }
    rmdirSync(path);
  } catch {
    // Not ours to make.
  }
  return false;
}

test.skipIf(group === undefined)("in a group of 3 GiB there are 3 GiB (needs control groups that can be made)", () => {
  const code = `import { readMachine } from ${JSON.stringify(program)}; console.log(JSON.stringify(readMachine()));`;
  try {
    const said = execFileSync(
      "/bin/sh",
      [
        "-c",
        'echo $$ > "$1/cgroup.procs" && exec "$2" --input-type=module -e "$3"',
        "sh",
        group!,
        process.execPath,
        code,
      ],
      { encoding: "utf8" },
    );
    expect(JSON.parse(said)).toMatchObject({ totalBytes: 3 * gigabyte, memoryOf: "container" });
    expect((JSON.parse(said) as { freeBytes: number }).freeBytes).toBeLessThanOrEqual(3 * gigabyte);
  } finally {
    rmdirSync(group!);
  }
});
