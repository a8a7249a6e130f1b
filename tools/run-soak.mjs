// The long runs: every test file, the *.soak.test.ts ones included, with their full counts.
import { spawnSync } from "node:child_process";

const { status } = spawnSync("vitest", ["run", ...process.argv.slice(2)], {
  stdio: "inherit",
  env: { ...process.env, LEMMA_SOAK: "1" },
});
process.exit(status ?? 1);
