import { mkdir, readFile, writeFile } from "node:fs/promises";

/**
 * Runs every ```ts block of a README as a program of its own, imported from `dist/readme/` beside it, so that package names
 * resolve as they do for a user. A block that throws, rejects or does not compile fails the test that calls this.
 *
 * @returns how many programs ran.
 */
export async function runReadme(readme: URL): Promise<number> {
  const text = await readFile(readme, "utf8");
  const programs = [...text.matchAll(/^```ts\n([^]*?)^```/gm)].map(([, program]) => program!);
  const folder = new URL("dist/readme/", readme);
  await mkdir(folder, { recursive: true });
  for (const [index, program] of programs.entries()) {
    const file = new URL(`program-${index}.ts`, folder);
    await writeFile(file, `${program}\nexport {};\n`);
    await import(/* @vite-ignore */ file.href);
  }
  return programs.length;
}
