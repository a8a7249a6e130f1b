// `pnpm example NAME …` from a clone: builds what is stale, then runs the program in the caller's folder.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { delimiter } from "node:path";

const here = import.meta.dirname;
const names = readdirSync(here).filter((name) => existsSync(`${here}/${name}/main.ts`));
const [name] = process.argv.splice(2, 1);
if (!names.includes(name)) {
  process.stderr.write(`pnpm example: expected one of ${names.join(", ")}\n`);
  process.exit(2);
}
const PATH = `${here}/../node_modules/.bin${delimiter}${process.env.PATH}`;
const built = spawnSync("tsc", ["-b"], { cwd: here, env: { ...process.env, PATH }, stdio: ["ignore", 2, 2] });
if (built.error !== undefined)
  process.stderr.write(`pnpm example: the TypeScript compiler does not start: ${built.error.message}\n`);
if (built.status !== 0) process.exit(built.status ?? 1);
process.chdir(process.env.INIT_CWD ?? process.cwd());
// A reader that closes the pipe (`| head`) has seen enough; the program ends by itself.
process.stdout.on("error", (error) => {
  if (error.code !== "EPIPE") throw error;
});
try {
  await import(`./dist/${name}/main.js`);
} catch (error) {
  if (error?.code !== "bad-input" && error?.code !== "ENOENT") throw error;
  process.stderr.write(`pnpm example ${name}: ${error.message}\n`);
  process.exitCode = 2;
}
