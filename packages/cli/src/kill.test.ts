import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startChild } from "../../../tools/children.ts";

// Runs that are killed with SIGKILL at random points, or stopped by Ctrl-C or a full disk, and resumed must end as one that was
// not: nothing lost, nothing doubled, the same bytes but for fields that hold times. 2 kills each; 20 under `pnpm soak`.
const isSoak = process.env["LEMMA_SOAK"] === "1";
const kills = isSoak ? 20 : 2;
const main = path.join(import.meta.dirname, "../dist/main.js");
const timeout = isSoak ? 3_600_000 : 900_000;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "lemma-kill-"));
  await writeFile(
    path.join(folder, "problems.jsonl"),
    [
      ["system", "(x y : ℝ) (h₀ : 2 * x + y = 9) (h₁ : x - y = 3) : x = 4"],
      ["square", "(a b : ℝ) : 2 * a * b ≤ a ^ 2 + b ^ 2"],
      ["line", "(x : ℝ) (h₀ : 3 * x + 2 = 11) : x = 3"],
    ]
      .map(([id, body]) => `${JSON.stringify({ id, statement: `theorem ${id} ${body} := by` })}\n`)
      .join(""),
  );
  await writeFile(path.join(folder, "settings.json"), JSON.stringify({ conjectures: 24, meta: { proofAttempts: 32 } }));
});
afterAll(async () => rm(folder, { recursive: true, force: true }));

const start = (args: readonly string[]): ReturnType<typeof startChild> =>
  startChild(process.execPath, [main, ...args], { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });

async function finish(args: readonly string[]): Promise<void> {
  const child = start(args);
  let said = "";
  child.stderr!.on("data", (piece: Buffer) => (said += piece.toString()));
  const [status] = (await once(child, "exit")) as [number | null];
  expect({ status, said: status === 0 ? "" : said }).toEqual({ status: 0, said: "" });
}

/** Kills the run after so long. @returns whether it was still running. */
async function killAfter(args: readonly string[], milliseconds: number): Promise<boolean> {
  const child = start(args);
  child.stderr!.resume();
  const exited = once(child, "exit") as Promise<[number | null, string | null]>;
  await Promise.race([exited, sleep(milliseconds)]);
  child.kill("SIGKILL");
  const [, signal] = await exited;
  return signal === "SIGKILL";
}

