import { appendFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { LineCache } from "./line-cache.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "line-cache-"));
});
afterEach(() => rm(folder, { recursive: true }));

test("results outlive the process, and a line that a kill cut short costs only itself", async () => {
  const file = path.join(folder, "cache.jsonl");
  const cache = await LineCache.open<number>(file);
  await cache.set("one", 1);
  await appendFile(file, '{"key":"two","val');
  const reopened = await LineCache.open<number>(file);
  expect([reopened.get("one"), reopened.get("two")]).toEqual([1, undefined]);
  await reopened.set("three", 3);
  const again = await LineCache.open<number>(file);
  expect([again.size, again.get("one"), again.get("three")]).toEqual([2, 1, 3]);
  expect((await readFile(file, "utf8")).endsWith("\n")).toBe(true);
});
