import { lacks } from "../../../../tools/lacks.ts";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { evaluate } from "../evaluate.ts";
import { trace } from "../graph.ts";
import { add, mul } from "../primitives/arithmetic.ts";
import { checkpoint } from "../primitives/call.ts";
import { cast } from "../primitives/cast.ts";
import { equal, less } from "../primitives/compare.ts";
import { iota } from "../primitives/constant.ts";
import { take, takeAlongAxis, topK } from "../primitives/indexing.ts";
import { matmul } from "../primitives/matmul.ts";
import { argmax, cumsum, mean } from "../primitives/reduce.ts";
import { scan } from "../primitives/scan.ts";
import { concat, expandDims, pad, reshape, slice, transpose } from "../primitives/shape.ts";
import { logSoftmax, softmax } from "../primitives/softmax.ts";
import { sum } from "../primitives/sum.ts";
import { exp, silu, tanh } from "../primitives/unary.ts";
import { where } from "../primitives/where.ts";
import { whileLoop } from "../primitives/while.ts";
import type { Tensor } from "../tensor.ts";
import { grad, hvp } from "../transforms/grad.ts";
import { spec, tensor, toNumbers, type TensorSpec, type TensorValue } from "../value.ts";
import { compileGraph } from "./compile.ts";

// A software Vulkan driver lets WebGPU run without a GPU; Debian's chromium brings one. The loader, libvulkan.so.1, must be
// where the system finds it: Debian's libvulkan1, or LD_LIBRARY_PATH=/usr/lib/chromium.
const icd = process.env["VK_DRIVER_FILES"] ?? "/usr/lib/chromium/vk_swiftshader_icd.json";
if (existsSync(icd)) process.env["VK_DRIVER_FILES"] = icd;

/** Tries a provider in a process of its own, since a broken driver may take the process along. */
function missing(provider: string): string | undefined {
  if (provider === "cpu") return undefined;
  const code = `
    import { compile, add, spec, tensor } from ${JSON.stringify(new URL("../../dist/index.js", import.meta.url).href)};
    const f = compile((x) => add(x, 1), [spec("float32", ["n"])], { executionProviders: [${JSON.stringify(provider)}] });
    await f(tensor("float32", [2], [1, 2])).catch((error) => { console.error(error.message); process.exit(1); });
    process.exit(0);`;
  const { status, signal, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", code], {
    encoding: "utf8",
  });
  return status === 0 ? undefined : (signal ?? stderr.trim().split("\n").at(-1) ?? `exit status ${status}`);
}

const uniform = (dims: readonly number[], shift: number): TensorValue =>
  tensor(
    "float32",
    dims,
    Array.from({ length: dims.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(3.7 * i + shift)),
  );

const attention = (x: Tensor, w: Tensor): Tensor => {
  const y = matmul(x, w);
  return mean(mul(matmul(softmax(matmul(y, transpose(y))), silu(x)), 1.5));
};

interface Program {
  readonly name: string;
  readonly f: (...args: Tensor[]) => unknown;
  readonly specs: readonly TensorSpec[];
  readonly inputs: readonly TensorValue[];
}

const rows = spec("float32", ["batch", "seq", 4]);
const weight = spec("float32", [4, 4]);
const x = uniform([2, 3, 4], 1);
const w = uniform([4, 4], 2);

const programs: readonly Program[] = [
  { name: "a gradient", f: grad(attention, { argument: 1 }), specs: [rows, weight], inputs: [x, w] },
  {
    name: "a Hessian-vector product through a checkpoint",
    f: hvp((p: Tensor, y: Tensor) => checkpoint((q: Tensor) => attention(y, q))(p)),
    specs: [weight, weight, rows],
    inputs: [uniform([4, 4], 5), w, x],
  },
  {
    name: "a scan and its gradient",
    f: grad((p: Tensor, y: Tensor) => {
      const step = (c: Tensor, row: Tensor): readonly [Tensor, Tensor] => {
        const next = tanh(add(matmul(c, p), expandDims(row, 0)));
        return [next, sum(next)];
      };
      const [last, all] = scan(step, reshape(slice(y, 0, 0, 1), [1, 4]), y);
      return add(sum(last), sum(all));
    }),
    specs: [weight, spec("float32", ["seq", 4])],
    inputs: [w, uniform([5, 4], 3)],
  },
  {
    name: "a loop that samples greedily",
    f: (p: Tensor) =>
      whileLoop(
        ({ i }) => less(i, 5),
        ({ i, out, token }) => {
          const next = argmax(take(p, token, 0), -1);
          return { i: add(i, 1), out: where(equal(iota(5), i), next, out), token: next };
        },
        { i: sum(iota(1)), out: mul(iota(5), 0), token: sum(iota(1)) },
      ).out,
    specs: [weight],
    inputs: [w],
  },
  {
    name: "selection: top-p by sorting, running sums and gathering",
    f: (y: Tensor) => {
      const { values, indices } = topK(softmax(y), 4);
      const kept = where(less(cumsum(values, -1, { exclusive: true }), 0.7), values, 0);
      return { kept, indices, logprobs: takeAlongAxis(logSoftmax(y), indices) };
    },
    specs: [rows],
    inputs: [x],
  },
  {
    name: "float16 inside, float32 outside",
    f: (y: Tensor, p: Tensor) => cast(matmul(cast(y, "float16"), cast(p, "float16")), "float32"),
    specs: [rows, weight],
    inputs: [x, w],
  },
  {
    name: "shapes",
    f: (y: Tensor) =>
      concat([pad(transpose(y, [2, 0, 1]), 1, 1, 0), exp(slice(transpose(pad(y, 0, 1, 0), [2, 0, 1]), 2, 0))], 0),
    specs: [rows],
    inputs: [x],
  },
];

describe.each(["cpu", "webgpu", "cuda"])("%s", (provider) => {
  const reason = missing(provider);
  if (lacks("programs give what they give on the CPU", provider, reason)) return;
  test.for(programs)("$name", async ({ name, f, specs, inputs }, { skip }) => {
    const graph = trace((...args: Tensor[]) => f(...args), specs as TensorSpec[]);
    const executionProviders = provider === "cpu" ? ["cpu"] : [provider, "cpu"];
    await using compiled = compileGraph<readonly TensorValue[], unknown>(graph, { name, executionProviders });
    const flat: TensorValue[] = [];
    const collect = (tree: object): void => {
      if ("dtype" in tree) flat.push(tree as TensorValue);
      else for (const value of Object.values(tree)) collect(value as object);
    };
    const result = await compiled(...inputs).catch((error: Error) => {
      // What a device lacks (SwiftShader has no float16) is not this package's doing.
      if (error.message.includes("device does not support")) return skip(error.message);
      throw error;
    });
    collect(result as object);
    const tolerance = name.startsWith("float16") ? 1e-2 : 1e-4;
    const expected = evaluate(graph, inputs);
    flat.forEach((value, i) => {
      const other = toNumbers(expected[i]!);
      expect(value.dims).toEqual(expected[i]!.dims);
      expect(Math.max(...toNumbers(value).map((y, j) => Math.abs(y - other[j]!)))).toBeLessThan(tolerance);
    });
  });
});
