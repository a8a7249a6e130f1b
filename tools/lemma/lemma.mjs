#!/usr/bin/env node
// `pnpm lemma …` from a clone: builds what is stale, then runs the command in the caller's folder, its output untouched.
import { spawnSync } from "node:child_process";
import { delimiter } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
// pnpm puts the compiler on the path; without pnpm it is not there.
const PATH = `${root}node_modules/.bin${delimiter}${process.env.PATH}`;
const built = spawnSync("tsc", ["-b"], { cwd: root, env: { ...process.env, PATH }, stdio: ["ignore", 2, 2] });
if (built.error !== undefined)
  process.stderr.write(`lemma: the TypeScript compiler does not start: ${built.error.message}\n`);
if (built.status !== 0) process.exit(built.status ?? 1);
// pnpm runs scripts in the clone; the paths on the command line are those of the folder it was called from.
process.chdir(process.env.INIT_CWD ?? process.cwd());
await import(new URL("../../packages/cli/dist/main.js", import.meta.url));
