// One gradient of the stack in a process of its own: `node memory.mjs plain|checkpoint` prints its peak and its times.
import { readFileSync, writeFileSync } from "node:fs";
import { checkpoint, compile, reshape, slice, sum, treeLeaves, valueAndGrad } from "@lemma/autodiff";
import { stackLoss } from "@lemma/autodiff/testing";
import { generator, inputSpec, randomTensor, randomWeights, shapeOf, stackSpecs } from "./stack.mjs";

const wrap = process.argv[2] === "checkpoint" ? checkpoint : undefined;
const layers = Number(process.argv[3] ?? 8);
const repeats = Number(process.argv[4] ?? 0);
const threads = 2;
const shape = shapeOf(layers);
const specs = stackSpecs(shape);
const random = generator(7);
const weights = randomWeights(specs, random);
const x = randomTensor([4, 512, 512], 1, random);

const status = (field) =>
  Number(readFileSync("/proc/self/status", "utf8").match(new RegExp(`${field}:\\s+(\\d+)`))[1]) / 1024;

// The weights go to the session's thread first, so that they are not counted: every framework has them.
const first = (p) =>
  treeLeaves(p)
    .map((w) => slice(reshape(w, [-1]), 0, 0, 1))
    .map((w) => sum(w));
const touch = compile(first, [specs], { threads });
await touch(weights);
const step = compile(
  valueAndGrad((p, y) => stackLoss(p, y, shape, wrap)),
  [specs, inputSpec],
  { threads },
);
// Opening the session is compile time's row, not this one's: it is done when the next call on its thread answers.
const closed = status("VmRSS");
step.warm();
await touch(weights);
const openMB = status("VmRSS") - closed;
globalThis.gc?.();
const before = status("VmRSS");
writeFileSync("/proc/self/clear_refs", "5"); // the peak starts again from here
const [value] = await step(weights, x);
const peakMB = status("VmHWM") - before;
const timesMs = [];
for (let i = 0; i < repeats; i += 1) {
  const start = performance.now();
  await step(weights, x);
  timesMs.push(performance.now() - start);
}
console.log(JSON.stringify({ peakMB, openMB, timesMs, loss: value.data[0] }));
process.exit(0);
