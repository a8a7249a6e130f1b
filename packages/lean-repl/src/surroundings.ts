import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/**
 * What the imports of a Lake project mean just now: the toolchain and the revisions of its packages by their content, its own
 * built modules by size and time. Verdicts of yesterday's Mathlib are not today's.
 */
export function projectSurroundings(project: string): string {
  const hash = createHash("sha256");
  for (const name of ["lean-toolchain", "lake-manifest.json", "lakefile.lean", "lakefile.toml"])
    hash.update(`${name}:${contentOf(join(project, name))}\n`);
  for (const module of builtModules(join(project, ".lake", "build", "lib"))) hash.update(`${module}\n`);
  return hash.digest("hex");
}

function contentOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function builtModules(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".olean"))
      .sort()
      .map((name) => {
        const { size, mtimeMs } = statSync(join(folder, name));
        return `${name} ${size} ${mtimeMs}`;
      });
  } catch {
    return [];
  }
}

/** The same, looked up anew at most every so often: a check must not pay for thousands of files. */
export function surroundingsOf(project: string, lookEveryMs = 10_000): () => string {
  let known = "";
  let until = Number.NEGATIVE_INFINITY;
  return () => {
    const now = performance.now();
    if (now < until) return known;
    until = now + lookEveryMs;
    return (known = projectSurroundings(project));
  };
}
