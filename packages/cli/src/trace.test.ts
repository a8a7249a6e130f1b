import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

// What the kernel was asked for, by strace: no socket, no name look-up, and no file but those that docs/security.md tells of.
const calls =
  "open openat creat truncate mkdir mkdirat mknod mknodat rename renameat renameat2 link linkat symlink symlinkat unlink unlinkat rmdir";
// A question mark: not every architecture has each.
const traced = ["%network", ...[...calls.split(" "), "execve"].map((call) => `?${call}`)].join(",");
const flags = `-f -qq -s 4096 --seccomp-bpf -e trace=${traced} -o`.split(" ");
const strace = (record: string, ...command: readonly string[]): readonly string[] => [...flags, record, ...command];
// Containers may forbid to trace.
const mayTrace = spawnSync("strace", strace("/dev/null", "true")).status === 0;
if (!mayTrace) console.warn("skipped: no strace that works (Debian's package of that name)");

const repository = fileURLToPath(new URL("../../..", import.meta.url));
const main = fileURLToPath(new URL("../dist/main.js", import.meta.url));
/** Node, its libraries, and what the system says of itself: only ever read. */
const system = ["/usr/", "/lib/", "/lib64/", "/proc/", "/sys/", "/dev/", "/etc/ld.so.", "/etc/ssl/", "/etc/localtime"];

let folder: string;
beforeAll(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), "lemma-trace-")));
  const proofs = ["norm_num", "simp"].map((proof, i) =>
    JSON.stringify({ id: `t${i}`, statement: `theorem t${i} : ${i} + 1 = ${i + 1} := by`, proof }),
  );
  await writeFile(path.join(folder, "proofs.jsonl"), `${proofs.join("\n")}\n`);
});
afterAll(async () => rm(folder, { recursive: true, force: true }));

/** Runs Node in a folder of its own. @returns what it asked for that it should not have, of the network and of files. */
async function askedBy(name: string, argv: readonly string[]): Promise<{ network: string[]; files: string[] }> {
  const place = path.join(folder, name);
  for (const each of ["home", "tmp"]) await mkdir(path.join(place, each), { recursive: true });
  await writeFile(path.join(place, "proofs.jsonl"), await readFile(path.join(folder, "proofs.jsonl")));
  const record = path.join(folder, `${name}.strace`);
  const child = spawn("strace", strace(record, process.execPath, ...argv), {
    cwd: place,
    env: { PATH: process.env["PATH"], HOME: path.join(place, "home"), TMPDIR: path.join(place, "tmp") },
    stdio: "ignore",
  });
  expect(await once(child, "exit")).toEqual([0, null]);

  const lines = (await readFile(record, "utf8")).split("\n");
  const wanted = lines.flatMap((line) => {
    const call = /^\d+ +(\w+)\((.*)/.exec(line);
    if (call === null) return [];
    const [, name, rest] = call;
    const isWrite = name === "openat" || name === "open" ? /O_WRONLY|O_RDWR|O_CREAT/.test(rest!) : name !== "execve";
    return [...rest!.matchAll(/"((?:[^"\\]|\\.)*)"/g)].slice(0, name === "execve" ? 1 : 2).map(([, file]) => ({
      isWrite,
      file: path.resolve(place, file!),
    }));
  });
  const outside = wanted.filter(({ file, isWrite }) => {
    if (file.startsWith(`${place}/out`) || file.startsWith(`${place}/tmp/lemma-weights-`)) return false;
    if (isWrite) return file !== "/dev/null";
    if ([place, `${place}/tmp`, `${place}/proofs.jsonl`].includes(file)) return false;
    return ![repository, path.dirname(process.execPath), ...system].some((known) => file.startsWith(known));
  });
  return {
    network: lines.filter((line) => /^\d+ +(socket|connect|bind|send\w*|recv\w*)\(/.test(line)),
    files: [
      ...new Set(outside.map(({ file, isWrite }) => `${isWrite ? "write" : "read"} ${path.relative(place, file)}`)),
    ],
  };
}

test
  .skipIf(!mayTrace)
  .for([
    ["demo"],
    ["eval", "--problems", "proofs.jsonl", "--methods", "baseline,lemma", "--k", "1", "--out", "out"],
    ["train", "proofs.jsonl", "--rank", "2", "--out", "out"],
  ])(
  "%s asks for no network, and for no file but its input, its output and weights in the temporary folder",
  async (argv) => {
    expect(await askedBy(argv[0]!, [main, ...argv])).toEqual({ network: [], files: [] });
  },
);

test.skipIf(!mayTrace)("what asks for more is seen to", async () => {
  const script = `
    require("fs").writeFileSync("home/id", "");
    require("fs").openSync(process.env.TMPDIR + "/../settings", "a");
    require("net").connect(9, "127.0.0.1").on("error", () => {});`;
  const { network, files } = await askedBy("more", ["-e", script]);
  expect(network.join("\n")).toMatch(/connect\(.*127\.0\.0\.1/);
  expect(files).toEqual(expect.arrayContaining(["write home/id", "write settings"]));
});
