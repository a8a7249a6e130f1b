import { describe, expect, test, vi } from "vitest";
import { questionsAbout } from "../audit/questions.ts";
import type { ElaborationJob } from "../elaborator.ts";
import { MemoryBackend, type Act, type MemorySettings } from "../testing/memory-backend.ts";
import type { Elaboration } from "../verdict.ts";
import type { Attempt } from "./backend.ts";
import { Dispatcher, type DispatcherSettings } from "./dispatcher.ts";

const good: Attempt = { elaboration: { kind: "elaborated", messages: [], sorries: [] }, blame: "none" };
const failed = (blame: Attempt["blame"], more: Partial<Attempt> = {}): Attempt => ({
  elaboration: { kind: "infrastructure", reason: "broken" },
  blame,
  ...more,
});
const after = async <T>(ms: number, value: T): Promise<T> =>
  await new Promise((resolve) => setTimeout(() => resolve(value), ms));
const job = (body: string, more: Partial<ElaborationJob> = {}): ElaborationJob => ({
  header: "import Mathlib",
  body,
  limits: { wallMs: 1_000 },
  group: "g",
  ...more,
});

interface Opened extends AsyncDisposable {
  readonly backend: MemoryBackend;
  readonly dispatcher: Dispatcher<string>;
}

async function open(
  act: Act,
  settings: Partial<DispatcherSettings> = {},
  more: Partial<MemorySettings> = {},
): Promise<Opened> {
  const backend = new MemoryBackend({ act, ...more });
  const dispatcher = await Dispatcher.open(backend, {
    concurrency: 2,
    warmSpares: 0,
    maxChecksPerSeat: 1_000,
    seatMemoryBytes: Number.POSITIVE_INFINITY,
    togetherBytes: Number.POSITIVE_INFINITY,
    maxQueued: 1_000,
    queueTimeoutMs: Number.POSITIVE_INFINITY,
    cancelGraceMs: 20,
    ...settings,
  });
  return {
    backend,
    dispatcher,
    async [Symbol.asyncDispose]() {
      await dispatcher[Symbol.asyncDispose]();
      expect(backend.alive).toBe(0);
    },
  };
}

const kinds = (elaborations: readonly Elaboration[]): readonly string[] => elaborations.map(({ kind }) => kind);

describe("turns", () => {
  test("as many at once as there may be, and every job one outcome", async () => {
    await using opened = await open(async () => await after(2, good), { concurrency: 3 });
    const { backend, dispatcher } = opened;
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, async (_, index) => await dispatcher.elaborate(job(String(index)))),
    );
    expect(kinds(outcomes)).toEqual(Array.from({ length: 50 }, () => "elaborated"));
    expect(backend.mostRunning).toBe(3);
    expect(backend.started).toBe(3);
    expect(dispatcher.metrics.snapshot()).toMatchObject({ retries: 0, infrastructureFailures: 0 });
  });

  test("a group with many jobs does not keep one with a single job waiting", async () => {
    await using opened = await open(async () => await after(1, good), { concurrency: 1 });
    const { backend, dispatcher } = opened;
    const many = Array.from({ length: 20 }, async (_, index) => await dispatcher.elaborate(job(`many ${index}`)));
    await Promise.all([...many, dispatcher.elaborate(job("one", { group: "another" }))]);
    expect(backend.begun.findIndex((each) => each.endsWith("one"))).toBeLessThan(3);
  });

  test("a job goes where its header is ready, whoever has waited longer there", async () => {
    await using opened = await open(async () => await after(5, good));
    const { backend, dispatcher } = opened;
    await Promise.all(["A", "B"].map(async (header) => await dispatcher.elaborate(job(header, { header }))));
    await Promise.all(["B", "A"].map(async (header) => await dispatcher.elaborate(job(`again ${header}`, { header }))));
    const seatOf = (body: string): string | undefined =>
      backend.begun.find((each) => each.endsWith(`: ${body}`))?.split(":")[0];
    expect([seatOf("again A"), seatOf("again B")]).toEqual([seatOf("A"), seatOf("B")]);
  });

  test.each([true, false])("questions go to a backend that answers them (%s), and to no other", async (answers) => {
    await using opened = await open(() => good, {}, { answersQuestions: answers });
    const { backend, dispatcher } = opened;
    expect(dispatcher.capabilities).toMatchObject({ leanVersion: "4.27.0", answersQuestions: answers });
    await dispatcher.elaborate(job("text", { questions: questionsAbout("t", "word") }));
    expect(backend.asked).toEqual(answers ? ["t"] : []);
  });

  test("a full line turns away, and a deadline ends the wait", async () => {
    await using opened = await open(async () => await after(60, good), {
      concurrency: 1,
      maxQueued: 2,
      queueTimeoutMs: 30,
    });
    const outcomes = await Promise.all(
      ["a", "b", "c", "d"].map(async (body) => await opened.dispatcher.elaborate(job(body))),
    );
    expect(outcomes.map((each) => ("reason" in each ? each.reason : each.kind))).toEqual([
      "elaborated",
      "waited 30 ms in the queue",
      "waited 30 ms in the queue",
      "the queue is full (2 jobs wait)",
    ]);
  });
});

