import { AbortedError, DisposedError } from "@lemma/interfaces";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { toBfloat16Bits } from "../dtype.ts";
import { DimensionError, DTypeError, RuntimeError, ShapeError, TreeError } from "../errors.ts";
import { add, div, mul } from "../primitives/arithmetic.ts";
import { cast } from "../primitives/cast.ts";
import { less } from "../primitives/compare.ts";
import { external, scalar } from "../primitives/constant.ts";
import { take } from "../primitives/indexing.ts";
import { matmul } from "../primitives/matmul.ts";
import { map } from "../primitives/scan.ts";
import { slice, transpose } from "../primitives/shape.ts";
import { sum } from "../primitives/sum.ts";
import { tanh } from "../primitives/unary.ts";
import { whileLoop } from "../primitives/while.ts";
import type { Tensor } from "../tensor.ts";
import { grad } from "../transforms/grad.ts";
import { spec, tensor, toNumbers, type TensorValue } from "../value.ts";
import { compile, hold } from "./compile.ts";
import { laneOf } from "./lane.ts";

const vector = (...values: number[]): TensorValue => tensor("float32", [values.length], values);
const pairSum = (p: { readonly a: Tensor; readonly b: Tensor }): Tensor => add(p.a, p.b);
const pairSpecs = [{ a: spec("float32", ["n"]), b: spec("float32", ["n"]) }] as const;

describe("misuse is named", () => {
  test("another tree", async () => {
    await using program = compile(pairSum, pairSpecs);
    await expect(program({ a: vector(1) } as never)).rejects.toThrow(TreeError);
    await expect(program({ a: vector(1), b: 3 } as never)).rejects.toThrow(
      "pairSum: argument 0.b: expected a float32 tensor",
    );
  });

  test("another element type, or the wrong array for it", async () => {
    await using program = compile(pairSum, pairSpecs);
    const wrong = tensor("float64", [1], [1]);
    await expect(program({ a: vector(1), b: wrong })).rejects.toThrow(DTypeError);
    const mislabelled = { ...wrong, dtype: "float32" as const };
    await expect(program({ a: vector(1), b: mislabelled })).rejects.toThrow(
      "expected Float32Array for float32, received Float64Array",
    );
  });

  test("a symbol bound to two sizes, a fixed size that differs, too few elements", async () => {
    await using program = compile(pairSum, pairSpecs);
    await expect(program({ a: vector(1), b: vector(1, 2) })).rejects.toThrow(DimensionError);
    await expect(program({ a: vector(1), b: vector(1, 2) })).rejects.toThrow(
      'pairSum: "n" is 1 in argument 0.a, but 2 in argument 0.b of shape [2]',
    );
    await using fixed = compile((x) => tanh(x), [spec("float32", [3])]);
    await expect(fixed(vector(1, 2))).rejects.toThrow(ShapeError);
    await expect(fixed({ dtype: "float32", dims: [3], data: new Float32Array(2) })).rejects.toThrow(TreeError);
  });

  test("a size that a difference of symbols makes negative, in a loop's body too", async () => {
    await using program = compile((x) => slice(x, 0, 2), [spec("float32", ["n"])], { name: "tail" });
    await expect(program(vector(1))).rejects.toThrow('tail: slice needs "n-2" of 0 or more, received -1 with n = 1');
    expect(toNumbers(await program(vector(1, 2)))).toEqual([]);
    await using looped = compile((x) => map((row: Tensor) => slice(row, 0, 0, 3), x), [spec("float32", ["n", "m"])]);
    await expect(looped(tensor("float32", [1, 2], 0))).rejects.toThrow(DimensionError);
  });

  test("sizes that are none", async () => {
    await using program = compile((x) => tanh(x), [spec("float32", ["n", "m"])]);
    await expect(program({ dtype: "float32", dims: [-1, -2], data: new Float32Array(2) })).rejects.toThrow(ShapeError);
    await expect(program({ dtype: "float32", dims: [0.5, 2], data: new Float32Array(1) })).rejects.toThrow(ShapeError);
  });

  test("what ONNX Runtime refuses to compute, with the graph's and the operation's name", async () => {
    await using program = compile((x, i) => take(x, i), [spec("float32", ["n"]), spec("int64", ["m"])], {
      name: "pick",
    });
    await expect(program(vector(1), tensor("int64", [1], [4]))).rejects.toThrow(RuntimeError);
    await expect(program(vector(1), tensor("int64", [1], [4]))).rejects.toThrow(/pick: .* running Gather node/);
    await using quotient = compile((x) => div(x, mul(x, 0)), [spec("int64", ["n"])]);
    await expect(quotient(tensor("int64", [1], [4]))).rejects.toThrow(/division by zero/);
  });

  test("what is lent is away while the program runs, and back afterwards, also when it fails", async () => {
    await using pick = compile((x, i) => take(x, i), [spec("float32", ["n"]), spec("int64", ["m"])], { name: "pick" });
    const x = tensor("float32", [3], new Float32Array([1, 2, 3]));
    const { data } = x;
    const running = pick.run([x, tensor("int64", [2], [2, 0])], { lent: [x] });
    await new Promise(setImmediate);
    expect(data.byteLength).toBe(0); // its bytes are not copied
    expect(toNumbers(await running)).toEqual([3, 1]);
    expect(toNumbers(x)).toEqual([1, 2, 3]);
    await expect(pick.run([x, tensor("int64", [1], [4])], { lent: [x] })).rejects.toThrow(RuntimeError);
    expect(toNumbers(x)).toEqual([1, 2, 3]);
  });

  test("what shares its bytes in a call is copied, lent or not; alone it takes all of its buffer along", async () => {
    await using program = compile(pairSum, pairSpecs);
    const bytes = new Float32Array([1, 2, 3, 4]);
    const [part, other] = [bytes.subarray(1, 3), bytes.subarray(2, 4)].map((data) => tensor("float32", [2], data));
    const twice = tensor("float32", [2], new Float32Array([5, 6]));
    expect(toNumbers(await program.run([{ a: part!, b: other! }], { lent: [part!, other!] }))).toEqual([5, 7]);
    expect(toNumbers(await program.run([{ a: twice, b: twice }], { lent: [twice] }))).toEqual([10, 12]);
    expect([...bytes]).toEqual([1, 2, 3, 4]);
    expect(toNumbers(await program.run([{ a: part!, b: twice }], { lent: [part!] }))).toEqual([7, 9]);
    expect(bytes.byteLength).toBe(0);
    expect([...new Float32Array(part!.data.buffer)]).toEqual([1, 2, 3, 4]);
    expect(toNumbers(part!)).toEqual([2, 3]);
  });

  test("a disposed program, twice over", async () => {
    const program = compile(pairSum, pairSpecs);
    await program({ a: vector(1), b: vector(2) });
    await program.dispose();
    await program.dispose();
    await expect(program({ a: vector(1), b: vector(2) })).rejects.toThrow(DisposedError);
  });

  test("a provider that is not there, with the graph's name", async () => {
    const program = compile((x) => tanh(x), [spec("float32", ["n"])], {
      name: "wanting",
      executionProviders: ["coreml"],
    });
    await expect(program(vector(1))).rejects.toThrow(RuntimeError);
    await expect(program(vector(1))).rejects.toThrow(/wanting: ONNX Runtime could not open the graph.*coreml/);
  });

  test("bfloat16 at the border", () => {
    expect(() => compile((x) => cast(x, "float32"), [spec("bfloat16", ["n"])])).toThrow(DTypeError);
  });

  test("shapes that cannot match, when traced", () => {
    expect(() => compile((x, y) => matmul(x, y), [spec("float32", ["n", 3]), spec("float32", [4, 5])])).toThrow(
      "matmul: expected […, m, k] × […, k, n], received [n, 3] × [4, 5]",
    );
    expect(() => compile((x, y) => add(x, y), [spec("float32", ["n"]), spec("float32", ["m"])])).toThrow(ShapeError);
  });
});

