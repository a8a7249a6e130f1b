// The figures that say how the house stands, beside what the same counts give at commit 5a8c2fc (29 November 2026).
//   pnpm figures [--skipped]    --skipped also runs the tests of a bare clone that may skip: minutes
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { bareClone } from "./bare-clone.mjs";
import { trustText } from "../packages/lean-lite/dist/book/trust.js";

const before = "5a8c2fc";
const rows = [];
const figure = (name, then, now) => rows.push({ figure: name, [before]: then, now });

/** Every file of that commit below these folders, with its text; nothing where the clone is too shallow to have it. */
function filesThen(...folders) {
  const git = (...args) => spawnSync("git", args, { encoding: "utf8", maxBuffer: 1e9 }).stdout;
  const names = git("ls-tree", "-r", "--name-only", before, "--", ...folders).split("\n");
  return new Map(names.filter((name) => isSource(name)).map((name) => [name, git("show", `${before}:${name}`)]));
}

const isSource = (name) => /\.(ts|mjs)$/.test(name) && !/node_modules|\/dist\//.test(name);
const isProduct = (name) => !/\.(test|test-d)\.ts$|\/(attacks|testing)\//.test(name);

/** The same of this checkout. */
const filesNow = (...folders) =>
  new Map(
    folders
      .flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter(isSource)
      .map((name) => [name, readFileSync(name, "utf8")]),
  );

/** Lines of code: neither blank nor comment, as TRUST.md counts them. */
const codeLines = (text) =>
  text
    .replaceAll(/^\s*\/\*\*[^]*?\*\//gm, "")
    .split("\n")
    .filter((line) => line.trim() !== "" && !/^\s*\/\//.test(line)).length;

const then = filesThen("packages", "bench", "examples");
const now = filesNow("packages", "bench", "examples", "research");
const linesThen = (...patterns) =>
  [...then]
    .filter(([name]) => isProduct(name) && patterns.some((pattern) => pattern.test(name)))
    .reduce((sum, [, text]) => sum + codeLines(text), 0);

// What TRUST.md calls trusted, then: the kernel with the four files it took from `engines`, the reading of statements, the gates, and
// what read the lemmas. All lemmas were assumed; of the book's today only those that have no derivation are.
const lite = "packages/lean-lite/src";
const trustedThen = linesThen(
  new RegExp(`^${lite}/kernel/`),
  new RegExp(`^${lite}/engines/(budget|normnum|polynomial|rational)\\.ts`),
  new RegExp(`^${lite}/syntax/(?!tactics|tactic-shapes|patterns|proof-terms)`),
  new RegExp(`^${lite}/elaborate/`),
  new RegExp(`^${lite}/(check|check-file|file|verifier|goal/goal)\\.ts`),
  new RegExp(`^${lite}/(library/(index|table)|lemmas/(lemma|sources))\\.ts`),
);
const lemmasThen = linesThen(new RegExp(`^${lite}/(library|lemmas)/(?!index|table|lemma\\.|sources)`));
const trust = trustText();
const numberIn = (pattern) => Number(pattern.exec(trust)[1]);
figure("trusted lines of code (TRUST.md)", trustedThen, numberIn(/\| all \| \d+ \| (\d+) \|/));
figure("lines of lemmas that are assumed", lemmasThen, numberIn(/\*\*sampled: \d+, on (\d+)/));
figure("assumed lemmas", 3943, numberIn(/\*\*sampled: (\d+)/));

for (const constant of ["pow", "abs", "dvd", "Nat.gcd"]) {
  const spelt = (files) =>
    [...files].filter(
      ([name, text]) =>
        /^packages\/lean-(kernel|lite)\/src\//.test(name) && isProduct(name) && text.includes(`"${constant}"`),
    ).length;
  figure(`files that spell "${constant}"`, spelt(then), spelt(now));
}

/** Values that a package's face exports, and those of them that no README, other package, bench or example has. */
function faces(files, readme) {
  let values = 0;
  let unused = 0;
  for (const [name, face] of files) {
    const folder = /^packages\/([^/]+)\/src\/index\.ts$/.exec(name)?.[1];
    if (folder === undefined) continue;
    const others = [...files].filter(([file]) => !file.startsWith(`packages/${folder}/`)).map(([, text]) => text);
    const own = readme(folder);
    for (const [, typeOnly, names] of face.matchAll(/^export (type )?\{([^}]*)\}/gm)) {
      if (typeOnly !== undefined) continue;
      for (const item of names.split(",").map((text) => text.trim())) {
        if (item === "" || item.startsWith("type ")) continue;
        values += 1;
        const word = new RegExp(`\\b${item.split(" as ").at(-1).replaceAll("$", "\\$")}\\b`);
        if (!word.test(own) && !others.some((text) => word.test(text))) unused += 1;
      }
    }
  }
  return { values, unused };
}
const show = (file) => spawnSync("git", ["show", `${before}:${file}`], { encoding: "utf8" }).stdout;
const [facesThen, facesNow] = [
  faces(then, (folder) => show(`packages/${folder}/README.md`)),
  faces(now, (folder) => readFileSync(`packages/${folder}/README.md`, "utf8")),
];
figure("exported values", facesThen.values, facesNow.values);
figure("of these: in no README, package, bench or example", facesThen.unused, facesNow.unused);

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

// That commit's was counted in a checkout of it, by the same words: its tests collected by the runner of today's, tools/collect-runner.ts.
if (process.argv.includes("--skipped"))
  figure("tests skipped in a bare clone", "71 of the 280 in 19 files that may skip", bareClone(now));

console.table(rows);
