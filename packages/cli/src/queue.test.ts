import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { writeRandomModel } from "@lemma/prover/testing";
import { describe, expect, test } from "vitest";
import { TestRedis, hasRedis } from "../../../tools/redis.ts";

if (!hasRedis) console.warn("skipped: no redis-server (Debian's package of that name)");

const command = fileURLToPath(new URL("../dist/main.js", import.meta.url));
const begin = (...argv: readonly string[]): ChildProcess =>
  spawn(process.execPath, [command, ...argv], { stdio: ["ignore", "pipe", "ignore"] });

const problems = [
  "theorem linear (x y : ℝ) (h₀ : x + y = 9) (h₁ : x - y = 1) : x = 5 := by",
  "theorem square (a b : ℝ) : 2 * a * b ≤ a ^ 2 + b ^ 2 := by",
  "theorem outside (G : Type) [Group G] (a : G) : a * a⁻¹ = 1 := by",
].map((statement) => JSON.stringify({ id: statement.split(" ")[1], statement }));

/** Known beside them, and right of other statements. */
const corpus = [
  { statement: "theorem sum (u v : ℝ) (h₀ : u + v = 3) (h₁ : u - v = 1) : u = 2 := by", proof: "linarith" },
  { statement: "theorem power (x : ℝ) (h : 0 < x) : 0 < x ^ 3 := by", proof: "positivity" },
].map(({ statement, proof }) => JSON.stringify({ id: statement.split(" ")[1], statement, proof }));

/** A file's text without what the clock says. */
const timeless = async (...parts: readonly string[]): Promise<string> =>
  (await readFile(path.join(...parts), "utf8")).replace(/"(\w*Ms)":[\d.e+-]+/g, '"$1":0');

/** A Redis with a file, programs that talk to it, and the end of them all. */
async function onRedis(use: (url: string, start: typeof begin, folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "cli-queue-"));
  await using redis = await TestRedis.start();
  const running: ChildProcess[] = [];
  const start: typeof begin = (...argv) => {
    const child = begin(...argv);
    running.push(child);
    return child;
  };
  try {
    await use(redis.url, start, folder);
  } finally {
    for (const child of running) child.kill("SIGKILL");
  }
}

async function exitOf(child: ChildProcess): Promise<number | null> {
  child.stdout!.resume();
  return ((await once(child, "exit")) as [number | null])[0];
}

describe.skipIf(!hasRedis)("eval on a queue", { timeout: 1_200_000 }, () => {
  test("writes what one process writes, byte for byte but for clocks, though a worker is killed and it is stopped itself", async () => {
    await onRedis(async (url, start, folder) => {
      const file = path.join(folder, "problems.jsonl");
      await writeFile(file, `${problems.join("\n")}\n`);
      const known = path.join(folder, "corpus.jsonl");
      await writeFile(known, `${corpus.join("\n")}\n`);
      const worker = (): ChildProcess => start("worker", "--queue", url, "--silence-ms", "2000", "--metrics-port", "0");
      const methods = "--methods baseline,lemma,shuffled,replay-lemma,context".split(" ");
      const run = (out: string, ...more: readonly string[]): ChildProcess => {
        const what = ["eval", "--problems", file, ...methods, "--corpus", known, "--k", "2", "--json"];
        return start(...what, "--out", path.join(folder, out), ...more);
      };
      expect(await exitOf(run("alone"))).toBe(0);
      // Attempts that wrote the same are as many as they are.
      const summary: unknown = JSON.parse(await readFile(path.join(folder, "alone", "summary.json"), "utf8"));
      expect(summary).toMatchObject({ methods: methods[1]!.split(",").map((name) => ({ name, k: 2 })) });
      expect(await exitOf(run("parallel", "--parallel", "3"))).toBe(0);

      const first = worker();
      const [metrics] = (await once(createInterface({ input: first.stdout! }), "line")) as [string];
      const stopped = run("queued", "--queue", url);
      await once(createInterface({ input: stopped.stdout! }), "line");
      expect(await (await fetch(metrics)).text()).toMatch(/lemma_worker_tasks_total\{outcome="done"\} [1-9]/);
      first.kill("SIGKILL");
      stopped.kill("SIGINT");
      expect(await exitOf(stopped)).toBe(130);

      const others = [worker(), worker()];
      others.forEach((other) => other.stdout!.resume());
      expect(await exitOf(run("queued", "--queue", url, "--resume"))).toBe(0);
      for (const name of ["results.jsonl", "studies.jsonl"]) {
        const expected = await timeless(folder, "alone", name);
        expect(await timeless(folder, "parallel", name)).toBe(expected);
        expect(await timeless(folder, "queued", name)).toBe(expected);
      }
      const ends = others.map(exitOf);
      others.forEach((other) => other.kill("SIGINT"));
      expect(await Promise.all(ends)).toEqual([130, 130]);
    });
  });

  test("so it does on generated theories with a control model, which its workers have beside theirs", async () => {
    await onRedis(async (url, start, folder) => {
      // Large enough that equal FLOPs are not thousands of its attempts.
      const shape = { max_position_embeddings: 512, hidden_size: 128, intermediate_size: 256, num_hidden_layers: 3 };
      const control = ["--control", await writeRandomModel({ seed: 5, config: shape })];
      const methods = "--methods baseline,context,control,control-matched,control-context,other-context".split(" ");
      const run = (out: string, ...more: readonly string[]): ChildProcess => {
        const what = [
          "eval",
          "--benchmark",
          "theories",
          "--theories",
          "1",
          ...methods,
          ...control,
          "--k",
          "2",
          "--json",
        ];
        return start(...what, "--out", path.join(folder, out), ...more);
      };
      expect(await exitOf(run("alone"))).toBe(0);

      for (let i = 0; i < 2; i += 1) start("worker", "--queue", url, ...control).stdout!.resume();
      const stopped = run("queued", "--queue", url);
      await once(createInterface({ input: stopped.stdout! }), "line");
      stopped.kill("SIGINT");
      expect(await exitOf(stopped)).toBe(130);
      expect(await exitOf(run("queued", "--queue", url, "--resume"))).toBe(0);
      for (const name of ["results.jsonl", "studies.jsonl"])
        expect(await timeless(folder, "queued", name)).toBe(await timeless(folder, "alone", name));
      expect(await timeless(folder, "alone", "results.jsonl")).toContain('"method":"control-context"');
    });
  });
});
