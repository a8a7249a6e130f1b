// Packs every package and asks publint and Are The Types Wrong what an installer of the tarball would complain of. Build first.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";

// The packages are ESM alone: Node 20.19 and later `require` them too, but TypeScript's older resolutions do not find them.
const otherResolutions = ["node10", "node16-cjs"];

/** What both tools have to say about a tarball, a line each. */
async function complaints(tarball, manifest) {
  const bytes = readFileSync(tarball);
  const { messages } = await publint({ pack: { tarball: new Uint8Array(bytes).buffer }, strict: true });
  const analysis = await checkPackage(createPackageFromTarballData(new Uint8Array(bytes)));
  const problems = analysis.types === false ? [{ kind: "NoTypes" }] : analysis.problems;
  return [
    ...messages.map((message) => `publint: ${formatMessage(message, manifest, { color: false })}`),
    ...problems
      .filter((problem) => !otherResolutions.includes(problem.resolutionKind))
      .map((problem) => `attw: ${JSON.stringify(problem)}`),
  ];
}

const folder = mkdtempSync(path.join(tmpdir(), "lemma-tarballs-"));
let failures = 0;
const manifestOf = (name) => JSON.parse(readFileSync(path.join("packages", name, "package.json"), "utf8"));
const names = readdirSync("packages")
  .filter((name) => manifestOf(name).private !== true)
  .sort();
try {
  for (const name of names) {
    const directory = path.join("packages", name);
    const packed = spawnSync("pnpm", ["pack", "--json", "--pack-destination", folder], {
      cwd: directory,
      encoding: "utf8",
    });
    if (packed.status !== 0) throw new Error(`pnpm pack failed in ${directory}: ${packed.stdout}${packed.stderr}`);
    const manifest = manifestOf(name);
    for (const complaint of await complaints(JSON.parse(packed.stdout).filename, manifest)) {
      failures += 1;
      process.stderr.write(`${manifest.name}: ${complaint}\n`);
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}
process.stdout.write(failures === 0 ? `${names.length} tarballs, fit to publish\n` : `${failures} complaints\n`);
process.exitCode = failures === 0 ? 0 : 1;
