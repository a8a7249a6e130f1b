import { existsSync, readdirSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { expect, test, vi } from "vitest";

// What the pages of docs/ show and point to is tried here, in a package that finds the library by name as a user's would.
const root = resolve(import.meta.dirname, "..");
const inFolder = (folder: string): string[] =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(folder, name));
const examples = readdirSync(join(root, "examples"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !["dist", "node_modules"].includes(entry.name))
  .flatMap(({ name }) => inFolder(`examples/${name}`));
const pages = [...inFolder("."), ...inFolder("docs"), ...inFolder("docs/guides"), ...inFolder("examples"), ...examples];

test.for(pages)("%s: what it links to is there", async (page) => {
  const text = await readFile(join(root, page), "utf8");
  const links = [...text.matchAll(/\]\(([^)#\s]+)/g)].map(([, link]) => link!).filter((link) => !/^\w+:/.test(link));
  expect(links.filter((link) => !existsSync(resolve(root, dirname(page), link)))).toEqual([]);
});

test.for(["README.md", "docs/guides/adding-a-verifier.md"])("%s: its program runs", async (page) => {
  const [, program] = /^```ts\n([^]*?)^```/m.exec(await readFile(join(root, page), "utf8"))!;
  const folder = join(import.meta.dirname, "dist/guides");
  await mkdir(folder, { recursive: true });
  const file = join(folder, `${page.replaceAll(/\W/g, "-")}.ts`);
  await writeFile(file, `${program!}\nexport {};\n`);
  const said = vi.spyOn(console, "log").mockImplementation(() => undefined);
  await import(/* @vite-ignore */ file);
  // Both print that their proof is one.
  expect(["proved", true]).toContain(said.mock.calls[0]?.[0]);
  said.mockRestore();
});
