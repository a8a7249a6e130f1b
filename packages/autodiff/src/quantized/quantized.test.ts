import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Random } from "@lemma/interfaces";
import { describe, expect, test } from "vitest";
import { cost } from "../cost.ts";
import { evaluate } from "../evaluate.ts";
import { trace } from "../graph.ts";
import { add, mul, square } from "../primitives/arithmetic.ts";
import { sum } from "../primitives/sum.ts";
import { constant, scalar } from "../primitives/constant.ts";
import { matmul } from "../primitives/matmul.ts";
import { linear, quantized, quantizedOf, takeRows } from "../primitives/quantized.ts";
import { transpose } from "../primitives/shape.ts";
import { tanh } from "../primitives/unary.ts";
import { whileLoop } from "../primitives/while.ts";
import { less } from "../primitives/compare.ts";
import { compile, compileGraph } from "../runtime/compile.ts";
import { grad, hvp } from "../transforms/grad.ts";
import type { Tensor } from "../tensor.ts";
import { spec, tensor, type TensorValue, toNumbers } from "../value.ts";
import { blockLayout, quantizeMatrix } from "./blocks.ts";
import { decodeWeight, type QuantizedWeight } from "./layout.ts";

const random = new Random(5);
const drawnValues = (size: number, shift = 0): Float32Array =>
  Float32Array.from({ length: size }, () => shift + random.normal());
const single = (dims: readonly number[]): TensorValue =>
  tensor("float32", dims, drawnValues(dims.reduce((a, b) => a * b, 1)));

/** The largest difference over the largest value. */
function distance(received: TensorValue, expected: TensorValue): number {
  const other = toNumbers(expected);
  const scale = Math.max(...other.map(Math.abs));
  return Math.max(...toNumbers(received).map((value, i) => Math.abs(value - other[i]!) / scale));
}

const formats = ([4, 8] as const).flatMap((bits) =>
  [false, true].map((offsets) => ({ bits, offsets, block: 32, name: `${bits} bits${offsets ? " with offsets" : ""}` })),
);