describe("failures", () => {
  test("what the machinery breaks is tried on, and is no outcome of a text", async () => {
    await using opened = await open((_, { time }) => (time < 4 ? failed("machinery") : good));
    expect((await opened.dispatcher.elaborate(job("text"))).kind).toBe("elaborated");
    expect(opened.dispatcher.metrics.snapshot()).toMatchObject({ retries: 3, infrastructureFailures: 0 });
  });

  test("what it breaks again and again is infrastructure for that job alone", async () => {
    await using opened = await open((body) => (body === "bad" ? failed("machinery") : good));
    const outcomes = await Promise.all(
      ["bad", "fine"].map(async (body) => await opened.dispatcher.elaborate(job(body))),
    );
    expect(kinds(outcomes)).toEqual(["infrastructure", "elaborated"]);
    expect(opened.backend.times.get("bad")).toBe(4);
  });

  test("a text that killed two seats is not given a third, nor its like in the line", async () => {
    await using opened = await open((body) => (body === "killer" ? "dies" : good), { concurrency: 1 });
    const { backend, dispatcher } = opened;
    const outcomes = await Promise.all(
      Array.from({ length: 5 }, async () => await dispatcher.elaborate(job("killer"))),
    );
    expect(outcomes).toEqual(Array.from({ length: 5 }, () => ({ kind: "crash", reason: "it died" })));
    // The line is fair within a group: the second of them may have killed one before the first was back.
    expect(backend.times.get("killer")).toBeLessThanOrEqual(6);
    const before = backend.times.get("killer");
    expect((await dispatcher.elaborate(job("killer"))).kind).toBe("crash");
    expect(backend.times.get("killer")).toBe(before);
    expect((await dispatcher.elaborate(job("killer", { header: "" }))).kind).toBe("crash");
    expect(backend.times.get("killer")).toBe(before! + 2);
  });

  test("a text that kills once, after other troubles, is judged", async () => {
    const steps: readonly (Attempt | "dies")[] = [failed("machinery"), "dies", failed("machinery"), good];
    await using opened = await open((_, { time }) => steps[time - 1]!);
    expect((await opened.dispatcher.elaborate(job("text"))).kind).toBe("elaborated");
  });

  test("an answer that cannot be read is that job's infrastructure, and its seat goes", async () => {
    await using opened = await open((body) => {
      if (body === "unreadable") throw new TypeError("endPos is undefined");
      return good;
    });
    const { backend, dispatcher } = opened;
    const outcomes = await Promise.all(
      ["a", "unreadable", "b"].map(async (body) => await dispatcher.elaborate(job(body))),
    );
    expect(outcomes[1]).toEqual({
      kind: "infrastructure",
      reason: "the answer could not be read: endPos is undefined",
    });
    expect(kinds([outcomes[0]!, outcomes[2]!])).toEqual(["elaborated", "elaborated"]);
    expect(backend.started).toBeGreaterThanOrEqual(4);
  });

  test.each(["input", "machinery"] as const)(
    "a seat that failed by the %s is not given another text",
    async (blame) => {
      await using opened = await open((body, { time }) => (body === "bad" && time === 1 ? failed(blame) : good), {
        concurrency: 1,
      });
      for (const body of ["bad", "next"]) await opened.dispatcher.elaborate(job(body));
      expect(opened.backend.begun).toEqual(["1: bad", "2: bad", "2: next"]);
    },
  );

  test("memory is a text's own only on a seat where nothing was before it", async () => {
    const memory: Attempt = { elaboration: { kind: "memory", limit: "1 byte" }, blame: "input" };
    await using opened = await open((body, { time }) => (body === "big" && time === 1 ? memory : good), {
      concurrency: 1,
    });
    await opened.dispatcher.elaborate(job("first"));
    expect((await opened.dispatcher.elaborate(job("big"))).kind).toBe("elaborated");
    await using fresh = await open(() => memory);
    expect((await fresh.dispatcher.elaborate(job("big"))).kind).toBe("memory");
    expect(fresh.backend.times.get("big")).toBe(1);
  });

  test("who asks for time is given it, and so is what is behind that seat", async () => {
    await using opened = await open(
      (body, { time }) => (body === "busy" && time === 1 ? failed("machinery", { retryAfterMs: 80 }) : good),
      { concurrency: 1 },
    );
    const { backend, dispatcher } = opened;
    const started = performance.now();
    await Promise.all(["busy", "next"].map(async (body) => await dispatcher.elaborate(job(body))));
    expect(performance.now() - started).toBeGreaterThan(75);
    expect(backend.begun).toEqual(["1: busy", "2: next", "2: busy"]);
  });
});

