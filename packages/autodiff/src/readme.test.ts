import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const programs = [...readme.matchAll(/^```ts\n(.*?)^```/gms)].map((match) => match[1]!);

test.for(programs.map((code, i) => ({ code, i })))("program $i of the README runs", async ({ code, i }) => {
  // In the package, so that it finds itself by name, but not among the sources.
  const file = new URL(`../.readme-${i}.generated.ts`, import.meta.url);
  writeFileSync(file, code);
  try {
    expect(Object.keys((await import(file.href)) as object)).toEqual([]);
  } finally {
    rmSync(file);
  }
});
