import { once } from "node:events";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { startChild } from "../../../tools/children.ts";

const main = path.join(import.meta.dirname, "../dist/main.js");

const first = "theorem a (n : ℕ) (h : n > 3) : n > 2 := by\n  sorry\n";
const second = "\ntheorem b (n : ℕ) (h : n > 5) : n > 4 := by\n  sorry\n";
const third = "\ntheorem c (n m : ℕ) (h : n < m) : n + 1 ≤ m := by\n  sorry\n";

test.for([
  ["a file", "A.lean"],
  ["a folder", "."],
] as const)(
  "fill --watch on %s fills what is saved, once and again; Ctrl-C ends it with 130 and what was filled stays",
  { timeout: 300_000 },
  async ([, place]) => {
    const folder = await mkdtemp(path.join(tmpdir(), "lemma-watch-"));
    const file = path.join(folder, "A.lean");
    await writeFile(file, first);
    const child = startChild(process.execPath, [main, "fill", place, "--in-place", "--watch", "--study", "none"], {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const exited = once(child, "exit");
    let said = "";
    child.stderr.on("data", (piece: Buffer) => (said += piece.toString()));
    const until = async (words: string | RegExp): Promise<void> => {
      while (said.search(words) === -1) {
        if (child.exitCode !== null) throw new Error(`ended with ${child.exitCode}: ${said}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      said = said.slice(said.search(words) + 1);
    };
    const holesLeft = async (): Promise<number> => (await readFile(file, "utf8")).split("sorry").length - 1;
    const saved = async (more: string): Promise<void> => writeFile(file, `${await readFile(file, "utf8")}${more}`);

    await until(/checked .*1 of 1 theorems proved/);
    await until("waiting for");
    expect(await holesLeft()).toBe(0);
    for (const [more, count] of [
      [second, 2],
      [third, 3],
    ] as const) {
      await saved(more);
      await until(new RegExp(`checked .*${count} of ${count} theorems proved`));
      while ((await holesLeft()) > 0) await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const filled = await readFile(file, "utf8");
    expect(filled.match(/^theorem.*$/gm)).toEqual((first + second + third).match(/^theorem.*$/gm));
    child.kill("SIGINT");
    expect(await exited).toEqual([130, null]);
    expect(said).toContain("lemma: interrupted");
    expect(await readFile(file, "utf8")).toBe(filled);
  },
);
