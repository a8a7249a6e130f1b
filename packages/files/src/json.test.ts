import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { parseRecord, readRecord, readRecordIfPresent, readRecords } from "./json.ts";

const schema = z.object({ step: z.int(), loss: z.object({ mean: z.number() }) });

test("what is wrong with a record is said with its file, line and field", async () => {
  const directory = await mkdtemp(path.join(tmpdir(), "lemma-files-"));
  const file = path.join(directory, "log.jsonl");
  await writeFile(file, '{"step":1,"loss":{"mean":2}}\n{"step":2,"loss":{"mean":"x"}}\n{"step":3');
  await expect(readRecords(file, schema)).rejects.toThrow(/log\.jsonl:2: field "loss\.mean": .*number/);
  await writeFile(file, '{"step":1,"loss":{"mean":2}}\n{"step":3');
  expect(await readRecords(file, schema)).toEqual([{ step: 1, loss: { mean: 2 } }]);
  expect(() => parseRecord("{", schema, { file: "a", line: 4 })).toThrow("a:4: not JSON");
});

test("a file that is not there is undefined to who asks whether it is", async () => {
  const file = path.join(await mkdtemp(path.join(tmpdir(), "lemma-files-")), "a.json");
  expect(await readRecordIfPresent(file, schema)).toBeUndefined();
  await expect(readRecord(file, schema)).rejects.toThrow("expected a readable file");
  await writeFile(file, "[]");
  await expect(readRecordIfPresent(file, schema)).rejects.toThrow(/a\.json: .*object/);
});

test("a record that is read and written again is the same bytes, in whatever order its schema has the fields", () => {
  const pair = z.object({ first: z.number(), second: z.number().exactOptional() });
  const text = '{"last":[{"second":2,"first":1},{"first":3}],"named":{"second":5,"first":4},"absent":null}';
  const read = parseRecord(
    text,
    z.object({ named: pair, absent: z.null().transform(() => Number.NaN), last: z.array(pair) }),
  );
  expect(read.absent).toBeNaN();
  expect(JSON.stringify(read)).toBe(text);
});

test("names that every object has are fields like others", () => {
  const text = '{"constructor":1,"size":2}';
  expect(parseRecord(text, z.object({ size: z.number() }))).toEqual({ size: 2 });
  expect(JSON.stringify(parseRecord(text, z.looseObject({ size: z.number() })))).toBe(text);
});

test("a field that a strict schema does not know is named", () => {
  const strict = z.strictObject({ inner: z.strictObject({ size: z.number() }) });
  expect(() => parseRecord('{"inner":{"size":1,"sise":2}}', strict, { file: "a" })).toThrow(
    'a: field "inner.sise": there is no such field',
  );
});
