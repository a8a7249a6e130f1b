import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { expect, test } from "vitest";

/**
 * A derivative of 48 layers in blocks of 6, by weights and input, in a process of its own: its peak over what it held before,
 * in MiB. Counting nodes would prove nothing: ONNX Runtime is free to merge and to reorder.
 */
const program = (derivative: "grad" | "hvp", wrap: boolean): string => `
  import { readFileSync, writeFileSync } from "node:fs";
  import { add, checkpoint, compile, div, grad, hvp, matmul, mul, spec, sqrt, square, sum, tanh, tensor } from ${JSON.stringify(
    new URL("../dist/index.js", import.meta.url).href,
  )};
  const block = (p) => (x) => p.reduce((y, w) => tanh(matmul(y, w)), x);
  const loss = (given, x) => {
    const p = given.map((w) => mul(w, 1.5)); // computed, as an inner step's parameters are
    let y = x;
    for (let i = 0; i < 48; i += 6) y = (${wrap} ? checkpoint(block(p.slice(i, i + 6))) : block(p.slice(i, i + 6)))(y);
    return sum(mul(y, y));
  };
  const weights = Array.from({ length: 48 }, () => tensor("float32", [64, 64], 0.02));
  const trees = ${derivative === "grad" ? "[weights]" : "[weights, weights]"};
  const specs = [...trees.map((tree) => tree.map(() => spec("float32", [64, 64]))), spec("float32", ["rows", 64])];
  // Nothing but the norm says when to take each weight's gradient.
  const scaled = (g) => g.map((x) => div(x, sqrt(g.map((y) => sum(square(y))).reduce((a, b) => add(a, b)))));
  const step = compile(${derivative === "grad" ? "(...args) => scaled(grad(loss)(...args))" : "hvp(loss)"}, specs, { threads: 2 });
  await step(...trees, tensor("float32", [1, 64], 0.5));
  const x = tensor("float32", [16384, 64], 0.5);
  const status = (field) => Number(readFileSync("/proc/self/status", "utf8").match(new RegExp(field + ":\\\\s+(\\\\d+)"))[1]) / 1024;
  const before = status("VmRSS");
  writeFileSync("/proc/self/clear_refs", "5");
  await step(...trees, x);
  console.log(status("VmHWM") - before);
  process.exit(0);
`;

const peak = (derivative: "grad" | "hvp", wrap: boolean): number => peakOf(program(derivative, wrap));

function peakOf(script: string): number {
  const { stdout, stderr, status } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  return Number(stdout);
}

// Peaks are read from /proc, which only Linux has.
const isMeasurable = existsSync("/proc/self/clear_refs");

test.skipIf(!isMeasurable)(
  "checkpoints more than halve the peak of a deep gradient",
  () => {
    const [kept, recomputed] = [peak("grad", false), peak("grad", true)];
    // 48 activations of 4 MiB and more live in the one; 8 boundaries and a block in the other.
    expect(kept).toBeGreaterThan(180);
    expect(recomputed).toBeLessThan(0.6 * kept);
  },
  300_000,
);

test.skipIf(!isMeasurable)(
  "checkpoints more than halve the peak of a deep Hessian-vector product",
  () => {
    const [kept, recomputed] = [peak("hvp", false), peak("hvp", true)];
    // Twice the gradient's: tangents live beside values.
    expect(kept).toBeGreaterThan(360);
    expect(recomputed).toBeLessThan(0.6 * kept);
  },
  300_000,
);

/** The gradient of a loss over 32 parts of wide rows, each part 8 MiB within; its peak in MiB, as above. */
const lossInParts = (ahead: boolean): string => `
  import { readFileSync, writeFileSync } from "node:fs";
  import { add, compile, exp, gradientAhead, matmul, mul, slice, spec, sum, tensor, valueAndGrad } from ${JSON.stringify(
    new URL("../dist/index.js", import.meta.url).href,
  )};
  const parts = 32;
  const loss = (x, head) => {
    const part = (h) => [sum(exp(mul(matmul(h, head), 0.1)))];
    const losses = Array.from({ length: parts }, (_, i) => {
      const h = slice(x, 0, 256 * i, 256 * (i + 1));
      return (${ahead} ? gradientAhead(part)(h) : part(h))[0];
    });
    return losses.reduce((a, b) => add(a, b));
  };
  const step = compile(valueAndGrad(loss), [spec("float32", [256 * parts, 16]), spec("float32", [16, 8192])], { threads: 2 });
  const [x, head] = [tensor("float32", [256 * parts, 16], 0.1), tensor("float32", [16, 8192], 0.1)];
  step.warm();
  const status = (field) => Number(readFileSync("/proc/self/status", "utf8").match(new RegExp(field + ":\\\\s+(\\\\d+)"))[1]) / 1024;
  const before = status("VmRSS");
  writeFileSync("/proc/self/clear_refs", "5");
  await step(x, head);
  console.log(status("VmHWM") - before);
  process.exit(0);
`;

test.skipIf(!isMeasurable)(
  "a loss whose parts' gradients are taken ahead holds one part at a time",
  () => {
    expect(peakOf(lossInParts(false))).toBeGreaterThan(250);
    expect(peakOf(lossInParts(true))).toBeLessThan(120);
  },
  300_000,
);

/** The gradient of 24 checkpointed layers by their input, over bfloat16 weights in a file of 48 MiB; its peak in MiB, as above. */
const narrowWeights = (late: boolean): string => `
  import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
  import { tmpdir } from "node:os";
  import { join } from "node:path";
  import { cast, checkpoint, compile, delayed, external, grad, matmul, spec, sum, tanh, tensor } from ${JSON.stringify(
    new URL("../dist/index.js", import.meta.url).href,
  )};
  const folder = mkdtempSync(join(tmpdir(), "lemma-narrow-"));
  const file = join(folder, "weights");
  const [layers, width] = [24, 1024];
  const byteLength = 2 * width * width;
  writeFileSync(file, new Uint16Array(layers * width * width).fill(0x3a00)); // 2 ** -11
  const weights = Array.from({ length: layers }, (_, i) =>
    external({ path: file, offset: i * byteLength, byteLength, dtype: "bfloat16", shape: [width, width] }),
  );
  const loss = (x) =>
    sum(weights.reduce((y, w) => checkpoint((z) => tanh(matmul(z, cast(${late} ? delayed(w, z) : w, "float32"))))(y), x));
  const step = compile(grad(loss), [spec("float32", ["rows", width])], { threads: 2 });
  step.warm();
  const status = (field) => Number(readFileSync("/proc/self/status", "utf8").match(new RegExp(field + ":\\\\s+(\\\\d+)"))[1]) / 1024;
  await compile((x) => tanh(x), [spec("float32", [1])])(tensor("float32", [1], 0)); // the session before it is open by now
  const before = status("VmRSS");
  writeFileSync("/proc/self/clear_refs", "5");
  const { data } = await step(tensor("float32", [8, width], 0.5));
  const peak = status("VmHWM") - before;
  rmSync(folder, { recursive: true });
  console.log(data.every(Number.isFinite) ? peak : NaN);
  process.exit(0);
`;

test.skipIf(!isMeasurable)(
  "weights that are seen late are widened one block at a time",
  () => {
    const [shared, late] = [peakOf(narrowWeights(false)), peakOf(narrowWeights(true))];
    // The file's pages count in both; all 24 layers in float32 are 96 MiB.
    expect(shared).toBeGreaterThan(130);
    expect(late).toBeLessThan(90);
  },
  300_000,
);
