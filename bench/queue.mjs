// What a queue costs: jobs that wait, without computing, through Redis and one or two worker processes.
//   pnpm bench queue [--json] [--jobs 100]
//
// efficiency: how much of twice one worker's rate two workers reach with jobs of 200 ms. overheadMs: what a job costs beyond its own
// time, measured with jobs that take none, one worker; on a busy machine most of it is waiting for a core, so that `cpuMs` says how much
// computing a job costs in all three processes (Linux). Needs Debian's redis-server; its append-only file is on, as a run needs it.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { jobOutcomes } from "../packages/queue/dist/index.js";

const { values: flags } = parseArgs({
  options: { json: { type: "boolean", default: false }, jobs: { type: "string", default: "100" } },
});
const folder = mkdtempSync(path.join(tmpdir(), "lemma-bench-queue-"));
const probe = createServer().listen(0, "127.0.0.1");
await once(probe, "listening");
const { port } = probe.address();
probe.close();
const redis = spawn("redis-server", ["--port", String(port), "--dir", folder, "--appendonly", "yes", "--save", ""], {
  stdio: ["ignore", "pipe", "inherit"],
});
for await (const line of createInterface({ input: redis.stdout })) if (line.includes("Ready to accept")) break;
redis.stdout.resume();
const url = `redis://127.0.0.1:${port}`;
const children = [redis];
let runs = 0;

async function seconds(workers, count, ms) {
  const began = performance.now();
  const jobs = Array.from({ length: count }, (_, n) => ({ id: String(n), data: { ms } }));
  for await (const outcome of jobOutcomes(jobs, { url, run: `bench ${(runs += 1)} ${workers}` }))
    if ("failed" in outcome) throw new Error(outcome.failed);
  return (performance.now() - began) / 1000;
}

/** Milliseconds of computing so far: this process, Redis and the workers. */
function cpuMs() {
  const ticks = (pid) => {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /, "")
      .split(" ");
    return Number(fields[11]) + Number(fields[12]);
  };
  // A tick is a hundredth of a second.
  return 10 * [process.pid, ...children.map(({ pid }) => pid)].map(ticks).reduce((a, b) => a + b, 0);
}

async function startWorker() {
  const script = fileURLToPath(new URL("peers/queue-worker.mjs", import.meta.url));
  const worker = spawn(process.execPath, [script, url], { stdio: ["ignore", "pipe", "inherit"] });
  children.push(worker);
  await once(worker.stdout, "data");
  await new Promise((resolve) => setTimeout(resolve, 500));
}

try {
  const count = Number(flags.jobs);
  const rows = [];
  let computing = Number.NaN;
  for (const workers of [1, 2]) {
    await startWorker();
    await seconds(workers, 10, 0);
    rows.push({ workers, jobs: count, jobMs: 200, seconds: Number((await seconds(workers, count, 200)).toFixed(2)) });
    if (workers === 1) {
      const empty = 10 * count;
      const before = cpuMs();
      rows.push({ workers, jobs: empty, jobMs: 0, seconds: Number((await seconds(workers, empty, 0)).toFixed(2)) });
      computing = (cpuMs() - before) / empty;
    }
  }
  const [one, none, two] = rows;
  const ratios = {
    efficiency: Number((one.seconds / two.seconds / 2).toFixed(3)),
    overheadMs: Number(((1000 * none.seconds) / none.jobs).toFixed(2)),
    cpuMs: Number(computing.toFixed(2)),
  };
  console.table(rows);
  console.log(ratios);
  if (flags.json) console.log(JSON.stringify({ name: "queue", rows, ratios }));
} finally {
  for (const child of children) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
}
process.exit();
