import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const hasRedis = spawnSync("redis-server", ["--version"]).status === 0;
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

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** A file's text without what the clock says. */
const timeless = async (...parts: readonly string[]): Promise<string> =>
  (await readFile(path.join(...parts), "utf8")).replace(/"(\w*Ms)":[\d.e+-]+/g, '"$1":0');

describe.skipIf(!hasRedis)("eval on a queue", () => {
  test(
    "writes what one process writes, byte for byte but for clocks, though a worker is killed and it is stopped itself",
    { timeout: 1_200_000 },
    async () => {
      const folder = await mkdtemp(path.join(tmpdir(), "cli-queue-"));
      const file = path.join(folder, "problems.jsonl");
      await writeFile(file, `${problems.join("\n")}\n`);
      const known = path.join(folder, "corpus.jsonl");
      await writeFile(known, `${corpus.join("\n")}\n`);
      const port = await freePort();
      const flags = ["--port", String(port), "--dir", folder, "--appendonly", "yes", "--save", ""];
      const redis = spawn("redis-server", flags, { stdio: "ignore" });
      const url = `redis://127.0.0.1:${port}`;
      const running: ChildProcess[] = [redis];
      const worker = (): ChildProcess => {
        const child = begin("worker", "--queue", url, "--silence-ms", "2000", "--metrics-port", "0");
        running.push(child);
        return child;
      };
      const run = (out: string, ...more: readonly string[]): ChildProcess =>
        begin(
          "eval",
          "--problems",
          file,
          "--methods",
          "baseline,matched,lemma,shuffled,replay,replay-lemma,context,context-prompt",
          "--corpus",
          known,
          "--k",
          "2",
          "--json",
          "--out",
          path.join(folder, out),
          ...more,
        );
      try {
        const alone = run("alone");
        alone.stdout!.resume();
        expect((await once(alone, "exit"))[0]).toBe(0);

        const parallel = run("parallel", "--parallel", "3");
        parallel.stdout!.resume();
        expect((await once(parallel, "exit"))[0]).toBe(0);

        const first = worker();
        const [metrics] = (await once(createInterface({ input: first.stdout! }), "line")) as [string];
        const stopped = run("queued", "--queue", url);
        await once(createInterface({ input: stopped.stdout! }), "line");
        expect(await (await fetch(metrics)).text()).toMatch(/lemma_worker_tasks_total\{outcome="done"\} [1-9]/);
        first.kill("SIGKILL");
        stopped.kill("SIGINT");
        expect((await once(stopped, "exit"))[0]).toBe(130);

        const others = [worker(), worker()];
        others.forEach((other) => other.stdout!.resume());
        const resumed = run("queued", "--queue", url, "--resume");
        resumed.stdout!.resume();
        expect((await once(resumed, "exit"))[0]).toBe(0);
        for (const name of ["results.jsonl", "studies.jsonl"]) {
          const expected = await timeless(folder, "alone", name);
          expect(await timeless(folder, "parallel", name)).toBe(expected);
          expect(await timeless(folder, "queued", name)).toBe(expected);
        }
        const ends = others.map(async (other) => (await once(other, "exit"))[0] as number);
        others.forEach((other) => other.kill("SIGINT"));
        expect(await Promise.all(ends)).toEqual([130, 130]);
      } finally {
        for (const child of running) child.kill("SIGKILL");
        await pause(100);
      }
    },
  );
});
