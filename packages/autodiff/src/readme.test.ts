import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

describe.each(["README.md", "../../docs/guides/adding-an-op.md"])("%s", (document) => {
  const text = readFileSync(new URL(`../${document}`, import.meta.url), "utf8");
  const programs = [...text.matchAll(/^```ts\n(.*?)^```/gms)].map((match) => match[1]!);

  test.for(programs.map((code, i) => ({ code, i })))("program $i runs", async ({ code, i }) => {
    // In the package, so that it finds itself by name, but not among the sources.
    const file = new URL(`../.readme-${document.length}-${i}.generated.ts`, import.meta.url);
    writeFileSync(file, code);
    try {
      expect(await import(file.href)).toBeTypeOf("object");
    } finally {
      rmSync(file);
    }
  });

  test("has programs", () => expect(programs.length).toBeGreaterThan(0));
});
