// The figures that say how the house stands, beside what they were at commit 5a8c2fc (29 November 2026), where that was counted.
//   pnpm figures [--skipped]    --skipped also runs the tests that compare with recorded data as a bare clone would: minutes
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { trustText } from "../packages/lean-lite/dist/book/trust.js";

const rows = [];
const figure = (name, before, now) => rows.push({ figure: name, "5a8c2fc": before, now });

/** TypeScript files below a folder, tests left out. */
const sources = (folder, tests = false) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(
      (entry) => entry.isFile() && /\.(ts|mjs)$/.test(entry.name) && !/node_modules|\/dist\b/.test(entry.parentPath),
    )
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => tests || !/\.(test|test-d)\.ts$|\/(attacks|testing)\//.test(file));

const trust = trustText();
const numberIn = (pattern) => Number(pattern.exec(trust)[1]);
// Then 8.6 thousand lines and 468 of `engines`, comments and blanks among them; TRUST.md counts code alone.
figure("trusted lines of code (TRUST.md)", "9,068 with comments", numberIn(/\| all \| \d+ \| (\d+) \|/));
figure("assumed lemmas", 3943, numberIn(/\*\*sampled: (\d+)/));

const checker = [...sources("packages/lean-kernel/src"), ...sources("packages/lean-lite/src")].map((file) =>
  readFileSync(file, "utf8"),
);
for (const [constant, before] of [
  ["pow", 11],
  ["abs", 8],
  ["dvd", 6],
  ["Nat.gcd", 6],
])
  figure(`files that spell "${constant}"`, before, checker.filter((text) => text.includes(`"${constant}"`)).length);

const exported = (text) =>
  [...text.matchAll(/^export (type )?\{([^}]*)\}/gm)].flatMap(([, typeOnly, names]) =>
    names
      .split(",")
      .map((name) => name.trim())
      .filter((name) => name !== "" && typeOnly === undefined && !name.startsWith("type "))
      .map((name) => name.split(" as ").at(-1)),
  );
const users = new Map();
for (const folder of ["packages", "bench", "examples"])
  for (const file of sources(folder, true)) users.set(file, readFileSync(file, "utf8"));
let values = 0;
let unused = 0;
for (const folder of readdirSync("packages").filter((name) => existsSync(`packages/${name}/src/index.ts`))) {
  const others = [...users].filter(([file]) => !file.startsWith(`packages/${folder}/`)).map(([, text]) => text);
  const readme = readFileSync(`packages/${folder}/README.md`, "utf8");
  for (const name of exported(readFileSync(`packages/${folder}/src/index.ts`, "utf8"))) {
    values += 1;
    const word = new RegExp(`\\b${name.replaceAll("$", "\\$")}\\b`);
    if (!word.test(readme) && !others.some((text) => word.test(text))) unused += 1;
  }
}
figure("exported values", 392, values);
figure("of these: in no README, package, bench or example", "154, READMEs not counted", unused);

/** Processor seconds of a program of this checkout, the median of three. */
function processorSeconds(...program) {
  const hook =
    "data:text/javascript,process.on('exit',()=>{const u=process.cpuUsage();process.stderr.write('cpu '+(u.user+u.system))})";
  const runs = [0, 1, 2].map(() => {
    const { stderr } = spawnSync(process.execPath, ["--import", hook, ...program], { encoding: "utf8" });
    return Number(/cpu (\d+)$/.exec(stderr)[1]) / 1e6;
  });
  return `${runs.toSorted((a, b) => a - b)[1].toFixed(2)} s`;
}
figure("processor time of an empty program", "0.13 s", processorSeconds("--eval", "0"));
figure("processor time of lemma --help", "2.0 s", processorSeconds("packages/cli/dist/main.js", "--help"));
const core = `import ${JSON.stringify(join(process.cwd(), "packages/lemma-core/dist/index.js"))}`;
figure("processor time of importing @lemma/core", "1.7 s", processorSeconds("--input-type=module", "--eval", core));

if (process.argv.includes("--skipped")) {
  const files = [...users]
    .filter(([file, text]) => file.endsWith(".test.ts") && text.includes("tools/data.ts"))
    .map(([file]) => file);
  const { stdout } = spawnSync("node_modules/.bin/vitest", ["run", "--reporter=json", ...files], {
    encoding: "utf8",
    env: { ...process.env, LEMMA_DATA: "/nonexistent" },
    maxBuffer: 1e9,
  });
  const report = JSON.parse(stdout.slice(stdout.indexOf('{"numTotalTestSuites"')));
  figure(
    "tests skipped in a bare clone, of those that read recorded data",
    "9 in lean-lite alone",
    `${report.numPendingTests} of ${report.numTotalTests}`,
  );
}

console.table(rows);
