// Opening a 7B-shaped bfloat16 checkpoint (13.8 GB of holes, one random block) without copying it: seconds until its forward
// program is ready, and the anonymous memory that the process then holds beyond what it held before.
//   pnpm bench load [--json]

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { compile, spec } from "../packages/autodiff/dist/index.js";
import { llamaLogits, loadModel, parameterCount } from "../packages/prover/dist/index.js";
import { sevenBillion, writeSparseCheckpoint } from "../packages/prover/dist/testing/sparse-checkpoint.js";

const [mode, folder] = process.argv.slice(2);
if (mode === "--open") await openModel(folder);
else await main(process.argv.includes("--json"));

async function main(json) {
  const directory = mkdtempSync(path.join(tmpdir(), "lemma-load-"));
  try {
    await writeSparseCheckpoint(directory, sevenBillion, { block: 7, seed: 3, shards: 3 });
    // In a process of its own, so that the writer's memory does not count.
    const child = spawnSync(process.execPath, [fileURLToPath(import.meta.url), "--open", directory], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
    });
    if (child.status !== 0) process.exit(child.status ?? 1);
    const row = JSON.parse(child.stdout);
    console.table([row]);
    const { seconds, anonymousMB } = row;
    if (json) console.log(JSON.stringify({ name: "load", rows: [row], ratios: { seconds, anonymousMB } }));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function openModel(directory) {
  const before = anonymousMB();
  const start = performance.now();
  const model = await loadModel(directory);
  const headerSeconds = (performance.now() - start) / 1000;
  const logits = compile(
    (tokens) => llamaLogits(model.config, model.parameters, tokens),
    [spec("int64", ["batch", "seq"])],
    { name: "7B" },
  );
  logits.warm();
  let most = anonymousMB();
  const timer = setInterval(() => (most = Math.max(most, anonymousMB())), 20);
  // The thread answers in order, so that this waits for the session.
  await logits.endProfiling();
  clearInterval(timer);
  const seconds = (performance.now() - start) / 1000;
  console.log(
    JSON.stringify({
      parameters: parameterCount(model.config),
      headerSeconds: round(headerSeconds),
      seconds: round(seconds),
      anonymousMB: Math.round(Math.max(most, anonymousMB()) - before),
    }),
  );
  process.exit(0);
}

/** Memory of this process that no file backs. */
function anonymousMB() {
  const smaps = readFileSync("/proc/self/smaps_rollup", "utf8");
  return Number(/^Anonymous:\s+(\d+) kB/m.exec(smaps)[1]) / 1024;
}

function round(value) {
  return Number(value.toFixed(2));
}
