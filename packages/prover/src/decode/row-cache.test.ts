import { expect, test } from "vitest";
import { KeptBuffers } from "./row-cache.ts";

test("what was given back is taken again by shapes of about its size, and large ones are not kept", () => {
  const buffers = new KeptBuffers();
  const cache = buffers.take([1, 6, 31, 32, 32]);
  const { buffer } = cache.data;
  expect(buffers.take([1, 6, 31, 32, 32]).data.buffer === buffer).toBe(false);
  buffers.give(cache);
  const next = buffers.take([1, 6, 32, 32, 32]);
  expect(next.data.buffer === buffer).toBe(true);
  expect(next.data).toHaveLength(6 * 32 * 32 * 32);
  expect(buffer.byteLength).toBeLessThanOrEqual(1.125 * cache.data.byteLength);

  const large = buffers.take([1, 1, 1, 1, 2 ** 26 + 1]);
  buffers.give(large);
  // Not `toBe`, which would look through all of it.
  expect(buffers.take([1, 1, 1, 1, 2 ** 26 + 1]).data.buffer === large.data.buffer).toBe(false);
});
