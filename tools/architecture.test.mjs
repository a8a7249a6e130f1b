import { existsSync, readFileSync, readdirSync } from "node:fs";
import { basename, dirname, join, normalize } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const page = readFileSync(join(root, "docs/architecture.md"), "utf8");
const section = (title) => page.slice(page.indexOf(`## ${title}`)).split(/\n## /)[0];
/** Links of a text to files of this repository: what they say, and where they lead. */
const linksIn = (text) =>
  [...text.matchAll(/\[`([^`]+)`\]\(([^)#]+)\)/g)].map(([, words, to]) => ({
    words,
    file: normalize(join("docs", to)),
  }));

test("every file that the page names is a link to it, under its own name", () => {
  const unlinked = page.replaceAll(/\[`[^`]+`\]\([^)]+\)/g, "");
  // Beside an example, wherever that is; what runs leave on disk; and examples of names.
  const others = ["main.ts", "main.test.ts", "results.jsonl", "studies.jsonl"];
  const named = [...unlinked.matchAll(/`([\w./-]+\.(?:ts|md|mjs|json|jsonl))`/g)].map(([, name]) => name);
  expect(named.filter((name) => !others.includes(name))).toEqual([]);
  for (const { words, file } of linksIn(page)) {
    expect([file, existsSync(join(root, file))]).toEqual([file, true]);
    expect([words, !words.endsWith(".ts") || file.endsWith(words)]).toEqual([words, true]);
  }
});

test("each question of where to add something has a file and its test", () => {
  const rows = section("Where do I add")
    .split("\n")
    .filter((line) => /^\| an? /.test(line));
  expect(rows.length).toBeGreaterThan(10);
  for (const row of rows) {
    const [, what, place, tests] = row.split(" | ").length === 3 ? ["", ...row.split(" | ")] : [];
    expect([row, what === undefined]).toEqual([row, false]);
    expect([what, linksIn(place).length > 0, linksIn(tests).length > 0 || tests.includes("main.test.ts")]).toEqual([
      what,
      true,
      true,
    ]);
    for (const { file } of linksIn(tests)) expect(file).toMatch(/\.test\.ts$/);
  }
});

/** Where an import of a package leads, within the repository: by what its manifest exports. */
const entries = new Map(
  readdirSync(join(root, "packages")).flatMap((folder) => {
    const { name, exports = {} } = JSON.parse(readFileSync(join(root, "packages", folder, "package.json"), "utf8"));
    return Object.entries(exports).flatMap(([path, { default: built }]) =>
      built === undefined
        ? []
        : [[name + path.slice(1), join("packages", folder, built.replace("/dist/", "/src/").replace(/\.js$/, ".ts"))]],
    );
  }),
);
function importsOf(file) {
  const text = readFileSync(join(root, file), "utf8");
  const specifiers = [
    ...text.matchAll(/^(?:import|export)\b[^"';]*?"([^"]+)"|\bimport\("([^"]+)"\)|new URL\("([^"]+)"/gm),
  ];
  return specifiers.flatMap(([, from, later, started]) => {
    const specifier = from ?? later ?? started;
    // A thread is started from what is built.
    if (specifier.startsWith(".")) return [normalize(join(dirname(file), specifier.replace(/\.js$/, ".ts")))];
    return entries.get(specifier) ?? [];
  });
}

test("what a theorem passes on its way through `lemma prove` is loaded from there", () => {
  const way = linksIn(section("One theorem's way")).map(({ file }) => file);
  expect(way.map((file) => basename(file)).slice(0, 3)).toEqual(["main.ts", "run.ts", "prove.ts"]);
  expect(new Set(way).size).toBe(way.length);
  const loaded = new Set([way[0]]);
  for (const file of loaded)
    if (file.endsWith(".ts") && existsSync(join(root, file))) for (const next of importsOf(file)) loaded.add(next);
  expect(way.filter((file) => !loaded.has(file))).toEqual([]);
});
