// The client of real Lean: what it adds to a check, how well its pool keeps workers busy, what its reuse saves.
//
//   node bench/verify.mjs [--json]
//
// Lean's own time is played by a stand-in process that sleeps for a declared time, so the figures are the client's. Audits
// are off: each accepted proof would pay an import of its own.
import { spawn } from "node:child_process";
import { tmpdir } from "node:os";

const { openRepl } = await import("../packages/lean-repl/dist/index.js");
const { standInRepl } = await import("../packages/lean-repl/dist/testing/index.js");

const json = process.argv.includes("--json");
const say = (...words) => (json ? undefined : console.log(...words));
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
/** The lowest median of batches of 50: what else the machine does comes and goes, and can only slow a batch down. */
const quietMedian = (values) =>
  Math.min(
    ...Array.from({ length: Math.floor(values.length / 50) }, (_, at) => median(values.slice(at * 50, at * 50 + 50))),
  );
const open = async (settings, options) =>
  await openRepl({
    replCommand: standInRepl(settings),
    project: tmpdir(),
    sandbox: "off",
    audit: "off",
    cacheEntries: 0,
    warmSpares: 0,
    memoryMb: 1000,
    ...options,
  });
const request = (index, tactics) => ({
  theorem: { id: `t${index}`, statement: `theorem t${index} : ${index} + 1 = 1 + ${index} := by` },
  proof: { kind: "tactics", tactics },
});
const rows = [];
const sleepMs = 400; // a short proof under Mathlib

// --- What the client adds: time of a check, less the time that the same requests take on a bare pipe. ---
const overheadChecks = 600;

/** A stand-in on a pipe with nothing around it. */
async function bareRepl() {
  const [program, ...args] = standInRepl();
  const child = spawn(program, args, { stdio: ["pipe", "pipe", "ignore"] });
  let text = "";
  let wake = () => {};
  child.stdout.setEncoding("utf8");
  child.stdout.on("data", (chunk) => {
    text += chunk;
    if (text.endsWith("\n\n")) wake();
  });
  const ask = async (message) => {
    text = "";
    const answered = new Promise((resolve) => (wake = resolve));
    child.stdin.write(`${JSON.stringify(message)}\n\n`);
    await answered;
    return JSON.parse(text);
  };
  await ask({ cmd: "#check Nat" });
  return { ask, end: () => child.stdin.end() };
}

/** Round trip of one request. */
async function bareRoundTrip() {
  const { ask, end } = await bareRepl();
  const times = [];
  for (let index = 0; index < overheadChecks; index += 1) {
    const started = performance.now();
    await ask({ cmd: `theorem t${index} : ${index} + 1 = 1 + ${index} := by\n  wrong\n`, env: 0 });
    times.push(performance.now() - started);
  }
  end();
  return quietMedian(times);
}

/** The same sleeping checks on as many bare pipes: what this machine, busy as it is, allows anybody. */
async function bareElapsed(workers, rounds) {
  const repls = await Promise.all(Array.from({ length: workers }, bareRepl));
  const started = performance.now();
  await Promise.all(
    repls.map(async ({ ask }) => {
      for (let round = 0; round < rounds; round += 1) {
        const { env } = await ask({ cmd: `theorem t : 1 = 1 := by\n  rfl --! sleep ${sleepMs}\n`, env: 0 });
        await ask({ cmd: "#print axioms t", env });
      }
    }),
  );
  const elapsed = performance.now() - started;
  for (const { end } of repls) end();
  return elapsed;
}

async function overhead(tactics, requests, bare) {
  const lean = await open({}, { concurrency: 1, maxChecksPerProcess: 1e9 });
  const times = [];
  for (let index = 0; index < overheadChecks; index += 1) {
    const started = performance.now();
    await lean.verify(request(index, tactics));
    times.push(performance.now() - started);
  }
  await lean[Symbol.asyncDispose]();
  const added = Math.max(0, quietMedian(times) - requests * bare);
  rows.push({ what: "overhead", tactics, requests, medianMs: quietMedian(times), bareMs: bare, addedMs: added });
  return added;
}

const bare = await bareRoundTrip();
const overheadMs = Math.max(await overhead("wrong", 1, bare), await overhead("rfl", 2, bare));
say(`\nClient per check (lowest median of 50 in ${overheadChecks}; bare pipe ${bare.toFixed(3)} ms a request)`);
for (const { tactics, requests, medianMs, addedMs } of rows)
  say(`  ${tactics.padEnd(6)} ${requests} request(s)  ${medianMs.toFixed(3)} ms, of it ours ${addedMs.toFixed(3)} ms`);