/** Every file of a run but the pages for readers, which show times rounded; times in the rest are taken out. */
async function contents(directory: string): Promise<Readonly<Record<string, string>>> {
  const files = await readdir(directory, { recursive: true, withFileTypes: true });
  const kept = files.filter((file) => file.isFile() && !/\.(html|md)$/.test(file.name));
  const entries = kept.map(async (file): Promise<[string, string]> => {
    const where = path.join(file.parentPath, file.name);
    const bytes = await readFile(where);
    const isText = /\.jsonl?$/.test(file.name);
    const text = bytes
      .toString(isText ? "utf8" : "base64")
      .replaceAll(/"(\w+(?:Ms|Seconds))":( ?)[\d.e+-]+/g, '"$1":$20');
    return [path.relative(directory, where), text];
  });
  return Object.fromEntries((await Promise.all(entries)).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The whole lines of a log, timeless. */
const lines = async (file: string): Promise<readonly string[]> =>
  (await readFile(file, "utf8").catch(() => ""))
    .split("\n")
    .slice(0, -1)
    .map((line) => line.replaceAll(/"(\w+(?:Ms|Seconds))":[\d.e+-]+/g, '"$1":0'));

async function survivesKills(name: string, log: string, args: readonly string[]): Promise<void> {
  const command = (out: string, ...more: readonly string[]): readonly string[] => [...args, "--out", out, ...more];
  const began = performance.now();
  await finish(command(`${name}-whole`));
  const whole = performance.now() - began;
  const expected = await contents(path.join(folder, `${name}-whole`));
  const all = await lines(path.join(folder, `${name}-whole`, log));
  expect(new Set(all).size).toBe(all.length);
  let killed = 0;
  for (let round = 0; killed < kills; round += 1) {
    const out = `${name}-killed-${round}`;
    // Again and again in one folder, until the run gets to its end between two kills.
    let done = false;
    while (!done && killed < kills) {
      done = !(await killAfter(command(out, "--resume"), whole * Math.random()));
      if (!done) killed += 1;
      // What is there is what an uninterrupted run has, each once; a run puts its records in order only at its end.
      const there = await lines(path.join(folder, out, log));
      expect(new Set(there).size).toBe(there.length);
      expect(all).toEqual(expect.arrayContaining([...there]));
    }
    if (!done) await finish(command(out, "--resume"));
    expect(await contents(path.join(folder, out))).toEqual(expected);
    await rm(path.join(folder, out), { recursive: true, force: true });
  }
}

/** Ctrl-C after the first record ends the run with status 130 and no stack trace; it goes on from there. */
async function survivesInterrupt(name: string, log: string, args: readonly string[]): Promise<void> {
  const command = [...args, "--out", `${name}-interrupted`];
  const child = start(command);
  let said = "";
  child.stderr!.on("data", (piece: Buffer) => (said += piece.toString()));
  const exited = once(child, "exit") as Promise<[number | null]>;
  while ((await lines(path.join(folder, `${name}-interrupted`, log))).length === 0 && child.exitCode === null)
    await sleep(5);
  child.kill("SIGINT");
  expect(await exited).toEqual([130, null]);
  expect(said).toMatch(/interrupted/);
  expect(said).not.toMatch(/\n\s+at /);
  await finish([...command, "--resume"]);
  expect(await contents(path.join(folder, `${name}-interrupted`))).toEqual(
    await contents(path.join(folder, `${name}-whole`)),
  );
}

/** A disk of half of what the run takes ends it with status 3, wherever that is; with more room it goes on. */
async function survivesSmallDisk(name: string, args: readonly string[]): Promise<void> {
  const disk = path.join(folder, `${name}-disk`);
  const half = Math.floor((await bytesOf(path.join(folder, `${name}-whole`))) / 2);
  await mkdir(disk);
  const mount = (...options: readonly string[]): number | null =>
    spawnSync("mount", ["-t", "tmpfs", ...options, "tmpfs", disk]).status;
  if (mount("-o", `size=${half}`) !== 0) {
    console.warn("skipped: may not mount a small disk");
    return;
  }
  try {
    const command = [...args, "--out", path.join(disk, "out")];
    const child = start(command);
    let said = "";
    child.stderr!.on("data", (piece: Buffer) => (said += piece.toString()));
    const [status] = (await once(child, "exit")) as [number | null];
    expect({ status, said }).toEqual({ status: 3, said: expect.stringMatching(/ENOSPC|no space/i) as string });
    expect(said).not.toMatch(/\n\s+at /);
    mount("-o", "remount,size=1g");
    await finish([...command, "--resume"]);
    expect(await contents(path.join(disk, "out"))).toEqual(await contents(path.join(folder, `${name}-whole`)));
  } finally {
    spawnSync("umount", [disk]);
  }
}

async function bytesOf(directory: string): Promise<number> {
  const files = await readdir(directory, { recursive: true, withFileTypes: true });
  const sizes = files
    .filter((file) => file.isFile())
    .map(async (file) => (await stat(path.join(file.parentPath, file.name))).size);
  return (await Promise.all(sizes)).reduce((total, size) => total + size, 0);
}

/** A disk that is full from the first record on ends the run with status 3; once there is room again it goes on. */
async function survivesFullDisk(name: string, log: string, args: readonly string[]): Promise<void> {
  const expected = await contents(path.join(folder, `${name}-whole`));
  const command = [...args, "--out", `${name}-full`];
  const child = start(command);
  let said = "";
  child.stderr!.on("data", (piece: Buffer) => (said += piece.toString()));
  const exited = once(child, "exit") as Promise<[number | null]>;
  while ((await lines(path.join(folder, `${name}-full`, log))).length === 0 && child.exitCode === null) await sleep(5);
  // No file of that process may grow past a few bytes, which fails its writes as a full disk does.
  spawnSync("prlimit", ["--pid", String(child.pid), "--fsize=16:"]);
  expect(await exited).toEqual([3, null]);
  expect(said).toMatch(/EFBIG/);
  await finish([...command, "--resume"]);
  expect(await contents(path.join(folder, `${name}-full`))).toEqual(expected);
}

const prlimit = spawnSync("prlimit", ["--version"]).status === 0;
if (!prlimit) console.warn("skipped: no prlimit (util-linux) to make a disk full with");

test("an evaluation survives being killed, a full disk and Ctrl-C", { timeout }, async () => {
  const methods = `baseline,matched,lemma,shuffled${isSoak ? ",unweighted,no-meta,repair,in-context,random-examples" : ""}`;
  const args = ["eval", "--problems", "problems.jsonl", "--methods", methods, "--seeds", isSoak ? "2" : "1"];
  args.push("--settings", "settings.json");
  await survivesKills("eval", "results.jsonl", args);
  if (prlimit) await survivesFullDisk("eval", "results.jsonl", args);
  await survivesSmallDisk("eval", args);
  await survivesInterrupt("eval", "results.jsonl", args);
  const records = await lines(path.join(folder, "eval-whole/results.jsonl"));
  expect(records).toHaveLength(3 * methods.split(",").length * (isSoak ? 2 : 1));
});

test("meta-training survives being killed, a full disk and Ctrl-C", { timeout }, async () => {
  const args = ["meta-train", "--problems", "problems.jsonl", "--settings", "settings.json"];
  await survivesKills("meta", "steps.jsonl", args);
  if (prlimit) await survivesFullDisk("meta", "steps.jsonl", args);
  await survivesSmallDisk("meta", args);
  await survivesInterrupt("meta", "steps.jsonl", args);
  const steps = await lines(path.join(folder, "meta-whole/steps.jsonl"));
  expect(steps).toHaveLength(3);
});
