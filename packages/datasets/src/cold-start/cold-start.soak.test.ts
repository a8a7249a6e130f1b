import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Random } from "@lemma/interfaces";
import { expect, test } from "vitest";
import { startChild } from "../../../../tools/children.ts";
import { syntheticRecords } from "./testing/synthetic-records.ts";

// Built code in a process of its own: what is killed must be a real process, and its memory measured alone.
const program = `
  import { buildColdStart } from ${JSON.stringify(new URL("../../dist/index.js", import.meta.url).href)};
  const [corpus, out] = process.argv.slice(1);
  const report = await buildColdStart({ corpus, out, resume: true });
  console.log(JSON.stringify({ tasks: report.tasks, kilobytes: process.resourceUsage().maxRSS }));
`;

const build = (corpus: string, out: string) =>
  startChild(process.execPath, ["--input-type=module", "-e", program, corpus, out], {
    stdio: ["ignore", "pipe", "inherit"],
  });

test("100,000 records stream through in at most 500 MB; killed at random points it resumes to the same file", async () => {
  const folder = await mkdtemp(join(tmpdir(), "lemma-cold-start-soak-"));
  const corpus = join(folder, "corpus.jsonl");
  await writeFile(corpus, [...syntheticRecords(100_000)].map((record) => JSON.stringify(record)).join("\n"));
  const whole = build(corpus, join(folder, "whole"));
  const started = performance.now();
  let output = "";
  whole.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  await once(whole, "close");
  const elapsedMs = performance.now() - started;
  const { kilobytes, tasks } = JSON.parse(output) as {
    kilobytes: number;
    tasks: { prove: number; conjecture: number };
  };
  console.log(
    `${tasks.prove} + ${tasks.conjecture} tasks in ${(elapsedMs / 1000).toFixed(1)} s, ${Math.round(kilobytes / 1024)} MB`,
  );
  expect(kilobytes / 1024).toBeLessThan(500);

  const random = new Random(1);
  const out = join(folder, "killed");
  for (let kill = 0; kill < 20; kill += 1) {
    const victim = build(corpus, out);
    const timer = setTimeout(() => victim.kill("SIGKILL"), random.uniform() * elapsedMs);
    await once(victim, "close");
    clearTimeout(timer);
  }
  await once(build(corpus, out), "close");
  for (const file of ["", ".report.json", ".dropped.jsonl"])
    expect((await readFile(out + file)).equals(await readFile(join(folder, "whole") + file))).toBe(true);
  await rm(folder, { recursive: true });
}, 1_800_000);
