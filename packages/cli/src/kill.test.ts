import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, readdir, rm, statfs, writeFile } from "node:fs/promises";
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
  await writeFile(path.join(folder, "settings.json"), JSON.stringify({ conjectures: 8, meta: { proofAttempts: 8 } }));
});
afterAll(async () => rm(folder, { recursive: true, force: true }));

const start = (args: readonly string[]): ReturnType<typeof startChild> =>
  startChild(process.execPath, [main, ...args], { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });

async function finish(args: readonly string[]): Promise<void> {
  const child = start(args);
  let said = "";
  child.stderr!.on("data", (piece: Buffer) => (said += piece.toString()));
  const [status] = (await once(child, "close")) as [number | null];
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

interface Run {
  /** Of its output folder. */
  readonly name: string;
  /** The log that it goes on from. */
  readonly log: string;
  readonly args: readonly string[];
}

/** Starts a run and ends it in some way as soon as its log has a record more. @returns how it ended, and what it said. */
async function ended(
  { log, args }: Run,
  out: string,
  end: (child: ReturnType<typeof startChild>) => void,
): Promise<{ readonly status: number | null; readonly said: string }> {
  const file = path.join(folder, out, log);
  const before = (await lines(file)).length;
  const child = start([...args, "--out", out, "--resume"]);
  let said = "";
  child.stderr!.on("data", (piece: Buffer) => (said += piece.toString()));
  const exited = once(child, "close") as Promise<[number | null]>; // what it said last is read by then
  while ((await lines(file)).length === before && child.exitCode === null) await sleep(5);
  end(child);
  const [status] = await exited;
  expect(said).not.toMatch(/\n\s+at /);
  return { status, said };
}

/** Ctrl-C ends a run with status 130 and no stack trace. */
async function interrupt(run: Run, out: string): Promise<void> {
  const { status, said } = await ended(run, out, (child) => child.kill("SIGINT"));
  expect({ status, said }).toEqual({ status: 130, said: expect.stringMatching(/interrupted/) as string });
}

/** A disk that is full from one record to the next ends it with status 3. */
async function fillUp(run: Run, out: string): Promise<void> {
  const { status, said } = await ended(run, out, (child) =>
    // No file of that process may grow past a few bytes, which fails its writes as a full disk does.
    spawnSync("prlimit", ["--pid", String(child.pid), "--fsize=16:"]),
  );
  expect({ status, said }).toEqual({ status: 3, said: expect.stringMatching(/EFBIG/) as string });
}

const mount = (disk: string, ...options: readonly string[]): boolean =>
  spawnSync("mount", ["-t", "tmpfs", ...options, "tmpfs", disk]).status === 0;

/** A disk with room for a page more than what is there ends it with status 3, wherever that is. */
async function runOutOfRoom({ args }: Run, disk: string, out: string): Promise<void> {
  const { blocks, bfree, bsize } = await statfs(disk);
  expect(mount(disk, "-o", `remount,size=${(blocks - bfree + 1) * bsize}`)).toBe(true);
  const child = start([...args, "--out", out, "--resume"]);
  let said = "";
  child.stderr!.on("data", (piece: Buffer) => (said += piece.toString()));
  const [status] = (await once(child, "close")) as [number | null];
  expect({ status, said }).toEqual({ status: 3, said: expect.stringMatching(/ENOSPC|no space/i) as string });
  expect(said).not.toMatch(/\n\s+at /);
  expect(mount(disk, "-o", "remount,size=1g")).toBe(true);
}

/** One run after another meets Ctrl-C, a full disk, a disk too small and SIGKILL, and ends as the one that nothing stopped. */
async function survives(run: Run): Promise<readonly string[]> {
  const { name, log, args } = run;
  const began = performance.now();
  await finish([...args, "--out", `${name}-whole`]);
  const whole = performance.now() - began;
  const expected = await contents(path.join(folder, `${name}-whole`));
  const all = await lines(path.join(folder, `${name}-whole`, log));
  expect(new Set(all).size).toBe(all.length);
  let killed = 0;
  for (let round = 0; killed < kills; round += 1) {
    const disk = path.join(folder, `${name}-disk-${round}`);
    await mkdir(disk);
    const isSmall = mount(disk, "-o", "size=1g");
    if (!isSmall) console.warn("skipped: may not mount a small disk");
    const out = path.join(`${name}-disk-${round}`, "out");
    try {
      // Where it came to its end between two kills, the kills that are left are a run's of their own.
      if (round === 0 || isSoak) {
        await interrupt(run, out);
        if (prlimit) await fillUp(run, out);
        if (isSmall) await runOutOfRoom(run, disk, out);
      }
      // Again and again in one folder, until the run gets to its end between two kills.
      let done = false;
      while (!done && killed < kills) {
        const left = 1 - (0.8 * (await lines(path.join(folder, out, log))).length) / all.length;
        done = !(await killAfter([...args, "--out", out, "--resume"], 0.6 * whole * left * Math.random()));
        if (!done) killed += 1;
        // What is there is what an uninterrupted run has, each once; a run puts its records in order only at its end.
        const there = await lines(path.join(folder, out, log));
        expect(new Set(there).size).toBe(there.length);
        expect(all).toEqual(expect.arrayContaining([...there]));
      }
      if (!done) await finish([...args, "--out", out, "--resume"]);
      expect(await contents(path.join(folder, out))).toEqual(expected);
    } finally {
      if (isSmall) spawnSync("umount", [disk]);
    }
  }
  return all;
}

const prlimit = spawnSync("prlimit", ["--version"]).status === 0;
if (!prlimit) console.warn("skipped: no prlimit (util-linux) to make a disk full with");

test("an evaluation survives Ctrl-C, a full disk and being killed", { timeout }, async () => {
  const methods = `baseline,matched,lemma,shuffled${isSoak ? ",unweighted,no-meta,repair,in-context,random-examples" : ""}`;
  const args = ["eval", "--problems", "problems.jsonl", "--methods", methods, "--seeds", isSoak ? "2" : "1"];
  args.push("--settings", "settings.json");
  const records = await survives({ name: "eval", log: "results.jsonl", args });
  expect(records).toHaveLength(3 * methods.split(",").length * (isSoak ? 2 : 1));
});

test("meta-training survives Ctrl-C, a full disk and being killed", { timeout }, async () => {
  const args = ["meta-train", "--problems", "problems.jsonl", "--settings", "settings.json"];
  expect(await survives({ name: "meta", log: "steps.jsonl", args })).toHaveLength(3);
});
