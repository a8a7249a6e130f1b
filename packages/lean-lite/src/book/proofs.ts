import { readFileSync, renameSync, writeFileSync } from "node:fs";

const source = (name: string): URL => new URL(`../../src/book/${name}`, import.meta.url);
/**
 * The recorded proofs of the book's lemmas: tactics after `-- `, and below them the lemmas that they prove, `name ℕ ℤ`. Tactics
 * find their certificates anew each time; the file says only which to run.
 */
const proofsFile = "proofs.txt";

/** Writes a file of the book whole or not at all, however the process ends. */
export function writeSource(name: string, text: string): void {
  writeFileSync(source(`${name}.partial`), text);
  renameSync(source(`${name}.partial`), source(name));
}

/** Tactics by the title of what they prove. */
export function readProofs(): Map<string, string> {
  const proofs = new Map<string, string>();
  let tactics: string[] = [];
  let isHeading = false;
  for (const line of readFileSync(source(proofsFile), "utf8").trim().split("\n")) {
    if (line.startsWith("-- ")) {
      if (!isHeading) tactics = [];
      tactics.push(line.slice(3));
      isHeading = true;
      continue;
    }
    isHeading = false;
    const [name, ...types] = line.split(" ") as [string, ...string[]];
    const titles = types.length === 0 ? [name] : types.map((type) => `${name} ${type}`);
    for (const title of titles) proofs.set(title, tactics.join("\n"));
  }
  return proofs;
}

/** Most used first, so that a reader sees what carries the book. */
export function writeProofs(proofs: ReadonlyMap<string, string>): void {
  const groups = new Map<string, Map<string, string[]>>();
  for (const [title, tactics] of proofs) {
    const [name, type] = title.split(" ") as [string, string?];
    const names = groups.get(tactics) ?? new Map<string, string[]>();
    names.set(name, [...(names.get(name) ?? []), ...(type === undefined ? [] : [type])]);
    groups.set(tactics, names);
  }
  const size = (names: ReadonlyMap<string, readonly string[]>): number =>
    [...names.values()].reduce((sum, types) => sum + Math.max(1, types.length), 0);
  const blocks = [...groups]
    .sort(([, a], [, b]) => size(b) - size(a))
    .map(([tactics, names]) => {
      const lines = [...names].map(([name, types]) => [name, ...types].join(" "));
      return [...tactics.split("\n").map((line) => `-- ${line}`), ...lines].join("\n");
    });
  writeSource(proofsFile, `${blocks.join("\n")}\n`);
}
