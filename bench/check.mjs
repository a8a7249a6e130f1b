// The embedded checker: how long a check takes, over real models' attempts.
//
//   node bench/check.mjs [--json]
//
// Attempts: recorded ones at miniF2F (LEMMA_DATA, or shared/data beside the repository); a few of our own where that is
// absent. One core, warm: the first pass over a tenth of them is not counted. `unsupported` is left out: it says how fast
// we give up, not how fast we check.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const { LeanLite } = await import("../packages/lean-lite/dist/index.js");

const json = process.argv.includes("--json");
const say = (...words) => (json ? undefined : console.log(...words));
const data = process.env["LEMMA_DATA"] ?? join(import.meta.dirname, "../../shared/data");

const ownAttempts = [
  [
    "theorem t (a b c : ℝ) : a ^ 2 + b ^ 2 + c ^ 2 ≥ a * b + b * c + c * a := by",
    "nlinarith [sq_nonneg (a - b), sq_nonneg (b - c), sq_nonneg (c - a)]",
  ],
  ["theorem t (x y : ℝ) (h₁ : x + y = 7) (h₂ : x - y = 3) : x = 5 := by", "linarith"],
  ["theorem t (n : ℕ) (h : n % 4 = 3) : n % 2 = 1 := by", "omega"],
  ["theorem t : (∑ k in Finset.range 50, k) % 7 = 0 := by", "decide"],
  ["theorem t (f : ℝ → ℝ) (h : ∀ x, f x = 3 * x + 2) : f 5 = 17 := by", "norm_num [h]"],
  ["theorem t (a b : ℝ) (h : 0 < a) (hb : 0 < b) : 0 < a * b + b / a := by", "positivity"],
  ["theorem t (n : ℕ) : (n + 1) ^ 2 = n ^ 2 + 2 * n := by", "ring"],
].map(([statement, tactics], index) => ({
  theorem: { id: `own ${index}`, statement },
  proof: { kind: "tactics", tactics },
}));

function recordedAttempts() {
  const file = join(data, "lean-verdicts/minif2f_attempts_visible.jsonl");
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, "utf8").trim().split("\n");
  return lines.map((line, index) => {
    const { code } = JSON.parse(line);
    const statement = /^(theorem|lemma)[\s\S]*?:=\s*by\b/m.exec(code)?.[0] ?? "theorem t : False := by";
    return { theorem: { id: `attempt ${index + 1}`, statement }, proof: { kind: "file", code } };
  });
}

const recorded = recordedAttempts();
say(
  recorded === undefined
    ? `no recorded attempts under ${data}: using ${ownAttempts.length} of our own`
    : `${recorded.length} recorded attempts`,
);
const attempts = recorded ?? Array.from({ length: 40 }, () => ownAttempts).flat();

const checker = new LeanLite();
for (const attempt of attempts.slice(0, Math.ceil(attempts.length / 10))) await checker.verify(attempt);

const verdicts = [];
for (const attempt of attempts) {
  const started = performance.now();
  const { status } = await checker.verify(attempt);
  verdicts.push({ status, ms: performance.now() - started });
}

const at = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
function summary(what, chosen) {
  const times = chosen.map(({ ms }) => ms).sort((a, b) => a - b);
  const total = times.reduce((sum, ms) => sum + ms, 0);
  return {
    what,
    checks: times.length,
    medianMs: at(times, 0.5),
    p90Ms: at(times, 0.9),
    p99Ms: at(times, 0.99),
    perSecond: (1000 * times.length) / total,
  };
}
const supported = verdicts.filter(({ status }) => status !== "unsupported" && status !== "mismatch");
const rows = [
  summary(
    "accepted",
    supported.filter(({ status }) => status === "proved"),
  ),
  summary("all", supported),
];

// Cold: a new process that imports the package and checks one proof. The fastest of five; the others met a busy machine.
const entry = JSON.stringify(new URL("../packages/lean-lite/dist/index.js", import.meta.url).href);
const cold = `const { checkProof } = await import(${entry}); checkProof("theorem t : 1 + 1 = 2 := by", "norm_num");`;
const empty = "0";
const fastest = (program) =>
  Math.min(
    ...Array.from({ length: 5 }, () => {
      const started = performance.now();
      spawnSync(process.execPath, ["--input-type=module", "-e", program]);
      return performance.now() - started;
    }),
  );
const [coldMs, nodeMs] = [fastest(cold), fastest(empty)];
rows.push({ what: "cold start", coldMs, nodeMs });

const show = (value) => value.toFixed(value < 10 ? 2 : 0).padStart(9);
say(`\n${"".padEnd(10)}   checks  median ms   p90 ms   p99 ms  checks/s`);
for (const { what, checks, medianMs, p90Ms, p99Ms, perSecond } of rows.slice(0, 2))
  say(
    `${what.padEnd(10)} ${String(checks).padStart(8)} ${show(medianMs)} ${show(p90Ms)} ${show(p99Ms)} ${show(perSecond)}`,
  );
say(
  `cold start ${coldMs.toFixed(0)} ms, of it Node's own ${nodeMs.toFixed(0)} ms; unsupported ${verdicts.length - supported.length}`,
);
const { medianMs, p99Ms, perSecond } = rows[1];
if (json) console.log(JSON.stringify({ name: "check", rows, ratios: { medianMs, p99Ms, perSecond } }));
