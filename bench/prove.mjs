// `lemma prove` on the embedded model, stage by stage: seconds a theorem, and seconds of the adaptation alone.
//   pnpm bench prove [--json]
//
// The first theorem pays for compiling each program once and is shown apart. Theorems without a verified lemma adapt nothing;
// the adaptation's time is over those that did.
import { openLemma } from "../packages/lemma-core/dist/index.js";

const json = process.argv.includes("--json");
const say = (...words) => (json ? undefined : console.log(...words));
const seeds = [1, 2, 3];
// In miniF2F's manner; in no training set.
const statements = {
  system: "(x y : ℝ) (h₀ : 3 * x + y = 17) (h₁ : x - y = 3) : x = 5",
  mean: "(a b : ℝ) (h₀ : a ^ 2 + b ^ 2 = 6) : a * b ≤ 3",
  linear: "(x : ℝ) (h₀ : 5 * x + 3 = 2 * x + 18) : x = 5",
  modular: "(n : ℕ) (h₀ : n % 7 = 5) : (2 * n + 1) % 7 = 4",
  remainder: "(129 * 34 + 77) % 11 = 8",
  value: "(f : ℝ → ℝ) (h₀ : ∀ x, f x = 3 * x ^ 2 - 2 * x + 7) : f 2 = 15",
};
const stages = ["refuse", "conjecture", "prove and verify lemmas", "weigh", "adapt", "attempt and verify"];
/** The stage that an event ends. */
const stageOf = {
  started: "refuse",
  conjectured: "conjecture",
  verified: "prove and verify lemmas",
  weighed: "weigh",
  adapted: "adapt",
  attempted: "attempt and verify",
  proved: "attempt and verify",
  finished: "attempt and verify",
};
const sum = (values) => values.reduce((total, value) => total + value, 0);
const mean = (values) => (values.length === 0 ? Number.NaN : sum(values) / values.length);

async function proveOnce(lemma, id, seed) {
  const seconds = Object.fromEntries(stages.map((stage) => [stage, 0]));
  let before = performance.now();
  let adapted = false;
  let proved = false;
  const theorem = {
    id,
    statement: `theorem ${id} ${statements[id].startsWith("(") ? "" : ": "}${statements[id]} := by`,
  };
  for await (const event of lemma.prove(theorem, { seed })) {
    const now = performance.now();
    seconds[stageOf[event.type]] += (now - before) / 1000;
    before = now;
    if (event.type === "adapted") adapted = event.skipped === undefined;
    if (event.type === "finished") proved = event.proved;
  }
  return { theorem: id, seed, proved, adapted, total: sum(Object.values(seconds)), ...seconds };
}

const opening = performance.now();
const lemma = await openLemma();
const openSeconds = (performance.now() - opening) / 1000;
try {
  const first = await proveOnce(lemma, "system", 0);
  const rows = [];
  for (const seed of seeds) for (const id of Object.keys(statements)) rows.push(await proveOnce(lemma, id, seed));
  const studied = rows.filter(({ adapted }) => adapted);
  const secondsPerTheorem = mean(rows.map(({ total }) => total));
  const adaptSeconds = mean(studied.map(({ adapt }) => adapt));
  say(`opening ${openSeconds.toFixed(2)} s; first theorem ${first.total.toFixed(2)} s, programs compiled`);
  for (const stage of stages) {
    const own = (stage === "weigh" || stage === "adapt" ? studied : rows).map((row) => row[stage]);
    say(
      `  ${stage.padEnd(24)} mean ${mean(own).toFixed(3)} s, most ${Math.max(0, ...own).toFixed(3)} s, of ${own.length}`,
    );
  }
  say(
    `  ${"a theorem".padEnd(24)} mean ${secondsPerTheorem.toFixed(3)} s, most ${Math.max(...rows.map(({ total }) => total)).toFixed(3)} s; ${rows.filter(({ proved }) => proved).length} of ${rows.length} proved, ${studied.length} adapted`,
  );
  const ratios = { secondsPerTheorem, adaptSeconds };
  if (json) console.log(JSON.stringify({ name: "prove", openSeconds, first, rows, ratios }));
} finally {
  await lemma[Symbol.asyncDispose]();
}
