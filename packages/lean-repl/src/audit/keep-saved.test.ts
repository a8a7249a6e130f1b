import { execFileSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, symlinkSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { keepSaved } from "./keep-saved.ts";

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "lemma-keep-"))));
afterEach(() => rmSync(folder, { recursive: true }));

test("who holds the file open has nothing of the copy", async () => {
  const [from, to] = [join(folder, "saved"), join(folder, "kept")];
  writeFileSync(from, "good");
  const held = openSync(from, "r+");
  expect(await keepSaved(from, to)).toEqual({ kind: "kept" });
  writeSync(held, "evil", 0);
  closeSync(held);
  expect(readFileSync(to, "utf8")).toBe("good");
});

const tricks: readonly (readonly [string, (path: string) => unknown])[] = [
  ["a link", (path) => symlinkSync("/etc/hostname", path)],
  ["a pipe", (path) => execFileSync("mkfifo", [path])],
  ["a folder", (path) => execFileSync("mkdir", [path])],
  ["nothing", () => undefined],
];
test.each(tricks)("%s in its place is a trick, and is not waited for", async (_, make) => {
  make(join(folder, "saved"));
  expect(await keepSaved(join(folder, "saved"), join(folder, "kept"))).toMatchObject({ kind: "tampered" });
});

test("what cannot be written is the machine's fault", async () => {
  writeFileSync(join(folder, "saved"), "good");
  writeFileSync(join(folder, "kept"), "there already");
  expect(await keepSaved(join(folder, "saved"), join(folder, "kept"))).toMatchObject({ kind: "failed" });
});
