// `pnpm example NAME …` from a clone: builds what is stale, then runs the program in the caller's folder.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";

const here = import.meta.dirname;
const names = readdirSync(here).filter((name) => existsSync(`${here}/${name}/main.ts`));
const [name] = process.argv.splice(2, 1);
if (!names.includes(name)) {
  process.stderr.write(`pnpm example: expected one of ${names.join(", ")}\n`);
  process.exit(2);
}
const built = spawnSync("tsc", ["-b"], { cwd: here, stdio: ["ignore", 2, 2] });
if (built.status !== 0) process.exit(built.status ?? 1);
process.chdir(process.env.INIT_CWD ?? process.cwd());
await import(`./dist/${name}/main.js`);