describe.for(formats)("$name", (format) => {
  const weight = quantizeMatrix(drawnValues(48 * 96, 0.3), [48, 96], format);
  const packing = { prepacking: true, folding: true };

  test("a packed product with rounded activations errs by less than 2 % of the largest value", async () => {
    const x = single([5, 96]);
    await using packed = compile(
      (given) => linear(given, quantized(weight), { form: "packed", activations: "int8" }),
      [spec("float32", ["rows", 96])],
      packing,
    );
    const [exact] = evaluate(packed.graph, [x]);
    expect(distance(await packed(x), exact!)).toBeLessThan(0.02);
    expect((await packed(single([0, 96]))).dims).toEqual([0, 48]);
  });

  test("from a file, in a loop's body and outside, both forms and looked-up rows equal the values in memory", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "lemma-quantized-"));
    try {
      const file = path.join(folder, "weights.bin");
      let offset = 3;
      const pieces = [Buffer.alloc(3)];
      const parts = Object.fromEntries(
        Object.entries(weight.parts).map(([name, bytes]) => {
          const { data } = bytes as { data: Uint8Array };
          // Floats are read where they are aligned.
          const gap = (4 - (offset % 4)) % 4;
          pieces.push(Buffer.alloc(gap), Buffer.from(data));
          const place = { path: file, offset: offset + gap, byteLength: data.length };
          offset += gap + data.length;
          return [name, place];
        }),
      );
      writeFileSync(file, Buffer.concat(pieces));
      const stored: QuantizedWeight = { ...weight, parts };
      const program = (w: QuantizedWeight) => (x: Tensor, ids: Tensor) => {
        const step = { at: scalar(0, "int64"), y: mul(linear(x, quantized(w)), 0) };
        const { y } = whileLoop(
          ({ at }) => less(at, 2),
          (carry) => ({
            at: add(carry.at, 1),
            y: add(
              carry.y,
              linear(x, quantized(w), { form: "packed", activations: format.bits === 8 ? "int8" : "float32" }),
            ),
          }),
          step,
        );
        return { y, dense: linear(x, quantized(w)), rows: takeRows(quantized(w), ids) };
      };
      const specs = [spec("float32", ["rows", 96]), spec("int64", ["n", 2])] as const;
      const args = [single([3, 96]), tensor("int64", [2, 2], [0, 47, -1, 7])] as const;
      await using inFile = compile(program(stored), specs, packing);
      await using inMemory = compile(program(weight), specs, packing);
      const [received, expected] = [await inFile(...args), await inMemory(...args)];
      const [dense, rows, loop] = evaluate(inMemory.graph, args); // by name, sorted
      for (const name of ["y", "dense", "rows"] as const) expect(received[name].data).toEqual(expected[name].data);
      expect(distance(received.y, loop!)).toBeLessThan(format.bits === 8 ? 0.02 : 1e-5);
      expect(distance(received.dense, dense!)).toBeLessThan(1e-6);
      expect(received.rows.data).toEqual(rows!.data);
      // Without a session that folds and packs, a dense product still runs.
      await using plain = compile((x) => linear(x, quantized(stored)), [spec("float32", ["rows", 96])]);
      expect(distance(await plain(args[0]), dense!)).toBeLessThan(1e-6);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("its values differ from what was rounded by half a step at most, and refitting brings them nearer", () => {
    const values = drawnValues(8 * 64, 0.5);
    const rounded = [0, 8].map((refits) => quantizeMatrix(values, [8, 64], format, { refits }));
    const [nearest, refitted] = rounded.map((w) => decodeWeight(w).map((value, i) => value - values[i]!));
    const scales = new Float32Array((rounded[0]!.parts["scales"] as { data: Uint8Array }).data.slice().buffer);
    // Without offsets the largest level on the far side is missing: one step instead of half.
    const steps = nearest!.map((error, i) => Math.abs(error / scales[Math.floor(i / 32)]!));
    expect(Math.max(...steps)).toBeLessThan(format.offsets ? 0.501 : 1.001);
    const squares = (errors: Float32Array): number => errors.reduce((total, error) => total + error * error, 0);
    expect(squares(refitted!)).toBeLessThan(squares(nearest!));
  });

  test("gradients and Hessian-vector products equal those of the dequantised float model", async () => {
    const dense = constant(tensor("float64", [48, 96], Float64Array.from(decodeWeight(weight))));
    const loss = (y: Tensor): Tensor => sum(square(tanh(mul(y, 0.2))));
    const specs = [spec("float64", [2, 96]), spec("float64", [2, 96])] as const;
    const program = (product: (x: Tensor) => Tensor) => (v: Tensor, x: Tensor) => ({
      gradient: grad((given: Tensor) => loss(product(given)))(x),
      product: hvp((given: Tensor) => loss(product(given)))(v, x),
    });
    await using own = compile(
      program((x) => linear(x, quantized(weight))),
      specs,
    );
    await using float = compile(
      program((x) => matmul(x, transpose(dense))),
      specs,
    );
    const args = [
      tensor("float64", [2, 96], Float64Array.from(drawnValues(192))),
      tensor("float64", [2, 96], Float64Array.from(drawnValues(192))),
    ] as const;
    const [received, expected] = [await own(...args), await float(...args)];
    expect(distance(received.gradient, expected.gradient)).toBeLessThan(1e-12);
    expect(distance(received.product, expected.product)).toBeLessThan(1e-12);
  });
});

