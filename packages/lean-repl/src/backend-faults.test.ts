import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Verdict, VerifyRequest } from "@lemma/interfaces";
import { describe, expect, test } from "vitest";
import { openHttpVerifier, type HttpVerifierOptions } from "./open-http.ts";
import { openLanguageServer } from "./open-lsp.ts";
import { openRepl } from "./open-repl.ts";
import { standInHttp, standInLanguageServer, standInRepl } from "./testing/index.ts";
import type { LeanVerifier } from "./verifier.ts";

const request = (tactics: string, id = "t"): VerifyRequest => ({
  theorem: { id, statement: "theorem t (α : Type) (𝒙 : α) : 𝒙 = 𝒙 := by" },
  proof: { kind: "tactics", tactics },
});
const common = { project: tmpdir(), concurrency: 2, memoryMb: 250, sandbox: "off", audit: "off" } as const;

/** What a fault comes to, in the middle of checks that are judged as ever. */
async function meet(lean: LeanVerifier, fault: string): Promise<object> {
  const [before, faulty, beside] = await Promise.all([
    lean.verify(request(`rfl -- before ${fault}`)),
    lean.verify(request(`rfl --! ${fault}`)),
    lean.verify(request(`wrong -- beside ${fault}`, "u")),
  ]);
  const after = await lean.verify(request(`rfl -- after ${fault}`));
  return { around: [before.status, beside.status, after.status], faulty };
}

const met = (faulty: Partial<Verdict>): object => ({ around: ["proved", "error", "proved"], faulty });
const says = (text: string): unknown => expect.stringContaining(text) as unknown;

describe("language server", () => {
  test.each([
    ["garbage", { status: "crash" }],
    ["die-mid-reply", { status: "crash" }],
    ["die", { status: "crash" }],
    ["worker-dies", { status: "crash" }],
    ["misshapen", { status: "crash", reason: says("malformed") }],
    ["no-severity", { status: "crash", reason: says("malformed") }],
    ["refuse-to-wait", { status: "crash", reason: says("the server refused") }],
    ["flood-stdout", { status: "crash" }],
    ["flood-stderr", { status: "proved" }],
    ["dribble", { status: "proved" }],
    ["old-version", { status: "proved" }],
    ["unknown-id", { status: "proved" }],
    ["sleep 300", { status: "proved" }],
    ["hang", { status: "timeout", limit: "wall 3000 ms" }],
  ] as const)("%s", async (fault, expected) => {
    await using lean = await openLanguageServer({
      ...common,
      serverCommand: standInLanguageServer(),
      timeoutMs: 3_000,
      outputBytes: 4 << 20,
    });
    expect(await meet(lean, fault)).toMatchObject(met(expected as Partial<Verdict>));
  });

  test("one server takes one header after the other", async () => {
    await using lean = await openLanguageServer({
      ...common,
      concurrency: 1,
      serverCommand: standInLanguageServer(),
      timeoutMs: 3_000,
    });
    const under = async (header: string, tactics: string): Promise<string> => {
      const { theorem, proof } = request(tactics, `${header} ${tactics}`);
      return (await lean.verify({ theorem: { ...theorem, header }, proof: { ...proof, tactics } as typeof proof }))
        .status;
    };
    expect(await under("", "rfl")).toBe("proved");
    expect(await under("import Mathlib", "rfl")).toBe("proved");
    expect(await under("import Mathlib\n\nopen Nat", "wrong")).toBe("error");
    expect(await under("import Lean", "rfl")).toBe("proved");
    expect(await under("import Nosuch", "rfl")).toBe("infrastructure");
    expect(await under("import Mathlib", "rfl --again")).toBe("proved");
  });

  test("memory that a proof eats is its own verdict, and says how it was seen", async () => {
    await using lean = await openLanguageServer({
      ...common,
      serverCommand: standInLanguageServer(),
      timeoutMs: 30_000,
      memoryMethod: "polling",
    });
    const faulty = { status: "memory", limit: `memory ${250 * 2 ** 20} bytes (polling)` } as const;
    expect(await meet(lean, "eat-memory")).toMatchObject(met(faulty));
  });

  test("what killed two servers does not get a third", async () => {
    await using lean = await openLanguageServer({ ...common, serverCommand: standInLanguageServer() });
    expect(await lean.verify(request("rfl --! die"))).toMatchObject({ status: "crash" });
    const { processesStarted } = lean.metrics;
    expect(await lean.verify(request("rfl --! die"))).toMatchObject({ status: "crash" });
    expect(lean.metrics).toMatchObject({ quarantined: 1, processesStarted });
  });
});

