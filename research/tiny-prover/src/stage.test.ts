import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { readRecord } from "@lemma/files";
import { tinyProverDirectory, tinyWeigherDirectory } from "@lemma/tiny-prover";
import { expect, test } from "vitest";
import { filesIn, hashesOf, runStage, stagesSchema } from "./stage.ts";

test("a stage is done once for its inputs and settings, and again where either or an output is another", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "stages-"));
  const [input, output, records] = ["in", "out", "stages.json"].map((name) => path.join(folder, name)) as [
    string,
    string,
    string,
  ];
  await writeFile(input, "a");
  let times = 0;
  const run = (settings: unknown, resume = true): Promise<void> =>
    runStage(
      { name: "1-copy", settings, inputs: { in: input }, outputs: { out: output } },
      async () => {
        times += 1;
        await writeFile(output, await readFile(input));
      },
      { records, resume, log: () => undefined },
    );
  await run({ seed: 1 });
  await run({ seed: 1 });
  expect(times).toBe(1);
  await run({ seed: 2 });
  await run({ seed: 2 }, false);
  expect(times).toBe(3);
  await writeFile(output, "torn");
  await run({ seed: 2 });
  await writeFile(input, "b");
  await run({ seed: 2 });
  expect(times).toBe(5);
  expect((await readRecord(records, stagesSchema))["1-copy"]!.outputs).toEqual(await hashesOf({ out: output }));
});

test("what is shipped is what the records say was made", async () => {
  const records = await readRecord(path.join(import.meta.dirname, "../stages.json"), stagesSchema);
  const made = {
    ...records["3-self-play"]!.outputs,
    ...records["4-weigher"]!.outputs,
    ...records["5-report"]!.outputs,
  };
  const folders = { checkpoint: tinyProverDirectory, weigher: tinyWeigherDirectory };
  const shipped = Object.entries(folders).flatMap(([name, folder]) => {
    const files = Object.keys(made).filter((file) => file.startsWith(`${name}/`));
    return Object.entries(
      filesIn(
        folder,
        files.map((file) => path.basename(file)),
        `${name}/`,
      ),
    );
  });
  expect(shipped.length).toBeGreaterThan(8);
  const now = await hashesOf(Object.fromEntries(shipped));
  for (const [name, hash] of Object.entries(now)) expect([name, hash]).toEqual([name, made[name]]);
});