test("loss, gradient and Hessian-vector product equal PyTorch's in float64", async () => {
  const fixture = JSON.parse(readFileSync(new URL("../../fixtures/quantized.json", import.meta.url), "utf8")) as {
    readonly loss: number;
    readonly gradient: readonly number[];
    readonly product: readonly number[];
  };
  const weightOf = (rows: number, columns: number, bits: 4 | 8, block: number): Tensor => {
    const codes = Uint8Array.from({ length: rows * columns }, (_, i) => (7 * i + Math.floor(i / 5)) % 2 ** bits);
    const blocks = (rows * columns) / block;
    const bytes = new Uint8Array((codes.length * bits) / 8);
    const half = block / 2;
    codes.forEach((code, i) => {
      const [b, at] = [Math.floor(i / block), i % block];
      if (bits === 8) bytes[i] = code;
      else bytes[b * half + (at % half)]! |= at < half ? code : code << 4;
    });
    const floats = (f: (b: number) => number): { data: Uint8Array } => ({
      data: new Uint8Array(Float32Array.from({ length: blocks }, (_, b) => f(b)).buffer),
    });
    return quantized({
      layout: blockLayout({ bits, block, offsets: true }),
      shape: [rows, columns],
      parts: {
        codes: { data: bytes },
        scales: floats((b) => 2 ** -bits * (1 + (b % 3))),
        offsets: floats((b) => 0.125 * ((b % 5) - 2)),
      },
    });
  };
  const [first, second] = [weightOf(32, 64, 4, 32), weightOf(16, 32, 8, 16)];
  const loss = (x: Tensor): Tensor => sum(square(linear(tanh(linear(mul(x, 0.1), first)), second)));
  const matrix = spec("float64", [3, 64]);
  await using program = compile(
    (v: Tensor, x: Tensor) => ({ loss: loss(x), gradient: grad(loss)(x), product: hvp(loss)(v, x) }),
    [matrix, matrix],
  );
  const wave = (f: (x: number) => number, step: number): TensorValue =>
    tensor(
      "float64",
      [3, 64],
      Float64Array.from({ length: 192 }, (_, i) => f(step * i)),
    );
  const result = await program(wave(Math.cos, 0.2), wave(Math.sin, 0.3));
  expect(toNumbers(result.loss)[0]).toBeCloseTo(fixture.loss, 9);
  for (const name of ["gradient", "product"] as const)
    expect(distance(result[name], tensor("float64", [192], [...fixture[name]]))).toBeLessThan(1e-11);
});

test("costs count the stored bytes that a product reads, and the widened copy while it lives", () => {
  const weight = quantizeMatrix(drawnValues(64 * 64), [64, 64], { bits: 4, block: 32, offsets: false });
  const graphOf = (form: "dense" | "packed") =>
    trace((x: Tensor) => linear(x, quantized(weight), { form }), [spec("float32", ["rows", 64])]);
  const stored = (64 * 64) / 2 + (64 * 64 * 4) / 32;
  expect(cost(graphOf("packed"), { rows: 2 })).toEqual({
    flops: 2 * 2 * 64 * 64,
    bytes: stored + 2 * (2 * 64 * 4),
    peakBytes: 2 * 64 * 4,
  });
  expect(cost(graphOf("dense"), { rows: 2 })).toEqual({
    flops: 2 * 2 * 64 * 64 + 2 * 64 * 64,
    bytes: stored + 2 * (2 * 64 * 4),
    peakBytes: 2 * 64 * 4 + 64 * 64 * 5,
  });
});

test("a weight is a tensor like any other to operations that know nothing of it", async () => {
  const weight = quantizeMatrix(drawnValues(32 * 32), [32, 32], { bits: 8, block: 16, offsets: true });
  const graph = trace(() => mul(quantized(weight), 2), []);
  await using program = compileGraph<[], TensorValue>(graph);
  expect((await program()).data).toEqual(decodeWeight(weight).map((value) => 2 * value));
  expect(quantizedOf(quantized(weight))).toBe(weight);
  expect(quantizedOf(scalar(1, "float32"))).toBeUndefined();
});

test("what does not fit is named", () => {
  const format = { bits: 4, block: 32, offsets: false } as const;
  expect(() => quantizeMatrix(drawnValues(40), [1, 40], format)).toThrow("columns in blocks of 32");
  expect(() => blockLayout({ ...format, block: 24 })).toThrow("blocks of 16, 32, 64, 128 or 256, received 24");
  const weight = quantizeMatrix(drawnValues(64), [1, 64], format);
  expect(() => quantized({ ...weight, shape: [2, 64] })).toThrow("64 bytes of codes for [2, 64], received 32");
  expect(() => quantized({ ...weight, parts: {} })).toThrow("32 bytes of codes for [1, 64], received none");
  expect(() => trace((x: Tensor) => linear(x, quantized(weight)), [spec("float32", [2, 32])])).toThrow(
    "quantizedMatmul: expected […, 64], received [2, 32]",
  );
});
