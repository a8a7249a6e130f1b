// Type-checks every package with its tests in, type tests (*.test-d.ts) included.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";

let failed = false;
for (const root of ["packages", "examples"]) {
  if (!existsSync(root)) continue;
  for (const name of readdirSync(root).sort()) {
    const project = `${root}/${name}/tsconfig.test.json`;
    if (!existsSync(project)) continue;
    const { status } = spawnSync("tsc", ["-p", project], { stdio: "inherit" });
    if (status !== 0) failed = true;
  }
}
process.exit(failed ? 1 : 0);