describe("starting", () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])("start number %d that fails costs no job anything", async (broken) => {
    const starts = (seat: number): boolean => seat !== broken;
    await using opened = await open((body) => (body === "killer" ? "dies" : good), {}, { starts });
    const bodies = ["a", "killer", "b", "c", "killer", "d", "killer 2", "e"];
    const outcomes = await Promise.all(
      bodies.map(async (body) => await opened.dispatcher.elaborate(job(body, { group: body }))),
    );
    expect(kinds(outcomes)).toEqual(bodies.map((body) => (body === "killer" ? "crash" : "elaborated")));
    expect(opened.dispatcher.metrics.snapshot().infrastructureFailures).toBe(0);
  });

  test("a first seat that never starts is told", async () => {
    await expect(open(() => good, {}, { starts: () => false })).rejects.toThrow(/memory: seat 3 did not start/);
  });

  test("where nothing starts any more, who waits is told why", async () => {
    await using opened = await open((body) => (body === "last" ? "dies" : good), {}, { starts: (seat) => seat === 1 });
    const outcome = await opened.dispatcher.elaborate(job("last"));
    expect(outcome).toMatchObject({ kind: "infrastructure" });
    expect(outcome).toHaveProperty("reason", expect.stringMatching(/nothing starts any more: seat \d+ did not start/));
  });

  test("a newcomer is warm before it is given work, and a spare is there when one is killed", async () => {
    await using opened = await open((body) => (body === "killer" ? "dies" : good), { concurrency: 1, warmSpares: 1 });
    const { backend, dispatcher } = opened;
    await dispatcher.elaborate(job("a"));
    await after(5, undefined);
    expect(backend.alive).toBe(2);
    await dispatcher.elaborate(job("killer"));
    expect(backend.begun.map((each) => each.split(":")[0])).toEqual(["1", "2", "1"]);
  });

  test("one that is worn out or too large is replaced", async () => {
    await using worn = await open(() => good, { concurrency: 1, maxChecksPerSeat: 3 });
    for (let index = 0; index < 9; index += 1) await worn.dispatcher.elaborate(job(String(index)));
    expect(worn.dispatcher.metrics.snapshot().processesRecycled).toBe(3);
    await using large = await open(() => good, { concurrency: 1, seatMemoryBytes: 100 }, { privateBytes: 81 });
    const warned = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
    for (let index = 0; index < 3; index += 1) await large.dispatcher.elaborate(job(String(index)));
    expect(large.dispatcher.metrics.snapshot().processesRecycled).toBe(3);
    // Said once: nothing but the clock tells otherwise.
    expect(warned.mock.calls.map(([text]) => text)).toEqual([expect.stringContaining("replaced, imports and all")]);
    warned.mockRestore();
  });
});

