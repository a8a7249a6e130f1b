import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Proof, Verdict, VerifyRequest } from "@lemma/interfaces";
import { describe, expect, test } from "vitest";
import { openHttpVerifier } from "./open-http.ts";
import { openRepl, type ReplOptions } from "./open-repl.ts";
import { standInHttp, standInRepl, type StandInSettings } from "./testing/index.ts";
import type { LeanVerifier } from "./verifier.ts";

const open = async (options: ReplOptions = {}, settings: StandInSettings = {}): Promise<LeanVerifier> =>
  await openRepl({
    replCommand: standInRepl(settings),
    project: tmpdir(),
    timeoutMs: 5_000,
    concurrency: 2,
    memoryMb: 400,
    sandbox: "off",
    audit: "off",
    ...options,
  });
const theorem = { id: "t", statement: "theorem t : 1 + 1 = 2 := by" };
const block = (tactics: string): Proof => ({ kind: "tactics", tactics });
const request = (tactics: string, id = "t"): VerifyRequest => ({ theorem: { ...theorem, id }, proof: block(tactics) });

describe("many proofs", () => {
  test("verifyAll takes what it has room for, and gives one verdict an item, by index", async () => {
    await using lean = await open();
    let taken = 0;
    let given = 0;
    function* source(): Generator<VerifyRequest> {
      for (let index = 0; index < 40; index += 1) {
        taken += 1;
        expect(taken - given).toBeLessThanOrEqual(7);
        yield request(index % 3 === 0 ? "wrong" : "rfl", `t${index}`);
      }
    }
    const statuses = new Map<number, Verdict["status"]>();
    for await (const { index, verdict } of lean.verifyAll(source(), { concurrency: 6 })) {
      given += 1;
      expect(statuses.has(index)).toBe(false);
      expect(verdict.id).toBe(`t${index}`);
      statuses.set(index, verdict.status);
    }
    expect(statuses.size).toBe(40);
    for (const [index, status] of statuses) expect(status).toBe(index % 3 === 0 ? "error" : "proved");
  });

  test("the first success calls the other attempts off", async () => {
    await using lean = await open({ concurrency: 1 });
    const attempts = ["wrong", "rfl", ...Array.from({ length: 30 }, (_, index) => `rfl --! sleep 300 ${index}`)].map(
      block,
    );
    const started = performance.now();
    const { proved, verdicts } = await lean.firstSuccess(theorem, attempts);
    expect(proved).toBe(1);
    expect([...verdicts.keys()]).toEqual([0, 1]);
    expect(performance.now() - started).toBeLessThan(6_000);
  });

  test("a theorem with many attempts does not keep another waiting", async () => {
    await using lean = await open({ concurrency: 1 });
    const order: string[] = [];
    const track = async (tactics: string, id: string): Promise<void> => {
      await lean.verify(request(tactics, id));
      order.push(id);
    };
    await Promise.all([
      ...Array.from({ length: 20 }, async (_, index) => await track(`rfl --! sleep 5 ${index}`, "many")),
      track("wrong", "one"),
    ]);
    expect(order.indexOf("one")).toBeLessThan(4);
  });

  test("a full queue turns away at once, and a deadline ends the wait; neither blames the proof", async () => {
    await using full = await open({ concurrency: 1, maxQueued: 1 });
    const verdicts = await Promise.all(
      ["a", "b", "c"].map(async (id) => await full.verify(request(`rfl --! sleep 200 ${id}`, id))),
    );
    expect(verdicts.map(({ status }) => status)).toContain("infrastructure");
    await using late = await open({ concurrency: 1, queueTimeoutMs: 150 });
    const [first, second] = await Promise.all([
      late.verify(request("rfl --! sleep 600", "a")),
      late.verify(request("rfl", "b")),
    ]);
    expect(first).toMatchObject({ status: "proved" });
    expect(second).toMatchObject({ status: "infrastructure", reason: "waited 150 ms in the queue" });
  });
});

