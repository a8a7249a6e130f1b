// Packs every public package into a folder, to be installed elsewhere before anything is published:
//
//   pnpm pack-all FOLDER [PROJECT]      then, in the project:  ONNXRUNTIME_NODE_INSTALL=skip npm install
//
// PROJECT's package.json gets the tarballs as dependencies, and as overrides: npm asks the registry for each dependency that it has
// not placed yet, and without them that is every package of ours, which is not there.
//
// LEMMA_REPOSITORY=https://… fills in `repository`, `homepage` and `bugs` of all manifests, which a clone does not know.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
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

/** Makes tarballs of a folder a project's dependencies, each the only one of its name there; a project that is not there is begun. */
export function addTo(project, folder, files) {
  mkdirSync(project, { recursive: true });
  const file = path.join(project, "package.json");
  const manifest = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : { private: true, type: "module" };
  const own = files.map((name) => {
    const [, bare] = /^lemma-(.*)-\d+\.\d+\.\d+.*\.tgz$/.exec(name);
    return [`@lemma/${bare}`, `file:${path.relative(project, path.join(folder, name))}`];
  });
  const dependencies = { ...manifest.dependencies, ...Object.fromEntries(own) };
  const overrides = { ...manifest.overrides, ...Object.fromEntries(own.map(([name]) => [name, `$${name}`])) };
  writeFileSync(file, `${JSON.stringify({ ...manifest, dependencies, overrides }, null, 2)}\n`);
}

if (import.meta.filename === process.argv[1]) {
  // pnpm runs this in the clone; the paths are those of the folder it was called from.
  const [folder, project] = process.argv.slice(2).map((given) => path.resolve(process.env.INIT_CWD ?? "", given));
  if (folder === undefined) {
    process.stderr.write("pack-all: give the folder that gets the tarballs, and the project that is to have them\n");
    process.exit(2);
  }
  process.stdout.write("packing every package, which takes a minute or so\n");
  const files = packAll(folder);
  process.stdout.write(`${files.length} tarballs in ${folder}\n`);
  if (project !== undefined) {
    addTo(project, folder, files);
    process.stdout.write(`${project}/package.json has them; there: ONNXRUNTIME_NODE_INSTALL=skip npm install\n`);
  }
}
