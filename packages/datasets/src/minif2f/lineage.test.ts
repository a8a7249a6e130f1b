import { dataFile, hasData, isWhole } from "../../../../tools/data.ts";
import { describe, expect, test } from "vitest";
import { loadTheorems } from "../read.ts";
import { loadMiniF2F } from "./load.ts";
import { identifyMiniF2F, miniF2FCopies, miniF2FKnownWrong, miniF2FSplit, miniF2FTrivial } from "./lineage.ts";

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

describe("the published files", () => {
  test.for<readonly [file: string, copy: string, whole: number, slice: number]>([
    ["minif2f_v15.jsonl", "v1.5", 488, 122],
    ["minif2f_yangky11.jsonl", "yangky11", 488, 123],
  ])("%s is recognised as %s, all statements", async ([name, copy, whole, slice]) => {
    const file = `minif2f-lean4/${name}`;
    const count = isWhole(file) ? whole : slice;
    const [best, second] = identifyMiniF2F(await loadTheorems(dataFile(file)));
    expect(best).toEqual({ copy, same: count, different: [] });
    expect(second!.same).toBeLessThan(count);
  });

  /** What the test split by name holds, how much of it is wrong as it stands, and whether all that is trivial is said. */
  async function splitsOf(name: string, copy: string): Promise<object> {
    const file = dataFile(`minif2f-lean4/${name}`);
    const set = await loadMiniF2F(file, { split: "test", copy });
    const valid = await loadMiniF2F(file, { split: "train", copy });
    const all = [...set.theorems, ...valid.theorems].map(({ id }) => id);
    const trivial = all.filter((id) => id in miniF2FTrivial);
    return {
      copy: set.copy,
      swapped: set.splitsSwapped,
      test: set.theorems.filter(({ id, split }) => miniF2FSplit(id) === "test" && split === "test").length,
      all: new Set(all).size,
      wrong: set.knownWrong.length,
      trivialUnsaid: trivial.length - valid.trivial.length - set.trivial.length,
    };
  }

  test.for<readonly [file: string, copy: string, whole: object, slice: object]>([
    ["minif2f_v15.jsonl", "v1.5", { test: 244, all: 488, wrong: 13 }, { test: 61, all: 122, wrong: 1 }],
    ["minif2f_yangky11.jsonl", "yangky11", { test: 244, all: 488, wrong: 2 }, { test: 62, all: 123, wrong: 1 }],
  ])("%s, copy %s: the splits by name, what is wrong and what is trivial", async ([name, copy, whole, slice]) => {
    const counts = isWhole(`minif2f-lean4/${name}`) ? whole : slice;
    expect(await splitsOf(name, copy)).toEqual({ copy, swapped: false, trivialUnsaid: 0, ...counts });
  });

  test("a set of something else is refused, and a copy that is not known", async () => {
    const workbook = dataFile("lean-workbook/audit_false_statements_visible.jsonl");
    await expect(loadMiniF2F(workbook, { split: "test" })).rejects.toThrow("no problem of miniF2F-test");
    await expect(loadMiniF2F(workbook, { split: "test", copy: "v9" })).rejects.toThrow('copy "v9"');
  });

  // Its own publisher names no licence: it is there in full or not at all.
  const v2 = "minif2f-lean4/minif2f_v2.jsonl";
  test.skipIf(!hasData(v2))(
    "v2 has two copies in one file, test and valid the other way round (needs the shared data)",
    async () => {
      for (const copy of ["v2c", "v2s"])
        expect(await splitsOf("minif2f_v2.jsonl", copy)).toEqual({
          copy,
          swapped: true,
          test: 244,
          all: 488,
          wrong: 1,
          trivialUnsaid: 0,
        });
      await expect(loadMiniF2F(dataFile(v2), { split: "test" })).rejects.toThrow("stands here twice");
      const swapped = (await loadTheorems(dataFile(v2))).filter(({ id, split }) => miniF2FSplit(id) !== split);
      expect(swapped).toHaveLength(976);
    },
  );
});
