// How many tests skip where there is nothing but a clone: no ../shared, and none of the programs that are optional.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

const optional = /^(redis-.*|bwrap|chromium.*|elan|lake|lean|leanc|strace)$/;

/** A folder with everything that is on the path, but what is optional. */
function barePath(folder) {
  for (const place of (process.env.PATH ?? "").split(delimiter)) {
    let names = [];
    try {
      names = readdirSync(place);
    } catch {
      // A folder on the path need not exist.
    }
    for (const name of names.filter((each) => !optional.test(each)))
      try {
        symlinkSync(join(place, name), join(folder, name));
      } catch {
        // The first of a name is the one that is found.
      }
  }
  return folder;
}

/** @param files every source of the checkout, by name; those of tests that may skip are collected, none is run. */
export function bareClone(files) {
  const mayskip = /skipIf|runIf|\.skip\b|hasData|tools\/(?:data|lacks)\.ts/;
  const tests = [...files].filter(([name, text]) => /(?<!\.soak)\.test\.ts$/.test(name) && mayskip.test(text));
  const folder = mkdtempSync(join(tmpdir(), "lemma-bare-"));
  try {
    const report = join(folder, "report.json");
    const { LEMMA_PYTHON: _python, LEMMA_LLAMA_SERVER: _server, ...env } = process.env;
    const args = ["run", "--reporter=json", `--outputFile=${report}`, ...tests.map(([name]) => name)];
    spawnSync("node_modules/.bin/vitest", args, {
      stdio: "ignore",
      env: { ...env, HOME: folder, PATH: barePath(folder), LEMMA_DATA: "/nonexistent", LEMMA_COLLECT: "1" },
    });
    const { numPendingTests, numTotalTests } = JSON.parse(readFileSync(report, "utf8"));
    return `${numPendingTests} of the ${numTotalTests} in ${tests.length} files that may skip`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