describe("calling off", () => {
  test("in the line it is never begun; at work it has a moment, and then its seat goes", async () => {
    await using opened = await open(async (_, { stopped }) => await stopped, { concurrency: 1 });
    const { backend, dispatcher } = opened;
    const [first, second] = [new AbortController(), new AbortController()];
    const atWork = dispatcher.elaborate(job("at work", { signal: first.signal }));
    const inLine = dispatcher.elaborate(job("in line", { signal: second.signal }));
    await after(5, undefined);
    second.abort();
    first.abort();
    await expect(inLine).rejects.toMatchObject({ code: "aborted" });
    await expect(atWork).rejects.toMatchObject({ code: "aborted" });
    expect(backend.alive).toBe(1);
    await after(60, undefined);
    expect([backend.begun, backend.alive, backend.running]).toEqual([["1: at work"], 0, 0]);
  });

  test("what is done in that moment costs no seat", async () => {
    await using opened = await open(async () => await after(10, good), { concurrency: 1, cancelGraceMs: 100 });
    const stop = new AbortController();
    const pending = opened.dispatcher.elaborate(job("text", { signal: stop.signal }));
    await after(2, undefined);
    stop.abort();
    await expect(pending).rejects.toMatchObject({ code: "aborted" });
    await after(150, undefined);
    expect(opened.backend.alive).toBe(1);
    await expect(opened.dispatcher.elaborate(job("text", { signal: stop.signal }))).rejects.toMatchObject({
      code: "aborted",
    });
  });

  test("one signal for thousands of jobs holds none of them when they are done", async () => {
    await using opened = await open(() => good);
    const stop = new AbortController();
    let listening = 0;
    const { signal } = stop;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = ((...words: Parameters<typeof add>) => {
      listening += 1;
      add(...words);
    }) as typeof add;
    signal.removeEventListener = ((...words: Parameters<typeof remove>) => {
      listening -= 1;
      remove(...words);
    }) as typeof remove;
    for (let index = 0; index < 100; index += 1) await opened.dispatcher.elaborate(job(String(index), { signal }));
    expect(listening).toBe(0);
  });

  test("closing settles what is at work, what rests and what waits; after that there is nothing to ask", async () => {
    const opened = await open(async (body, { stopped }) =>
      body === "rests" ? failed("machinery", { retryAfterMs: 60_000 }) : await stopped,
    );
    const { dispatcher } = opened;
    const jobs = ["at work", "rests", "waits"].map(async (body) => await dispatcher.elaborate(job(body)));
    await after(10, undefined);
    const started = performance.now();
    await opened[Symbol.asyncDispose]();
    const reason = "the verifier was closed";
    expect(await Promise.all(jobs)).toEqual(Array.from({ length: 3 }, () => ({ kind: "infrastructure", reason })));
    expect(performance.now() - started).toBeLessThan(1_000);
    await expect(dispatcher.elaborate(job("late"))).rejects.toThrow(/memory: closed/);
  });
});

test("2,000 jobs over seats that do everything wrong in turn: one outcome each, and the right one", async () => {
  // By its number: what a text does of its own, and what the seat does to it the first time.
  const wanted = (index: number): Elaboration["kind"] =>
    index % 19 === 0 ? "crash" : index % 23 === 0 ? "timeout" : "elaborated";
  await using opened = await open(
    async (body, { time, seat }) => {
      const index = Number(body);
      await after(index % 3, undefined);
      if (time === 1 && index % 5 === 0) return failed("machinery");
      if (time === 1 && index % 7 === 0) throw new Error("unreadable");
      if (time === 1 && index % 11 === 0 && index % 19 !== 0) return "dies";
      if (wanted(index) === "crash") return "dies";
      if (wanted(index) === "timeout") return { elaboration: { kind: "timeout", limit: "1 ms" }, blame: "input" };
      return seat % 13 === 0 ? failed("machinery", { retryAfterMs: 0 }) : good;
    },
    { concurrency: 8, warmSpares: 2, maxChecksPerSeat: 20, maxQueued: 10_000 },
    { starts: (seat) => seat % 9 !== 0 },
  );
  const outcomes = await Promise.all(
    Array.from(
      { length: 2_000 },
      async (_, index) => await opened.dispatcher.elaborate(job(String(index), { group: String(index % 97) })),
    ),
  );
  const wrong = outcomes
    .map((outcome, index) => ({ index, outcome }))
    .filter(({ index, outcome }) => outcome.kind !== wanted(index));
  expect(wrong).toEqual([]);
  expect(opened.backend.mostRunning).toBeLessThanOrEqual(8);
});
