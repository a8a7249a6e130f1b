import { execFile } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { AbortedError, InfrastructureError, type VerifyRequest } from "@lemma/interfaces";
import { expect, test } from "vitest";
import { LeanLite } from "../verifier.ts";
import { LeanLitePool } from "./pool.ts";

const request = (statement: string, tactics: string): VerifyRequest => ({
  theorem: { id: "t", statement },
  proof: { kind: "tactics", tactics },
});
const quick = request("theorem t (a b : ℝ) : 2 * a * b ≤ a ^ 2 + b ^ 2 := by", "nlinarith [sq_nonneg (a - b)]");
/** A product of 120,000 terms: a minute's work, without a look at the clock, and more memory than a small thread has. */
const sum = (letters: string): string => `(${letters.split("").join(" + ")})`;
const slow = request(
  `theorem t (a b c d e f g h : ℝ) : ${sum("abcdefgh")} ^ 8 * ${sum("abcdefgh")} ^ 6 = ${sum("hgfedcba")} ^ 14 + 1 := by`,
  "ring",
);
const requests = [
  quick,
  slow,
  request("theorem t (n : ℕ) : n - 1 + 1 = n := by", "omega"),
  request("theorem t (x : ℝ) (n : ℕ) (h : 0 < x) : x ^ n + n > 1/2 := by", "sorry"),
  request("theorem t (f : ℝ → ℝ) (h : Continuous f) : True := by", "trivial"),
  request("theorem t (x : ℝ) : Real.sin x ^ 2 + Real.cos x ^ 2 = 1 := by", "exact Real.sin_sq_add_cos_sq x"),
  request("theorem t : 1 = 1 := by", "native_decide"),
  { theorem: quick.theorem, proof: { kind: "file", code: `${quick.theorem.statement}\n  positivity\n` } } as const,
];
const untimed = (verdict: object): object => ({ ...verdict, elapsedMs: 0 });

test("threads answer what the checker answers in process, in the order of the questions", async () => {
  await using pool = new LeanLitePool({ threads: 2, limits: { steps: 300_000 } });
  await using lean = new LeanLite({ limits: { steps: 300_000 } });
  const verdicts = await Promise.all(requests.map((each) => pool.verify(each)));
  const expected = [];
  for (const each of requests) expected.push(await lean.verify(each));
  expect(verdicts.map(untimed)).toEqual(expected.map(untimed));
  expect(new Set(verdicts.map(({ status }) => status)).size).toBeGreaterThan(4);
  for (const { theorem } of requests.filter((each) => each !== slow)) {
    expect(await pool.read(theorem)).toEqual(await lean.read(theorem));
    expect(await pool.refute(theorem, { tries: 40, seed: 3 })).toEqual(
      await lean.refute(theorem, { tries: 40, seed: 3 }),
    );
    const options = { steps: 10_000, count: 2 };
    expect(await pool.search(theorem.statement, options)).toEqual(await lean.search(theorem.statement, options));
  }
});

test("the caller's event loop stays free", async () => {
  await using pool = new LeanLitePool({ threads: 1, limits: { steps: 500_000 } });
  let turns = 0;
  const timer = setInterval(() => (turns += 1), 1);
  await pool.verify(slow);
  clearInterval(timer);
  expect(turns).toBeGreaterThan(10);
});

test("a program that forgets to close its pool ends all the same", async () => {
  const program = `
    import { LeanLitePool } from ${JSON.stringify(new URL("../../dist/pool/pool.js", import.meta.url).href)};
    const verdict = await new LeanLitePool().verify(${JSON.stringify(quick)});
    console.log(verdict.status);`;
  const node = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", program]);
  expect(node.stdout).toBe("proved\n");
});

test("a signal ends what is under way and what waits; the others are judged", async () => {
  await using pool = new LeanLitePool({ threads: 1, cancelGraceMs: 0 });
  await pool.verify(quick);
  const stop = new AbortController();
  const { signal } = stop;
  const called = [pool.verify(slow, { signal, limits: { wallMs: 3_600_000 } }), pool.verify(quick, { signal })];
  const other = pool.verify(quick);
  stop.abort("enough");
  for (const each of called) await expect(each).rejects.toThrow(AbortedError);
  expect((await other).status).toBe("proved");
  await expect(pool.verify(quick, { signal })).rejects.toThrow(AbortedError);
});

test("a thread that is gone costs its own request and no other", async () => {
  await using pool = new LeanLitePool({ threads: 1, memoryMb: 24 });
  const patient = { limits: { wallMs: 3_600_000 } };
  const verdicts = await Promise.all([pool.verify(slow, patient), pool.verify(quick, patient)]);
  expect(verdicts).toMatchObject([{ status: "memory", limit: "24 MiB" }, { status: "proved" }]);
});

test("what is past its limit by far is ended", async () => {
  await using pool = new LeanLitePool({ threads: 1 });
  const outcome = await pool.verify(slow, { limits: { wallMs: 1 } });
  expect(outcome).toMatchObject({ status: "timeout", limit: "wallMs" });
});

test("closing tells everyone that the machinery is gone", async () => {
  const pool = new LeanLitePool({ threads: 1 });
  const asked = [pool.verify(slow), pool.verify(quick)];
  const search = pool.search(slow.theorem.statement).catch((error: unknown) => error);
  await pause(1);
  await pool[Symbol.asyncDispose]();
  for (const each of [...asked, pool.verify(quick)]) expect((await each).status).toBe("infrastructure");
  expect(await search).toBeInstanceOf(InfrastructureError);
  expect(await pool.refute(quick.theorem)).toMatchObject({ status: "unknown" });
});
