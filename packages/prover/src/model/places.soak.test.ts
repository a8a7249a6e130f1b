import { mkdtempSync, openSync, closeSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { readFloats } from "./places.ts";

test("a bfloat16 tensor of more numbers than an array holds is read", async () => {
  const directory = mkdtempSync(path.join(tmpdir(), "places-"));
  const file = path.join(directory, "embedding");
  const size = 2 ** 27 + 8;
  // A hole of zeros, and 1 as the last number.
  const handle = openSync(file, "w");
  writeSync(handle, Uint8Array.of(0x80, 0x3f), 0, 2, 2 * (size - 1));
  closeSync(handle);
  const values = await readFloats({ dtype: "bfloat16", file, shape: [size], offset: 0, byteLength: 2 * size });
  rmSync(directory, { recursive: true });
  expect([values.length, values[0], values.at(-1)]).toEqual([size, 0, 1]);
});