describe("verification server", () => {
  const open = async (
    options: HttpVerifierOptions = {},
  ): Promise<LeanVerifier & { readonly server: AsyncDisposable }> => {
    const server = await standInHttp();
    const given = { url: server.url, concurrency: 2, timeoutMs: 1_000, serverGraceMs: 500, outputBytes: 1 << 20 };
    return Object.assign(await openHttpVerifier({ ...given, ...options }), { server });
  };
  const within = async <T>(use: (lean: LeanVerifier) => Promise<T>): Promise<T> => {
    const lean = await open();
    try {
      return await use(lean);
    } finally {
      await lean[Symbol.asyncDispose]();
      await lean.server[Symbol.asyncDispose]();
    }
  };

  test.each([
    ["http-500", { status: "infrastructure", reason: says("HTTP 500") }],
    ["http-429", { status: "infrastructure", reason: says("HTTP 429") }],
    ["http-400", { status: "infrastructure", reason: says("HTTP 400") }],
    ["redirect", { status: "infrastructure", reason: says("the server is at http://127.0.0.1:9/elsewhere") }],
    ["drop", { status: "infrastructure" }],
    ["drop-mid-body", { status: "infrastructure" }],
    ["no-answer", { status: "infrastructure", reason: says("no answer in time") }],
    ["garbage", { status: "infrastructure", reason: says("not an answer") }],
    ["truncated-json", { status: "infrastructure", reason: says("not an answer") }],
    ["null-body", { status: "infrastructure", reason: says("not an answer") }],
    ["no-results", { status: "infrastructure", reason: says("not an answer") }],
    ["wrong-id", { status: "infrastructure", reason: says("not an answer") }],
    ["two-results", { status: "infrastructure", reason: says("not an answer") }],
    ["misshapen", { status: "infrastructure", reason: says("not an answer") }],
    ["odd-refusal", { status: "infrastructure", reason: says("not an answer") }],
    ["flood", { status: "crash", reason: "output limit of 1048576 bytes" }],
    ["slow-headers", { status: "proved" }],
    ["dribble", { status: "proved" }],
    ["hang", { status: "timeout", limit: "wall 1000 ms" }],
    ["die", { status: "crash" }],
  ] as const)("%s", async (fault, expected) => {
    expect(await within(async (lean) => await meet(lean, fault))).toMatchObject(met(expected as Partial<Verdict>));
  });

  test("what it gets wrong once is asked again, as patiently as it wishes", async () => {
    const retries = await within(async (lean) => {
      for (const fault of ["http-500", "drop", "drop-mid-body", "truncated-json", "misshapen", "http-429-patient"]) {
        const leastMs = fault === "http-429-patient" ? 950 : 50;
        const verdict = await lean.verify(request(`rfl --! once ${fault}`));
        expect(verdict).toMatchObject({ status: "proved" });
        expect(verdict.elapsedMs).toBeGreaterThan(leastMs);
      }
      return lean.metrics.retries;
    });
    expect(retries).toBe(6);
  });

  test("closing ends what is under way and what waits, and a signal what waits in line", async () => {
    const lean = await open({ concurrency: 1, timeoutMs: 20_000, serverGraceMs: 20_000 });
    const stop = new AbortController();
    const first = lean.verify(request("rfl --! sleep 15000", "a"));
    const second = lean.verify(request("rfl -- in line", "b"), { signal: stop.signal });
    const third = lean.verify(request("rfl -- in line too", "c"));
    await new Promise((resolve) => setTimeout(resolve, 100));
    stop.abort();
    await expect(second).rejects.toMatchObject({ code: "aborted" });
    const started = performance.now();
    await lean[Symbol.asyncDispose]();
    for (const verdict of [await first, await third])
      expect(verdict).toMatchObject({ status: "infrastructure", reason: "the verifier was closed" });
    expect(performance.now() - started).toBeLessThan(5_000);
    await lean.server[Symbol.asyncDispose]();
  });
});