test("the caller's event loop stays alive while a program runs", async () => {
  await using program = compile(
    (x) =>
      whileLoop(
        ({ i }) => less(i, 40),
        ({ i, y }) => ({ i: add(i, 1), y: tanh(matmul(y, x)) }),
        { i: sum(mul(cast(x, "int64"), 0)), y: x },
      ).y,
    [spec("float32", ["n", "n"])],
  );
  const x = tensor("float32", [384, 384], 0.001);
  await program(x);
  let ticks = 0;
  const timer = setInterval(() => (ticks += 1), 1);
  await program(x);
  clearInterval(timer);
  expect(ticks).toBeGreaterThan(5);
});

test("a signal that has fired, or fires while a run is under way, rejects with AbortedError", async () => {
  await using program = compile((x) => tanh(x), [spec("float32", ["n"])]);
  await expect(program.run([vector(1)], { signal: AbortSignal.abort() })).rejects.toThrow(AbortedError);
  const controller = new AbortController();
  const run = program.run([vector(1)], { signal: controller.signal });
  controller.abort();
  await expect(run).rejects.toThrow(AbortedError);
  expect(toNumbers(await program(vector(0)))).toEqual([0]);
});

test("equal programs share a session, and one outlives the other's disposal", async () => {
  const make = () => compile((x: Tensor) => mul(x, 3), [spec("float32", ["n"])]);
  const [first, second] = [make(), make()];
  expect(toNumbers(await first(vector(1)))).toEqual([3]);
  expect(toNumbers(await second(vector(2)))).toEqual([6]);
  await first.dispose();
  expect(toNumbers(await second(vector(3)))).toEqual([9]);
  await second.dispose();
});

