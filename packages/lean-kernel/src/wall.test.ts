import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { expect, test } from "vitest";
import * as face from "./index.ts";
import { lemmaAt, lemmasOf } from "./book/book.ts";
import { numeral, trueTerm } from "./logic.ts";
import { truth } from "./derived.ts";
import { discharge, modusPonens, specialize, takeAssumptionDoor } from "./theorem.ts";
import { real } from "./type.ts";

const here = import.meta.dirname;
const repository = path.join(here, "../../..");

/** All TypeScript and JavaScript of the repository that somebody wrote. */
function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === "node_modules" || entry.name === "dist" || entry.name.startsWith(".")) return [];
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return sources(file);
    return /\.m?[jt]s$/.test(entry.name) ? [file] : [];
  });
}
const importsOf = (file: string): string[] =>
  [...readFileSync(file, "utf8").matchAll(/(?:from|import|import\()\s*["']([^"'\n]+)["']/g)].map(([, name]) => name!);

test("nobody imports what lies behind the wall, and the kernel imports nothing but the interfaces", () => {
  const through: string[] = [];
  for (const folder of ["packages", "bench", "examples", "tools"].map((name) => path.join(repository, name))) {
    for (const file of sources(folder)) {
      const inside = file.startsWith(path.join(repository, "packages/lean-kernel/"));
      for (const name of importsOf(file)) {
        const isRelative = name.startsWith(".");
        const isForeign = isRelative && path.resolve(path.dirname(file), name).includes("/lean-kernel/");
        if (!inside && isForeign) through.push(`${path.relative(repository, file)}: ${name}`);
        if (
          inside &&
          !file.endsWith(".test.ts") &&
          !isRelative &&
          name !== "@lemma/interfaces" &&
          file.startsWith(here)
        )
          through.push(`${path.relative(repository, file)}: ${name}`);
      }
    }
  }
  expect(through).toEqual([]);
});

test("the package's exports end at the wall", () => {
  const { resolve } = createRequire(import.meta.url);
  expect(resolve("@lemma/lean-kernel")).toContain("lean-kernel");
  for (const inside of ["dist/theorem.js", "dist/book/book.js", "src/theorem.ts", "theorem", "dist/index.js"])
    expect(() => resolve(`@lemma/lean-kernel/${inside}`)).toThrow(/not defined by "exports"/);
  expect(Object.keys(face).filter((name) => /axiom|assum|door/i.test(name))).toEqual(["assume"]);
});

test("there is one door for assumptions, and the book has it", () => {
  expect(() => takeAssumptionDoor()).toThrow(/taken/);
  // Whoever takes it first, by a file's path, is left without a book.
  const at = (file: string): string => JSON.stringify(new URL(`../dist/${file}`, import.meta.url).href);
  const program = `
    const { takeAssumptionDoor } = await import(${at("theorem.js")});
    takeAssumptionDoor();
    await import(${at("index.js")}).then(() => console.log("open"), (error) => console.log(error.message));`;
  const { stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", program], { encoding: "utf8" });
  expect(stdout).toBe("the door for assumptions is taken\n");
});

test("a theorem says which lemmas it rests on, through every rule that joins premises", () => {
  const namesOf = (theorem: face.Theorem): string[] =>
    lemmasOf(theorem).map(({ name, type }) => `${name} ${type?.name ?? ""}`);
  const lemma = (name: string, type?: face.Type): face.Theorem => lemmaAt(name, type)!.theorem;
  expect(namesOf(truth())).toEqual([]);
  const square = specialize(lemma("sq_nonneg", real), numeral(3, real));
  expect(namesOf(square)).toEqual(["sq_nonneg ℝ"]);
  const both = face.conjoin(square, lemma("Real.pi_pos"));
  expect(namesOf(both)).toEqual(["sq_nonneg ℝ", "Real.pi_pos "]);
  expect(namesOf(face.side(both, 0))).toEqual(["sq_nonneg ℝ", "Real.pi_pos "]);
  // A branch's lemmas count, whether the case is taken or not.
  const either = face.orLeft(truth(), trueTerm);
  const weaker = modusPonens(discharge(both.conclusion, truth()), both);
  expect(namesOf(face.cases(either, truth(), weaker))).toEqual(["sq_nonneg ℝ", "Real.pi_pos "]);
});