describe("messages without an end, as servers give that leave out what is null", () => {
  const wrong = { status: "error", messages: [{ severity: "error", text: says("unsolved goals") }] };
  test("from a REPL", async () => {
    await using lean = await openRepl({ ...common, replCommand: standInRepl() });
    const verdict = await lean.verify(request("wrong --! no-ends"));
    expect(verdict).toMatchObject(wrong);
    expect(verdict.messages[0]!.end).toBeUndefined();
    expect(await lean.verify(request("rfl"))).toMatchObject({ status: "proved" });
  });

  test("from a verification server", async () => {
    await using server = await standInHttp();
    await using lean = await openHttpVerifier({ url: server.url });
    expect(await lean.verify(request("wrong --! no-ends"))).toMatchObject(wrong);
    expect(await lean.verify(request("rfl"))).toMatchObject({ status: "proved" });
  });
});

test("what is thrown while one request is judged is that request's `infrastructure`", async () => {
  await using lean = await openRepl({
    ...common,
    replCommand: standInRepl(),
    cacheEntries: 0,
    policy: {
      get allow(): readonly string[] {
        throw new Error("a broken policy");
      },
    },
  });
  expect(await lean.verify(request("rfl"))).toMatchObject({ status: "infrastructure", reason: "a broken policy" });
});

test("a REPL that ends while it is asked what it can is started once more, and never trusted with less", async () => {
  const stateDirectory = mkdtempSync(join(tmpdir(), "lemma-probe-"));
  try {
    const replCommand = standInRepl({ dieOnceAt: "#eval Lean.versionString", stateDirectory });
    await using lean = await openRepl({ ...common, replCommand });
    expect(lean.capabilities).toMatchObject({ answersQuestions: true, leanVersion: "4.27.0" });
    expect(lean.metrics.processesStarted).toBe(2);
  } finally {
    rmSync(stateDirectory, { recursive: true });
  }
});

test("time in which this process was busy itself is nobody's timeout", async () => {
  await using lean = await openRepl({ ...common, replCommand: standInRepl(), timeoutMs: 1_000 });
  await lean.verify(request("rfl"));
  const pending = lean.verify(request("rfl --! sleep 400"));
  await new Promise((resolve) => setTimeout(resolve, 100));
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2_500);
  expect(await pending).toMatchObject({ status: "proved" });
});

describe("every backend", () => {
  const backends: Readonly<Record<string, (line: { maxQueued: number }) => Promise<LeanVerifier>>> = {
    repl: async (line) => await openRepl({ ...common, ...line, concurrency: 1, replCommand: standInRepl() }),
    lsp: async (line) =>
      await openLanguageServer({ ...common, ...line, concurrency: 1, serverCommand: standInLanguageServer() }),
  };
  test.each(Object.entries(backends))("%s: a full line turns away at once", async (_, open) => {
    await using lean = await open({ maxQueued: 1 });
    const verdicts = await Promise.all(
      ["a", "b", "c", "d"].map(async (id) => await lean.verify(request(`rfl --! sleep 200 ${id}`, id))),
    );
    const turnedAway = verdicts.filter(({ status }) => status === "infrastructure");
    expect(turnedAway.length).toBeGreaterThanOrEqual(1);
    expect(turnedAway[0]).toMatchObject({ reason: "the queue is full (1 jobs wait)" });
    expect(verdicts.map(({ status }) => status)).toContain("proved");
  });
});
