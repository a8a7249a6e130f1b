// Packs every package, installs the tarballs together in an empty project with npm, and proves a theorem there: what a user
// of the published packages meets. Needs the npm registry for the third-party dependencies.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { minVersion, satisfies } from "semver";
import { addTo, packAll } from "../pack.mjs";

const project = mkdtempSync(path.join(tmpdir(), "lemma-packed-"));
const fail = (problem) => {
  throw new Error(problem);
};

/** What npm chose must run on the oldest Node that we promise. */
function checkEngines(lockFile) {
  const oldest = minVersion(JSON.parse(readFileSync("package.json", "utf8")).engines.node);
  const { packages } = JSON.parse(readFileSync(lockFile, "utf8"));
  const refusing = Object.entries(packages).filter(
    ([, { engines }]) => engines?.node !== undefined && !satisfies(oldest, engines.node),
  );
  if (refusing.length === 0) return;
  fail(
    `not for Node ${oldest}:\n${refusing.map(([name, { version, engines }]) => `${name}@${version} wants ${engines.node}`).join("\n")}`,
  );
}

const run = (command, args, options = {}) => {
  const { status } = spawnSync(command, args, { stdio: "inherit", ...options });
  if (status !== 0) fail(`${command} ${args.join(" ")} failed`);
};

try {
  const tarballs = path.join(project, "tarballs");
  const files = packAll(tarballs);
  writeFileSync(path.join(project, "package.json"), JSON.stringify({ name: "empty", private: true, type: "module" }));
  addTo(project, tarballs, files);
  const flags = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel", "http"];
  const { status, stderr } = spawnSync("npm", ["install", ...flags], { cwd: project, encoding: "utf8" });
  const asked = stderr.split("\n").filter((line) => /http fetch .*@lemma/.test(line));
  if (status !== 0 || asked.length > 0)
    fail(status === 0 ? `npm asked for what it was given:\n${asked.join("\n")}` : stderr);
  checkEngines(path.join(project, "package-lock.json"));
  const source = readFileSync("examples/prove-one/main.ts", "utf8");
  // The example is plain enough to be JavaScript once its types are gone; TypeScript checks it as it is.
  writeFileSync(path.join(project, "main.ts"), source);
  const compiler = {
    module: "NodeNext",
    target: "ES2022",
    strict: true,
    outDir: "out",
    types: ["node"],
    lib: ["ES2023", "ESNext.Disposable"],
  };
  writeFileSync(path.join(project, "tsconfig.json"), JSON.stringify({ compilerOptions: compiler, files: ["main.ts"] }));
  run("npm", ["install", "--no-audit", "--no-fund", "--silent", "--save-dev", "typescript@7.0.2", "@types/node@20"], {
    cwd: project,
  });
  run("npx", ["tsc"], { cwd: project });
  run("node", ["out/main.js"], { cwd: project });
  process.stdout.write(`packed packages work in an empty project (${files.length} tarballs)\n`);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
} finally {
  rmSync(project, { recursive: true, force: true });
}