test("programs outlive the thread that ran them, and held values with them", async () => {
  const specs = [spec("float32", ["n"]), spec("float32", ["n"])] as const;
  await using first = compile((x, y) => add(x, y), specs, { thread: "fragile" });
  await using second = compile((x, y) => mul(x, y), specs, { thread: "fragile" });
  const held = hold(vector(2, 3));
  const both = async (): Promise<number[][]> => [
    toNumbers(await first(held, held)),
    toNumbers(await second(held, held)),
  ];
  const expected = [
    [4, 6],
    [4, 9],
  ];
  expect(await both()).toEqual(expected);
  await laneOf("fragile").terminate();
  expect(await both()).toEqual(expected);
  // Long enough to be under way still when its thread ends, however fast the machine.
  await using long = compile(
    (n) =>
      whileLoop(
        (i) => less(i, n),
        (i) => add(i, 1),
        scalar(0, "float32"),
      ),
    [spec("float32", [])],
    { thread: "fragile" },
  );
  const lost = long(tensor("float32", [], [50_000]));
  await laneOf("fragile").terminate();
  // A call under way is lost with its thread, by name; the next one is not.
  await expect(lost).rejects.toThrow("the session's thread ended");
  expect(await both()).toEqual(expected);
});

test("feeds are not touched: views, large values, held values and one value twice", async () => {
  await using program = compile((x, y) => add(x, y), [spec("float32", ["n"]), spec("float32", ["n"])]);
  const large = tensor("float32", [20_000], 1);
  const view = tensor("float32", [20_000], new Float32Array(20_010).subarray(5, 20_005).fill(2));
  expect((await program(large, view)).data.every((x) => Number(x) === 3)).toBe(true);
  expect((await program(large, large)).data.every((x) => Number(x) === 2)).toBe(true);
  expect(large.data.length).toBe(20_000);
  expect(view.data.length).toBe(20_000);
  const held = hold(tensor("float32", [20_000], 5));
  for (let i = 0; i < 3; i += 1) expect((await program(held, large)).data[19_999]).toBe(6);
});

test("float16 goes in and out as bits, on every Node", async () => {
  await using program = compile((x) => add(mul(x, x), 1), [spec("float16", ["n"])]);
  const result = await program(tensor("float16", [3], [1, -2, 0.5]));
  expect(result.data).toBeInstanceOf(Uint16Array);
  expect(toNumbers(result)).toEqual([2, 5, 1.25]);
});

describe("external tensors", () => {
  const folder = mkdtempSync(join(tmpdir(), "autodiff-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const values = Array.from({ length: 12 }, (_, i) => i - 5);
  const [bf16, f32] = [join(folder, "half.safetensors"), join(folder, "link.safetensors")];
  writeFileSync(bf16, Buffer.concat([Buffer.alloc(3), Buffer.from(Uint16Array.from(values, toBfloat16Bits).buffer)]));
  const real = mkdtempSync(join(tmpdir(), "autodiff-"));
  writeFileSync(join(real, "blob"), Buffer.concat([Buffer.alloc(8), Buffer.from(Float32Array.from(values).buffer)]));
  symlinkSync(join(real, "blob"), f32);

  test("stay in their files: any offset, bfloat16, several folders, behind links", async () => {
    await using program = compile(
      (x) => {
        const a = cast(
          external({ path: bf16, offset: 3, byteLength: 24, dtype: "bfloat16", shape: [3, 4] }),
          "float32",
        );
        const b = external({ path: f32, offset: 8, byteLength: 48, dtype: "float32", shape: [3, 4] });
        return matmul(matmul(x, a), transpose(b));
      },
      [spec("float32", ["n", 3])],
    );
    // [1, 0, 0] · a · bᵀ = a₀ · bᵀ, with a₀ = (−5, −4, −3, −2).
    expect(toNumbers(await program(tensor("float32", [1, 3], [1, 0, 0])))).toEqual([54, -2, -58]);
  });

  test("take no gradient, and pass one on", async () => {
    const f = (x: Tensor): Tensor =>
      sum(matmul(x, external({ path: f32, offset: 8, byteLength: 48, dtype: "float32", shape: [3, 4] })));
    await using program = compile(grad(f), [spec("float32", ["n", 3])]);
    expect(toNumbers(await program(tensor("float32", [1, 3], 0)))).toEqual([-14, 2, 18]);
  });

  test("that are not there are named, with the graph", async () => {
    const path = join(folder, "missing.safetensors");
    const f = (x: Tensor): Tensor => add(x, external({ path, offset: 0, byteLength: 4, dtype: "float32", shape: [1] }));
    await using program = compile(f, [spec("float32", ["n"])], { name: "wanting" });
    await expect(program(vector(1))).rejects.toThrow(RuntimeError);
    await expect(program(vector(1))).rejects.toThrow(/wanting: external tensor in .*missing.safetensors/);
  });

  test("must have the bytes that their shape needs", () => {
    expect(() => external({ path: f32, offset: 0, byteLength: 40, dtype: "float32", shape: [3, 4] })).toThrow(
      ShapeError,
    );
  });
});
