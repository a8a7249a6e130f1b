// Packs every package, installs the tarballs together in an empty project with npm, and proves a theorem there: what a user
// of the published packages meets. Needs the npm registry for the third-party dependencies.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { packAll } from "./pack.mjs";

const project = mkdtempSync(path.join(tmpdir(), "lemma-packed-"));
const run = (command, args, options = {}) => {
  const { status } = spawnSync(command, args, { stdio: "inherit", ...options });
  if (status !== 0) {
    process.stderr.write(`${command} ${args.join(" ")} failed in ${options.cwd ?? "."}\n`);
    process.exit(1);
  }
};

try {
  const tarballs = path.join(project, "tarballs");
  const files = packAll(tarballs).map((name) => `./tarballs/${name}`);
  writeFileSync(path.join(project, "package.json"), JSON.stringify({ name: "empty", private: true, type: "module" }));
  run("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--silent", ...files], { cwd: project });
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
} finally {
  rmSync(project, { recursive: true, force: true });
}