// --- How busy the pool keeps its workers. Starting them is left out. ---
say(`\nPool (every check sleeps ${sleepMs} ms)`);
const efficiencies = [];
for (const workers of [2, 4, 8, 16, 32, 64]) {
  const lean = await open({}, { concurrency: workers });
  const run = async (count) => {
    const started = performance.now();
    await Promise.all(
      Array.from({ length: count }, async (_, index) => await lean.verify(request(index, `rfl --! sleep ${sleepMs}`))),
    );
    return performance.now() - started;
  };
  // Until every worker has started and warmed up.
  for (let round = 0; round < 20 && lean.metrics.processesStarted < workers; round += 1) await run(workers * 2);
  await run(workers);
  const rounds = 6;
  // The faster of two: whatever else the machine does can only slow it down.
  const elapsed = Math.min(await run(workers * rounds), await run(workers * rounds));
  await lean[Symbol.asyncDispose]();
  const efficiency = (sleepMs * rounds) / elapsed;
  const bareEfficiency = (sleepMs * rounds) / (await bareElapsed(workers, rounds));
  efficiencies.push(efficiency);
  rows.push({
    what: "pool",
    workers,
    checks: workers * rounds,
    sleepMs,
    elapsedMs: elapsed,
    efficiency,
    bareEfficiency,
  });
  const percent = (share) => `${(100 * share).toFixed(1)} %`;
  say(
    `  ${String(workers).padStart(2)} workers  ${percent(efficiency)} of ideal (bare pipes ${percent(bareEfficiency)})`,
  );
}

// --- What reuse saves against a REPL per proof. ---
const mix = { proved: 0.6, error: 0.3, sorry: 0.08, hang: 0.02 };
const wallMs = 1000;
const word = (index) => {
  const at = (index % 50) / 50;
  return at < 0.02 ? "rfl --! hang" : at < 0.1 ? "sorry" : at < 0.4 ? "wrong" : "rfl";
};

async function throughput(settings, requests, options) {
  const lean = await open(settings, { concurrency: 2, timeoutMs: wallMs, ...options });
  await lean.verify(request(0, "wrong"));
  const started = performance.now();
  await Promise.all(requests.map(async (each) => await lean.verify(each)));
  const elapsed = performance.now() - started;
  const { processesStarted, headerReuses, prefixReuses } = lean.metrics;
  await lean[Symbol.asyncDispose]();
  return { perSecond: (1000 * requests.length) / elapsed, processesStarted, headerReuses, prefixReuses };
}

async function compare(what, workload, settings, requests) {
  const each = await throughput(settings, requests, { maxChecksPerProcess: 1 });
  const reused = await throughput(settings, requests, { warmSpares: 1 });
  const gain = reused.perSecond / each.perSecond;
  rows.push({ what, workload, mix, checks: requests.length, replPerProof: each, reuse: reused, gain });
  say(`  ${workload}: ${each.perSecond.toFixed(1)}/s → ${reused.perSecond.toFixed(1)}/s, ${gain.toFixed(2)}×`);
  return gain;
}

say(`\nReuse against a REPL per proof (2 workers; ${JSON.stringify(mix)}, a hang ends after ${wallMs} ms)`);
const attempts = (count, prefix = (_index) => "") =>
  Array.from({ length: count }, (_, index) => {
    const { theorem } = request(index, "");
    const before = prefix(index);
    return before === ""
      ? { theorem, proof: { kind: "tactics", tactics: word(index) } }
      : { theorem, proof: { kind: "file", code: `${before}${theorem.statement}\n  ${word(index)}\n` } };
  });
await compare("header", "import 100 ms, check 250 ms", { importMs: 100, commandMs: 250 }, attempts(50));
const headerReuseGain = await compare(
  "header",
  "import 500 ms, check 100 ms",
  { importMs: 500, commandMs: 100 },
  attempts(50),
);
const lemmas = Array.from(
  { length: 6 },
  (_, index) => `theorem lemma${index} : ${index} = ${index} := by\n  rfl\n\n`,
).join("");
const prefixReuseGain = await compare(
  "prefix",
  "import 500 ms, 6 shared lemmas and the theorem, 60 ms each",
  { importMs: 500, commandMs: 60 },
  attempts(50, () => lemmas),
);
await compare(
  "prefix",
  "the same with lemmas that nobody shares",
  { importMs: 500, commandMs: 60 },
  attempts(50, (index) => lemmas.replaceAll("lemma", `lemma${index}_`)),
);

const ratios = { overheadMs, poolEfficiency: Math.min(...efficiencies), headerReuseGain, prefixReuseGain };
say("\n", ratios);
if (json) console.log(JSON.stringify({ name: "verify", rows, ratios }));
