// Runs every test of the workspace in one vitest process; extra arguments go to vitest.
import { spawnSync } from "node:child_process";

const { status } = spawnSync("vitest", ["run", ...process.argv.slice(2)], { stdio: "inherit", env: process.env });
process.exit(status ?? 1);
