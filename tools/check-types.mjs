// Type-checks every package with its tests in, type tests (*.test-d.ts) included.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";

let failed = false;
const inFolder = (root) => readdirSync(root).map((name) => `${root}/${name}`);
for (const folder of [...inFolder("packages"), "examples", ...inFolder("research")].sort()) {
  const project = `${folder}/tsconfig.test.json`;
  if (!existsSync(project)) continue;
  const { status } = spawnSync("tsc", ["-p", project], { stdio: "inherit" });
  if (status !== 0) failed = true;
}
process.exit(failed ? 1 : 0);
