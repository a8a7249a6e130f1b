import { spawnSync } from "node:child_process";
import { appendFile, mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InfrastructureError } from "@lemma/interfaces";
import { expect, test } from "vitest";
import { z } from "zod";
import { RecordLog } from "@lemma/files";
import { openResultsLog, resultKey } from "./index.ts";
import { sampleContent } from "./testing/sample-content.ts";

const [first, second] = sampleContent(2, 1).records.filter(({ method }) => method === "baseline");
const logFile = async (): Promise<string> => join(await mkdtemp(join(tmpdir(), "lemma-log-")), "deep", "results.jsonl");

test("a log survives a torn line, refuses doubles and names the line that is no record", async () => {
  const file = await logFile();
  {
    await using log = await openResultsLog(file);
    await log.append(first!);
    await expect(log.append(first!)).rejects.toThrow("already");
  }
  await appendFile(file, '{"problem":"x","meth');
  {
    await using log = await openResultsLog(file);
    expect(log.records).toEqual([first]);
    expect(log.get(resultKey(first!))).toEqual(first);
    await log.append(second!);
  }
  await using log = await openResultsLog(file);
  expect(log.records).toEqual([first, second]);
  await appendFile(file, '{"problem":3}\n');
  await expect(openResultsLog(file)).rejects.toThrow(':3: field "problem": ');
});

test("results of a verifier that failed are dropped, where one asks, and nothing else", async () => {
  const file = await logFile();
  const broken = { ...second!, attempts: [{ at: [0], status: "infrastructure" as const }] };
  {
    await using log = await openResultsLog(file);
    await log.append(first!);
    await log.append(broken);
  }
  {
    await using log = await openResultsLog(file);
    expect(log.records).toHaveLength(2);
  }
  await using log = await openResultsLog(file, { retry: true });
  expect(log.records).toEqual([first]);
  await log.append(second!);
  expect((await readFile(file, "utf8")).trim().split("\n")).toHaveLength(2);
});

const prlimit = spawnSync("prlimit", ["--version"]).status === 0;
if (!prlimit) console.warn("skipped: no prlimit (util-linux) to make a disk full with");

test.skipIf(!prlimit)("a full disk is an infrastructure failure, and what was written stays", async () => {
  const file = await logFile();
  const log = await RecordLog.open<{ readonly n: number }>(file, {
    keyOf: ({ n }) => String(n),
    schema: z.object({ n: z.number() }),
  });
  // Of this process: no file may grow past 16 bytes, which fails a write as a full disk does.
  const limit = (bytes: string): void => {
    spawnSync("prlimit", ["--pid", String(process.pid), `--fsize=${bytes}:`]);
  };
  await log.append({ n: 1 });
  await log.append({ n: 2 });
  limit("20");
  try {
    await expect(log.append({ n: 3 })).rejects.toThrow(InfrastructureError);
  } finally {
    limit("unlimited");
  }
  await log[Symbol.asyncDispose]();
  await using reopened = await RecordLog.open<{ readonly n: number }>(file, {
    keyOf: ({ n }) => String(n),
    schema: z.object({ n: z.number() }),
  });
  expect(reopened.records).toEqual([{ n: 1 }, { n: 2 }]);
});
