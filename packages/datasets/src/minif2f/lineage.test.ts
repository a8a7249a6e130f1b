import { dataFolder } from "../../../../tools/data.ts";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadTheorems } from "../read.ts";
import { loadMiniF2F } from "./load.ts";
import { identifyMiniF2F, miniF2FCopies, miniF2FKnownWrong, miniF2FSplit, miniF2FTrivial } from "./lineage.ts";

const folder = join(dataFolder, "minif2f-lean4");
const hasData = existsSync(folder);
if (!hasData) console.warn(`skipped: miniF2F is not at ${folder} (set LEMMA_DATA)`);

test("every copy at hand has a hash for each of 488 problems, 244 of them test", () => {
  for (const { hashes } of miniF2FCopies) {
    if (hashes === undefined) continue;
    expect(hashes.size).toBe(488);
    expect([...hashes.values()].every((hash) => /^[0-9a-f]{16}$/.test(hash))).toBe(true);
  }
  const names = [...miniF2FCopies[0]!.hashes!.keys()];
  expect(names.filter((name) => miniF2FSplit(name) === "test")).toHaveLength(244);
  expect(miniF2FSplit("lean_workbook_1")).toBeUndefined();
});

test("the lists name problems that exist", () => {
  for (const name of [...miniF2FKnownWrong, ...Object.keys(miniF2FTrivial)]) expect(miniF2FSplit(name)).toBeDefined();
  expect(miniF2FKnownWrong.filter((name) => miniF2FSplit(name) === "test")).toHaveLength(13);
});

describe.skipIf(!hasData)("the published files", () => {
  test.for<readonly [string, string, number]>([
    ["minif2f_v15.jsonl", "v1.5", 488],
    ["minif2f_yangky11.jsonl", "yangky11", 488],
  ])("%s is recognised as %s, all %i statements", async ([file, copy, count]) => {
    const [best, second] = identifyMiniF2F(await loadTheorems(join(folder, file)));
    expect(best).toEqual({ copy, same: count, different: [] });
    expect(second!.same).toBeLessThan(count);
  });

  test.for<readonly [string, string, boolean, number]>([
    ["minif2f_v15.jsonl", "v1.5", false, 13],
    ["minif2f_yangky11.jsonl", "yangky11", false, 2],
    ["minif2f_v2.jsonl", "v2c", true, 1],
    ["minif2f_v2.jsonl", "v2s", true, 1],
  ])(
    "%s, copy %s: the test split by name, what is wrong in it and what is trivial",
    async ([file, copy, swapped, wrong]) => {
      const set = await loadMiniF2F(join(folder, file), { split: "test", copy });
      expect(set).toMatchObject({ copy, splitsSwapped: swapped });
      expect(set.theorems.map(({ id, split }) => [miniF2FSplit(id), split])).toEqual(Array(244).fill(["test", "test"]));
      expect([file, set.knownWrong.length]).toEqual([file, wrong]);
      const valid = await loadMiniF2F(join(folder, file), { split: "train", copy });
      expect(valid.theorems).toHaveLength(244);
      expect(valid.trivial.length + set.trivial.length).toBe(Object.keys(miniF2FTrivial).length);
    },
  );

  test("a file with two copies needs to be told which; a set of something else is refused", async () => {
    await expect(loadMiniF2F(join(folder, "minif2f_v2.jsonl"), { split: "test" })).rejects.toThrow("stands here twice");
    const workbook = join(folder, "../lean-workbook/audit_false_statements_visible.jsonl");
    await expect(loadMiniF2F(workbook, { split: "test" })).rejects.toThrow("no problem of miniF2F-test");
    await expect(loadMiniF2F(workbook, { split: "test", copy: "v9" })).rejects.toThrow('copy "v9"');
  });

  test("v2 has test and valid the other way round", async () => {
    const swapped = (await loadTheorems(join(folder, "minif2f_v2.jsonl"))).filter(
      ({ id, split }) => miniF2FSplit(id) !== split,
    );
    expect(swapped).toHaveLength(976);
  });
});
