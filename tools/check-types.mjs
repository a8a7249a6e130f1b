// Type-checks every package with its tests in, type tests (*.test-d.ts) included.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";

let failed = false;
const inFolder = (root) => readdirSync(root).map((name) => `${root}/${name}`);
for (const folder of [...inFolder("packages"), "examples", ...inFolder("research")].toSorted((a, b) =>
  a < b ? -1 : 1,
)) {
  const project = `${folder}/tsconfig.test.json`;
  if (!existsSync(project)) continue;
  const { status } = spawnSync("tsc", ["-p", project], { stdio: "inherit" });
  if (status !== 0) failed = true;
}

// Benches and tools are plain JavaScript, which says too little for full types: of them it is asked only that every module and export they name
// is there, and that calls pass as many arguments as are taken. What the compiler says of its own options or files (5xxx, 6053, 18003) fails, too.
const plain = ["bench", "bench/lab", "bench/peers", "tools", "tools/lemma"]
  .flatMap(inFolder)
  .filter((file) => file.endsWith(".mjs"));
const flags =
  "--ignoreConfig --noEmit --allowJs --checkJs --skipLibCheck --module nodenext --target es2023 --types node";
const { stdout } = spawnSync("tsc", [...flags.split(" "), "--strict", "false", ...plain], { encoding: "utf8" });
const wrong = stdout.split("\n").filter((line) => /error TS(2305|2307|2554|2614|2724|5\d{3}|6053|18003):/.test(line));
for (const line of wrong) console.error(line);
process.exit(failed || wrong.length > 0 ? 1 : 0);
