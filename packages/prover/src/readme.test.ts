import { mkdir, readFile, writeFile } from "node:fs/promises";
import { expect, test } from "vitest";

test("the README's programs run", async () => {
  const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
  const programs = [...readme.matchAll(/^```ts\n([^]*?)^```/gm)].map(([, program]) => program!);
  expect(programs).toHaveLength(3);
  // In the package, so that it finds itself by name, but not among the sources.
  const folder = new URL("../dist/readme/", import.meta.url);
  await mkdir(folder, { recursive: true });
  for (const [index, program] of programs.entries()) {
    const file = new URL(`program-${index}.ts`, folder);
    await writeFile(file, `${program}\nexport {};\n`);
    await import(/* @vite-ignore */ file.href);
  }
});
