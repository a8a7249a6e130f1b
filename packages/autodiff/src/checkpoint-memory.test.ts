import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { expect, test } from "vitest";

/**
 * The gradient of 48 layers in blocks of 6, by weights and input, in a process of its own: its peak over what it held before,
 * in MiB. Counting nodes would prove nothing: ONNX Runtime is free to merge and to reorder.
 */
const program = (wrap: boolean): string => `
  import { readFileSync, writeFileSync } from "node:fs";
  import { checkpoint, compile, grad, matmul, mul, spec, sum, tanh, tensor } from ${JSON.stringify(
    new URL("../dist/index.js", import.meta.url).href,
  )};
  const block = (p) => (x) => p.reduce((y, w) => tanh(matmul(y, w)), x);
  const loss = (p, x) => {
    let y = x;
    for (let i = 0; i < 48; i += 6) y = (${wrap} ? checkpoint(block(p.slice(i, i + 6))) : block(p.slice(i, i + 6)))(y);
    return sum(mul(y, y));
  };
  const weights = Array.from({ length: 48 }, () => tensor("float32", [256, 256], 0.01));
  const specs = [weights.map(() => spec("float32", [256, 256])), spec("float32", ["rows", 256])];
  const step = compile(grad(loss), specs, { threads: 2 });
  await step(weights, tensor("float32", [1, 256], 0.5));
  const x = tensor("float32", [4096, 256], 0.5);
  const status = (field) => Number(readFileSync("/proc/self/status", "utf8").match(new RegExp(field + ":\\\\s+(\\\\d+)"))[1]) / 1024;
  const before = status("VmRSS");
  writeFileSync("/proc/self/clear_refs", "5");
  await step(weights, x);
  console.log(status("VmHWM") - before);
  process.exit(0);
`;

const peak = (wrap: boolean): number => {
  const { stdout, stderr, status } = spawnSync(process.execPath, ["--input-type=module", "-e", program(wrap)], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  return Number(stdout);
};

// Peaks are read from /proc, which only Linux has.
test.skipIf(!existsSync("/proc/self/clear_refs"))("checkpoints more than halve the peak of a deep gradient", () => {
  const [kept, recomputed] = [peak(false), peak(true)];
  // 48 activations of 4 MiB live in the one; 8 boundaries and a block in the other.
  expect(kept).toBeGreaterThan(180);
  expect(recomputed).toBeLessThan(0.6 * kept);
});
