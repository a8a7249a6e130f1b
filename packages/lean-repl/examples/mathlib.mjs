// Checks three attempts at a theorem of Mathlib, in a Lake project that has Mathlib and a REPL built:
//
//   node packages/lean-repl/examples/mathlib.mjs /path/to/project
//
// `lemma doctor` prints how to make such a project.
import { mathlibHeader, openVerifier, probeLean } from "@lemma/lean-repl";

const project = process.argv[2] ?? process.cwd();
const probe = await probeLean({ folders: [project] });
for (const { problem, command } of probe.advice) console.log(`note: ${problem}\n      ${command}`);
if (!probe.available.repl) process.exit(3);

const lean = await openVerifier({ kind: "repl", project, timeoutMs: 60_000, concurrency: 2 });
console.log(lean.capabilities);

const theorem = {
  id: "amgm",
  header: mathlibHeader,
  statement: "theorem amgm (a b : ℝ) (ha : 0 ≤ a) (hb : 0 ≤ b) : a * b ≤ ((a + b) / 2) ^ 2 := by",
};
const attempts = ["linarith", "sorry", "nlinarith [sq_nonneg (a - b)]"];
for (const tactics of attempts) {
  const verdict = await lean.verify({ theorem, proof: { kind: "tactics", tactics } });
  console.log(tactics.padEnd(32), verdict.status, verdict.evidence, `${Math.round(verdict.elapsedMs)} ms`);
}

// The same at once, until one is proved.
const { proved } = await lean.firstSuccess(
  theorem,
  attempts.map((tactics) => ({ kind: "tactics", tactics })),
);
console.log("proved by attempt", proved, lean.metrics);
// Known once something was accepted: what replays it through the kernel, or why the evidence is `messages`.
console.log("audit:", lean.capabilities.audit);
await lean[Symbol.asyncDispose]();
