// Packs every public package into a folder, to be installed elsewhere before anything is published:
//
//   pnpm pack-all FOLDER        then, in a project:  ONNXRUNTIME_NODE_INSTALL=skip npm install FOLDER/*.tgz
//
// LEMMA_REPOSITORY=https://… fills in `repository`, `homepage` and `bugs` of all manifests, which a clone does not know.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Where a package lives, as npm shows it and as its README's relative links need it. */
export function withRepository(manifest, repository, directory) {
  if (repository === undefined) return manifest;
  const url = repository.replace(/\/$/, "").replace(/\.git$/, "");
  return {
    ...manifest,
    repository: { type: "git", url: `git+${url}.git`, directory },
    homepage: `${url}/tree/main/${directory}#readme`,
    bugs: `${url}/issues`,
  };
}

/** @returns the tarballs' names. */
export function packAll(folder) {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync("packages").sort()) {
    const directory = `packages/${name}`;
    const file = path.join(directory, "package.json");
    const text = readFileSync(file, "utf8");
    const manifest = JSON.parse(text);
    if (manifest.private === true) continue;
    const changed = withRepository(manifest, process.env.LEMMA_REPOSITORY, directory);
    try {
      if (changed !== manifest) writeFileSync(file, `${JSON.stringify(changed, null, 2)}\n`);
      const { status, stderr } = spawnSync("pnpm", ["pack", "--pack-destination", folder], {
        cwd: directory,
        encoding: "utf8",
      });
      if (status !== 0) throw new Error(`pnpm pack failed in ${directory}: ${stderr}`);
    } finally {
      if (changed !== manifest) writeFileSync(file, text);
    }
  }
  return readdirSync(folder).filter((name) => name.endsWith(".tgz"));
}

if (import.meta.filename === process.argv[1]) {
  const [, , folder] = process.argv;
  if (folder === undefined) {
    process.stderr.write("pack-all: give the folder that gets the tarballs\n");
    process.exit(2);
  }
  const files = packAll(path.resolve(folder));
  process.stdout.write(`${files.length} tarballs in ${folder}\n`);
}
