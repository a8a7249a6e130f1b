import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { checkWalls } from "./walls.mjs";

const folders = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** A house of two packages, `lower` standing on `upper`, with these files. */
function house(files) {
  const root = mkdtempSync(join(tmpdir(), "walls-"));
  folders.push(root);
  const all = {
    "docs/architecture.md": "1. `upper`: a leaf\n2. `lower`: stands on it\n",
    "packages/upper/package.json": JSON.stringify({ name: "@lemma/upper" }),
    "packages/lower/package.json": JSON.stringify({ name: "@lemma/lower" }),
    "packages/upper/src/index.ts": "export const one = 1;\n",
    "packages/lower/src/index.ts": 'export { one } from "@lemma/upper";\n',
    ...files,
  };
  for (const [file, text] of Object.entries(all)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return root;
}

/** Files that import one another in a ring. */
const ring = (count, line) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, i) => [`packages/upper/src/f${i}.ts`, line(`./f${(i + 1) % count}.ts`, i)]),
  );
const value = (file, i) => `import { x as y } from "${file}";\nexport const x = () => y + ${i};\n`;
const type = (file, i) => `import type { X as Y } from "${file}";\nexport interface X {\n  f${i}: Y;\n}\n`;

test("a house that stands is found to stand", () => {
  expect(checkWalls(house({}))).toEqual({ packages: 2, complaints: [] });
  expect(checkWalls(house(ring(2, value))).complaints).toEqual([]);
});

test.for([
  ["a circle of three files", ring(3, value), /^a circle of 3 files: f\d.ts, f\d.ts, f\d.ts \(upper\)$/],
  ["a circle of types", ring(3, type), /^a circle of 3 files, types included: /],
  [
    "a circle of types and values",
    ring(6, (file, i) => (i === 0 ? type : value)(file, i)),
    /^a circle of 6 files, types included: /,
  ],
  [
    "a circle by what is exported again, and by what is loaded later",
    {
      ...ring(4, value),
      "packages/upper/src/f0.ts": 'export { x } from "./f1.ts";',
      "packages/upper/src/f1.ts": 'export const x = () => import("./f2.ts");',
    },
    /^a circle of 4 files: /,
  ],
  [
    "an arrow upwards",
    { "packages/upper/src/index.ts": 'import { one } from "@lemma/lower";\nexport const two = one;\n' },
    /upper\/src\/index.ts: imports @lemma\/lower, which does not stand above @lemma\/upper/,
  ],
  [
    "a hand behind the exports",
    { "packages/lower/src/a.ts": 'import "@lemma/upper/dist/a.js";\n' },
    /reaches behind @lemma\/upper's exports/,
  ],
  [
    "a hand through the wall",
    { "packages/lower/src/a.ts": 'import { one } from "../../upper/src/index.ts";\n' },
    /reaches into another package/,
  ],
  [
    "a package that nobody knows",
    { "packages/lower/src/a.ts": 'import "@lemma/nowhere";\n' },
    /there is no @lemma\/nowhere/,
  ],
  [
    "a package without a place",
    { "packages/third/package.json": '{ "name": "@lemma/third" }', "packages/third/src/index.ts": "" },
    /the layers do not name third/,
  ],
])("%s is refused", ([, files, complaint]) => {
  const root = house(files);
  const { complaints } = checkWalls(root);
  expect(complaints).toHaveLength(1);
  expect(complaints[0]).toMatch(complaint);
  const command = fileURLToPath(new URL("check-walls.mjs", import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, [command], { cwd: root, encoding: "utf8" });
  expect({ status, stderr: stderr.trim() }).toEqual({ status: 1, stderr: complaints[0] });
});