describe("reuse", () => {
  test("a header is imported once a process, and a shared beginning elaborated once", async () => {
    await using lean = await open({ concurrency: 1, warmSpares: 0 }, { importMs: 50, commandMs: 20 });
    const helpers = Array.from(
      { length: 5 },
      (_, index) => `theorem h${index} : ${index} = ${index} := by\n  rfl\n\n`,
    ).join("");
    const file = (tactics: string, extra = ""): VerifyRequest => ({
      theorem: { ...theorem, header: "import Mathlib\nopen Nat" },
      proof: {
        kind: "file",
        code: `import Mathlib\nopen Nat\n\n${helpers}${extra}theorem t : 1 + 1 = 2 := by\n  ${tactics}\n`,
      },
    });
    for (const tactics of ["rfl", "exact rfl", "wrong", "sorry", "simp"]) await lean.verify(file(tactics));
    const { headerImports, prefixReuses } = lean.metrics;
    expect(headerImports).toBeLessThanOrEqual(2);
    expect(prefixReuses).toBeGreaterThanOrEqual(10);
    // Positions are the file's, whatever was left out.
    const wrong = await lean.verify(file("skip; wrong"));
    expect(wrong).toMatchObject({ status: "error", messages: [{ start: { line: 20, column: 8 } }] });
    // A shared beginning with an error is judged whole.
    const broken = "theorem bad : 1 = 1 := by\n  wrong\n\n";
    for (let round = 0; round < 3; round += 1)
      expect(await lean.verify(file(`rfl -- ${round}`, broken))).toMatchObject({ status: "error" });
  });

  test("the cache knows a verdict by its content, in memory and on disk, and forgets what says nothing", async () => {
    const cacheDirectory = mkdtempSync(join(tmpdir(), "lemma-cache-"));
    try {
      const first = await open({ cacheDirectory });
      expect(await first.verify(request("rfl"))).toMatchObject({ status: "proved" });
      expect(await first.verify(request("rfl", "another id"))).toMatchObject({ status: "proved", id: "another id" });
      expect(first.metrics.cacheHits).toBe(1);
      await first.verify(request("rfl --! die"));
      await first.verify(request("rfl --! die"));
      expect(first.metrics.cacheHits).toBe(1);
      await first[Symbol.asyncDispose]();
      await using second = await open({ cacheDirectory });
      expect(await second.verify(request("rfl"))).toMatchObject({ status: "proved" });
      expect(second.metrics.cacheHits).toBe(1);
      await second.verify({ ...request("rfl"), theorem: { ...theorem, header: "open Nat" } });
      expect(second.metrics.cacheHits).toBe(1);
    } finally {
      rmSync(cacheDirectory, { recursive: true });
    }
  });

  test("what killed two processes does not get a third", async () => {
    await using lean = await open();
    expect(await lean.verify(request("rfl --! abort"))).toMatchObject({
      status: "crash",
      reason: expect.stringContaining("Stack overflow") as string,
    });
    const { processesStarted } = lean.metrics;
    expect(await lean.verify(request("rfl --! abort"))).toMatchObject({ status: "crash" });
    expect(lean.metrics.quarantined).toBe(1);
    expect(lean.metrics.processesStarted).toBe(processesStarted);
  });

  test("a spare is ready with the header in demand when a process is killed", async () => {
    const header = "import Mathlib";
    const after = async (warmSpares: number): Promise<number> => {
      await using lean = await open({ concurrency: 1, warmSpares, timeoutMs: 1_500 }, { importMs: 1_000 });
      const judge = async (tactics: string): Promise<Verdict> =>
        await lean.verify({ theorem: { ...theorem, header }, proof: block(tactics) });
      await judge("rfl");
      expect(await judge("rfl --! hang")).toMatchObject({ status: "timeout" });
      const next = await judge("exact rfl");
      expect(next).toMatchObject({ status: "proved" });
      return next.elapsedMs;
    };
    const [cold, warm] = [await after(0), await after(1)];
    expect(cold).toBeGreaterThan(1_000);
    expect(warm).toBeLessThan(cold / 2);
  });

  test("a process is replaced after its share of checks", async () => {
    await using lean = await open({ concurrency: 1, maxChecksPerProcess: 3 });
    for (let index = 0; index < 9; index += 1) await lean.verify(request(`rfl -- ${index}`));
    expect(lean.metrics.processesRecycled).toBeGreaterThanOrEqual(2);
  });
});

describe("verification servers", () => {
  test("what the server itself gets wrong is tried again, and then nobody's proof's fault", async () => {
    await using server = await standInHttp();
    await using lean = await openHttpVerifier({ url: server.url, timeoutMs: 2_000 });
    for (const fault of ["http-500", "http-429", "drop", "wrong-id"])
      expect(await lean.verify(request(`rfl --! once ${fault}`))).toMatchObject({ status: "proved" });
    expect(await lean.verify(request("rfl --! http-500"))).toMatchObject({ status: "infrastructure" });
  });

  test("a key is sent, and its absence named", async () => {
    await using server = await standInHttp({ apiKey: "secret" });
    await using lean = await openHttpVerifier({ url: server.url, apiKey: "secret" });
    expect(await lean.verify(request("rfl"))).toMatchObject({ status: "proved" });
    await expect(openHttpVerifier({ url: server.url, apiKey: "" })).rejects.toThrow(/HTTP 401/);
    await expect(openHttpVerifier({ url: "http://127.0.0.1:9", startTimeoutMs: 500 })).rejects.toThrow(
      /does not answer/,
    );
    await expect(openHttpVerifier({ url: "nonsense" })).rejects.toThrow(/URL/);
  });
});
