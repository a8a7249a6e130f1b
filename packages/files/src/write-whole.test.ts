import { mkdtemp, readFile, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { InfrastructureError } from "@lemma/interfaces";
import { expect, test } from "vitest";
import { writeWhole } from "./write-whole.ts";

const folder = (): Promise<string> => mkdtemp(path.join(tmpdir(), "lemma-files-"));

test("text, bytes and pieces arrive whole, in place of what stood there", async () => {
  const file = path.join(await folder(), "a.txt");
  await writeWhole(file, "first");
  await writeWhole(file, new TextEncoder().encode("second"));
  expect(await readFile(file, "utf8")).toBe("second");
  await writeWhole(file, ["th", "ird"]);
  expect(await readFile(file, "utf8")).toBe("third");
});

test("what fails half-way leaves the old file and nothing else", async () => {
  const directory = await folder();
  const file = path.join(directory, "a.txt");
  await writeWhole(file, "old");
  const broken = function* (): Generator<string> {
    yield "new";
    throw new Error("no more");
  };
  await expect(writeWhole(file, broken())).rejects.toThrow(InfrastructureError);
  expect(await readFile(file, "utf8")).toBe("old");
  expect(await readdir(directory)).toEqual(["a.txt"]);
});
