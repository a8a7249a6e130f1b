import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  SafetensorsError,
  readSafetensorsHeader,
  readSafetensorsMetadata,
  readTensor,
  writeSafetensors,
} from "./index.ts";
import reference from "../fixtures/safetensors.json" with { type: "json" };

const referenceBytes = Buffer.from(reference.base64, "base64");
const tensors = {
  b: { dtype: "bfloat16", dims: [1, 3], data: new Uint16Array([0x3fc0, 0xc000, 0x3e80]) },
  "a.weight": { dtype: "float32", dims: [2, 3], data: new Float32Array([0, 1, 2, 3, 4, 5]) },
  steps: { dtype: "int64", dims: [1], data: new BigInt64Array([7n]) },
  empty: { dtype: "float16", dims: [0, 4], data: new Uint16Array(0) },
} as const;

let directory: string;
let file: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "safetensors-"));
  file = join(directory, "reference.safetensors");
  await writeFile(file, referenceBytes);
});
afterAll(() => rm(directory, { recursive: true }));

test("reads what the reference library wrote", async () => {
  const header = await readSafetensorsHeader(file);
  expect([...header.keys()].sort()).toEqual(["a.weight", "b", "empty", "steps"]);
  for (const [name, entry] of header) {
    expect(await readTensor(file, entry)).toEqual(tensors[name as keyof typeof tensors]);
    expect(entry.byteLength).toBe(tensors[name as keyof typeof tensors].data.byteLength);
  }
  expect(await readSafetensorsMetadata(file)).toEqual({ format: "pt" });
});

test("writes the bytes that the reference library writes, and leaves no temporary file", async () => {
  const written = join(directory, "written.safetensors");
  await writeSafetensors(written, tensors, { format: "pt" });
  expect((await readFile(written)).equals(referenceBytes)).toBe(true);
  expect((await readdir(directory)).filter((name) => name.endsWith(".tmp"))).toEqual([]);
});

test("a write that cannot be done leaves the old file as it was", async () => {
  const kept = join(directory, "kept.safetensors");
  await writeFile(kept, referenceBytes);
  const wrong = { x: { dtype: "float32", dims: [3], data: new Float32Array(2) } } as const;
  await expect(writeSafetensors(kept, wrong)).rejects.toThrow(
    'tensor "x": expected 12 bytes for float32 [3], received 8',
  );
  expect((await readFile(kept)).equals(referenceBytes)).toBe(true);
});

describe("a bad file is named, with what was expected and what was found", () => {
  const withHeader = (header: unknown, data = new Uint8Array(0)): Buffer => {
    const json = Buffer.from(typeof header === "string" ? header : JSON.stringify(header));
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(json.length));
    return Buffer.concat([length, json, data]);
  };
  const entry = (dtype: string, shape: unknown, from: number, to: number): unknown => ({
    x: { dtype, shape, data_offsets: [from, to] },
  });
  test.for<[string, Buffer, string]>([
    ["an empty file", Buffer.alloc(0), "at least 8 bytes, received 0"],
    ["a cut header", referenceBytes.subarray(0, 40), "truncated"],
    ["a cut tensor", referenceBytes.subarray(0, -2), 'tensor "b": expected a file of at least'],
    ["bytes that are no length", Buffer.alloc(16, 0xff), "corrupt"],
    ["no JSON", withHeader("{nope"), "a JSON header"],
    ["an unknown dtype", withHeader(entry("F7", [1], 0, 1)), "received F7"],
    ["a negative shape", withHeader(entry("F32", [-1], 0, 4)), "natural numbers, received [-1]"],
    ["a shape that is not its bytes", withHeader(entry("F32", [2], 0, 4)), "8 bytes for float32 [2], received 4"],
    ["a gap", withHeader(entry("U8", [1], 3, 4), new Uint8Array(4)), "gap or overlap"],
    ["bytes left over", withHeader(entry("U8", [1], 0, 1), new Uint8Array(4)), "belong to no tensor"],
  ])("%s", async ([, bytes, message]) => {
    const bad = join(directory, "bad.safetensors");
    await writeFile(bad, bytes);
    const failure = await readSafetensorsHeader(bad).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(SafetensorsError);
    expect((failure as SafetensorsError).message).toContain(message);
    expect((failure as SafetensorsError).file).toBe(bad);
  });

  test("a tensor that is not there", async () => {
    await expect(readTensor(file, "missing")).rejects.toThrow('tensor "missing"');
  });
});
