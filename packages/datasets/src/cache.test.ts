import { mkdtemp, readdir, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { collect } from "./read.ts";
import { readTheoremsCached } from "./cache.ts";

test("the second reading comes from the cache; a changed source is read anew; a broken one leaves nothing", async () => {
  const folder = await mkdtemp(join(tmpdir(), "lemma-cache-"));
  const cache = join(folder, "cache");
  const source = join(folder, "a.jsonl");
  await writeFile(source, '{"id":"a","statement":"1 = 1"}\n{"id":"b","statement":"2 = 2","split":"test"}\n');
  const first = await collect(readTheoremsCached(source, cache));
  expect(await collect(readTheoremsCached(source, cache))).toEqual(first);
  expect(await collect(readTheoremsCached(source, cache, { split: "test" }))).toHaveLength(1);
  expect(await readdir(cache)).toHaveLength(1);

  await writeFile(source, '{"id":"c","statement":"3 = 3"}\n');
  await utimes(source, 1, 1);
  expect((await collect(readTheoremsCached(source, cache))).map(({ id }) => id)).toEqual(["c"]);

  await writeFile(source, '{"id":"c","statement":"3 = 3"}\n{"id":"d"}\n');
  await expect(collect(readTheoremsCached(source, cache))).rejects.toThrow("a.jsonl:2");
  expect(await readdir(cache)).toHaveLength(2);
});
