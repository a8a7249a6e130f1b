import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  type QuantizedWeight,
  type Tensor,
  type TensorValue,
  compile,
  decodeWeight,
  fromBfloat16Bits,
  fromFloat16Bits,
  linear,
  quantized,
  spec,
  takeRows,
  tensor,
} from "@lemma/autodiff";
import { Random } from "@lemma/interfaces";
import { afterAll, describe, expect, test } from "vitest";
import { readGguf } from "./file.ts";
import { writeGguf } from "./testing/write-gguf.ts";
import { ggufTypes } from "./types.ts";

const file = new URL("../fixtures/blocks.gguf", import.meta.url).pathname;
const fixture = JSON.parse(readFileSync(new URL("../fixtures/blocks.json", import.meta.url), "utf8")) as {
  readonly rows: number;
  readonly columns: number;
  readonly values: Readonly<Record<string, string>>;
};
const bytes = readFileSync(file);
const { metadata, tensors } = await readGguf(file);
const folder = mkdtempSync(path.join(tmpdir(), "lemma-gguf-"));
afterAll(() => rmSync(folder, { recursive: true }));

const expectedOf = (name: string): Float32Array =>
  new Float32Array(new Uint8Array(Buffer.from(fixture.values[name]!, "base64")).buffer);
const bitsOf = (values: Float32Array): Uint32Array => new Uint32Array(values.buffer, values.byteOffset, values.length);

test("every type is in the fixture", () => {
  expect([...ggufTypes.values()].map(({ name }) => name).sort()).toEqual(Object.keys(fixture.values).sort());
});

test("metadata of every kind is read", () => {
  expect(metadata.get("general.architecture")).toBe("llama");
  expect(metadata.get("test.texts")).toEqual(["a", "ä", ""]);
  expect(metadata.get("test.numbers")).toEqual([1, -2, 3]);
  expect(metadata.get("test.float")).toBe(0.5);
  expect(metadata.get("test.flag")).toBe(true);
});

describe.for([...ggufTypes.values()])("$name", ({ name, layout, dtype }) => {
  const { offset, byteLength, shape } = tensors.get(name)!;
  const data = new Uint8Array(bytes.subarray(offset, offset + byteLength));
  const [rows, columns] = shape as [number, number];
  const expected = expectedOf(name);

  test("values are the reference's to the bit", () => {
    expect(shape).toEqual([fixture.rows, fixture.columns]);
    const widen = dtype === "float16" ? fromFloat16Bits : fromBfloat16Bits;
    const values =
      layout !== undefined
        ? layout.decode({ blocks: data }, rows, columns)
        : dtype === "float32"
          ? new Float32Array(data.slice().buffer)
          : Float32Array.from(new Uint16Array(data.slice().buffer), widen);
    expect(bitsOf(values)).toEqual(bitsOf(expected));
  });

  // Only what is in blocks is read by a program as it lies.
  if (layout === undefined) return;
  test("so are those that a program sees, from the file, and its products", async () => {
    const weight: QuantizedWeight = {
      layout,
      shape: [rows, columns],
      parts: { blocks: { path: file, offset, byteLength } },
    };
    const random = new Random(3);
    const x = tensor(
      "float32",
      [2, columns],
      Float32Array.from({ length: 2 * columns }, () => random.normal()),
    );
    await using program = compile(
      (given: Tensor, ids: Tensor) => ({
        rows: takeRows(quantized(weight), ids),
        dense: linear(given, quantized(weight)),
        packed: linear(given, quantized(weight), { form: "packed", activations: "int8" }),
      }),
      [spec("float32", ["n", columns]), spec("int64", ["ids"])],
      { prepacking: true, folding: true },
    );
    const result = await program(x, tensor("int64", [rows], [2, 0, 1]));
    const looked = result.rows.data as Float32Array;
    for (const [i, row] of [2, 0, 1].entries())
      expect(bitsOf(looked.slice(i * columns, (i + 1) * columns))).toEqual(
        bitsOf(expected.slice(row * columns, (row + 1) * columns)),
      );
    const products = [0, 1].flatMap((i) =>
      Array.from({ length: rows }, (_, row) =>
        expected
          .subarray(row * columns, (row + 1) * columns)
          .reduce((sum, value, j) => sum + value * Number(x.data[i * columns + j]), 0),
      ),
    );
    const scale = Math.max(...products.map(Math.abs));
    const errorOf = ({ data: received }: TensorValue): number =>
      Math.max(...products.map((value, i) => Math.abs(value - Number(received[i])) / scale));
    expect(errorOf(result.dense)).toBeLessThan(1e-5);
    expect(errorOf(result.packed)).toBeLessThan(0.03);
    expect(decodeWeight({ ...weight, parts: { blocks: { data } } })).toEqual(expected);
  });
});

describe("a file that is not whole, or not understood, is refused by name", () => {
  const written = (name: string, content: Uint8Array): string => {
    const target = path.join(folder, name);
    writeFileSync(target, content);
    return target;
  };

  test.for([0, 3, 10, 24, 60, 200, 600, 3000])("cut after %i bytes", async (length) => {
    await expect(readGguf(written("cut.gguf", bytes.subarray(0, length)))).rejects.toThrow(/cut\.gguf.*expected/);
  });

  test("cut by one byte: the last tensor is named", async () => {
    const last = [...tensors].sort(([, a], [, b]) => b.offset - a.offset)[0]!;
    await expect(
      readGguf(written("short.gguf", bytes.subarray(0, last[1].offset + last[1].byteLength - 1))),
    ).rejects.toThrow(`tensor "${last[0]}": expected a file of at least`);
  });

  test("another magic, version or byte order", async () => {
    const changed = (at: number, value: number): Buffer => {
      const copy = Buffer.from(bytes);
      copy[at] = value;
      return copy;
    };
    await expect(readGguf(written("magic.gguf", changed(0, 65)))).rejects.toThrow('begins with "GGUF"');
    await expect(readGguf(written("version.gguf", changed(4, 9)))).rejects.toThrow("version 2 or 3, received 9");
    const big = Buffer.from(bytes);
    big.writeUInt32BE(3, 4);
    await expect(readGguf(written("big.gguf", big))).rejects.toThrow("(big endian)");
  });

  test("a type that is not read, and rows that are not whole blocks", async () => {
    const target = path.join(folder, "own.gguf");
    await writeGguf(target, {}, { w: { type: "Q8_0", shape: [2, 32], values: new Float32Array(64) } });
    const own = readFileSync(target);
    // The type comes before the eight bytes of the offset, which end the header's description.
    const at = own.indexOf("w") + 1 + 4 + 16;
    expect(own.readUInt32LE(at)).toBe(8);
    own.writeUInt32LE(10, at);
    await expect(readGguf(written("q2.gguf", own))).rejects.toThrow(
      /tensor "w": expected a type of F32.*received Q2_K/,
    );
    own.writeUInt32LE(77, at);
    await expect(readGguf(written("q77.gguf", own))).rejects.toThrow("received type 77");
    own.writeUInt32LE(12, at);
    await expect(readGguf(written("rows.gguf", own))).rejects.toThrow(
      "rows in blocks of 256 for Q4_K, received [2, 32]",
    );
  });
});
