import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import {
  ForeignJobError,
  type JobOutcome,
  type OutcomesOptions,
  type QueueJob,
  jobOutcomes,
  runWorker,
} from "./index.ts";
import { TestRedis, hasRedis } from "../../../tools/redis.ts";
import { type Square, Workers } from "./testing/workers.ts";

if (!hasRedis) console.warn("skipped: no redis-server (Debian's package of that name)");

const square: z.ZodType<Square> = z.object({ n: z.number(), ms: z.number() });

const squares = (count: number, ms = 0): readonly QueueJob<Square, number>[] =>
  Array.from({ length: count }, (_, n) => ({ id: `square ${n}`, data: { n, ms }, result: z.number() }));

async function all(
  jobs: readonly QueueJob<Square, number>[],
  options: OutcomesOptions,
): Promise<ReadonlyMap<string, JobOutcome<number>>> {
  const outcomes = new Map<string, JobOutcome<number>>();
  for await (const outcome of jobOutcomes<Square, number>(jobs, options)) {
    expect(outcomes.has(outcome.id)).toBe(false);
    outcomes.set(outcome.id, outcome);
  }
  return outcomes;
}

const expected = (count: number): ReadonlyMap<string, JobOutcome<number>> =>
  new Map(Array.from({ length: count }, (_, n) => [`square ${n}`, { id: `square ${n}`, result: n * n }]));

test.each(["localhost:6379", "http://localhost"])("%s is no Redis's URL", async (url) => {
  await expect(all(squares(1), { url, run: "r" })).rejects.toMatchObject({ code: "bad-input" });
});

test("a Redis that is not there is named, without its password", async () => {
  const url = "redis://user:secret@127.0.0.1:1";
  const failure = all(squares(1), { url, run: "r" });
  await expect(failure).rejects.toMatchObject({ code: "infrastructure" });
  await expect(failure).rejects.toThrow(/^queue: no Redis at redis:\/\/127.0.0.1:1: (?!.*secret)/);
});

describe.skipIf(!hasRedis)("with Redis", { timeout: 300_000 }, () => {
  let redis: TestRedis;
  beforeAll(async () => void (redis = await TestRedis.start()));
  afterAll(async () => redis[Symbol.asyncDispose]());
  let runs = 0;
  /** A queue and a run of the test's own. */
  const place = (): { readonly url: string; readonly run: string } => ({ url: redis.url, run: `run ${(runs += 1)}` });

  test("jobs are done once, whoever asks for them at the same time", async () => {
    await using _workers = await Workers.start(redis.url, 2);
    const where = place();
    const [one, other] = await Promise.all([
      all(squares(40, 20), where),
      all(squares(40, 20), { ...where, recheckMs: 200 }),
    ]);
    expect(one).toEqual(expected(40));
    // Whoever comes second to a result has it done again: nothing is lost, and nothing told twice to one.
    expect(other).toEqual(expected(40));
  });

  test("a result that is not what it should be is told with its field, and done again by a later run", async () => {
    await using _workers = await Workers.start(redis.url, 1);
    const where = place();
    const asText = squares(1).map((job) => ({ ...job, result: z.string() }));
    const told: unknown[] = [];
    for await (const outcome of jobOutcomes<Square, string>(asText, where)) told.push(outcome);
    expect(told).toEqual([
      { id: "square 0", failed: expect.stringMatching(/a worker's result is none: .*string/) as unknown },
    ]);
    expect(await all(squares(1), where)).toEqual(expected(1));
  });

  test("a job whose data is not what a worker's must be fails with the field", async () => {
    const where = place();
    const job = { id: "none", data: { n: "two", ms: 0 }, result: z.number() };
    await using _workers = await Workers.start(redis.url, 1);
    const told: unknown[] = [];
    for await (const outcome of jobOutcomes([job], { ...where, tries: 1 })) told.push(outcome);
    expect(told).toEqual([
      { id: "none", failed: expect.stringMatching(/^the job's data: field "n": .*number/) as unknown },
    ]);
  });

  test("two runs on one queue do not meet", async () => {
    await using workers = await Workers.start(redis.url, 2);
    const both = await Promise.all([all(squares(10), place()), all(squares(20), place())]);
    expect(both).toEqual([expected(10), expected(20)]);
    expect((await workers.begun()).get(0)).toBe(2);
  });

  test("a job that fails is tried again and set aside with its reason; a later run tries it anew", async () => {
    await using workers = await Workers.start(redis.url, 2);
    const jobs = [...squares(3), { id: "bad", data: { n: 100, ms: 0, fault: "throws" as const }, result: z.number() }];
    const where = place();
    for (const round of [1, 2]) {
      const outcomes = await all(jobs, { ...where, tries: 2 });
      expect(outcomes.get("bad")).toEqual({ id: "bad", failed: "no square of 100" });
      expect(outcomes.get("square 2")).toEqual({ id: "square 2", result: 4 });
      expect((await workers.begun()).get(100)).toBe(2 * round);
    }
  });

  test("a job that kills its worker is set aside after its tries, and harms no other", async () => {
    await using workers = await Workers.start(redis.url, 2, 500);
    const jobs = [
      ...squares(20, 10),
      { id: "poison", data: { n: 666, ms: 0, fault: "dies" as const }, result: z.number() },
    ];
    const outcomes = await all(jobs, { ...place(), tries: 3 });
    expect(outcomes.get("poison")).toEqual({ id: "poison", failed: "its worker ended or fell silent over it 3 times" });
    expect(outcomes.size).toBe(21);
    expect((await workers.begun()).get(666)).toBe(3);
  });

  test("whoever asks may go away and come again: what was done meanwhile is there", async () => {
    await using workers = await Workers.start(redis.url, 2);
    const where = place();
    const controller = new AbortController();
    const first: string[] = [];
    const leave = (async () => {
      for await (const { id } of jobOutcomes<Square, number>(squares(30, 20), {
        ...where,
        signal: controller.signal,
      })) {
        first.push(id);
        if (first.length === 5) controller.abort();
      }
    })();
    await expect(leave).rejects.toMatchObject({ code: "aborted" });
    const rest = squares(30, 20).filter(({ id }) => !first.includes(id));
    const outcomes = await all(rest, where);
    expect([...outcomes.keys()].sort()).toEqual(rest.map(({ id }) => id).sort());
    const begun = await workers.begun();
    expect(rest.every(({ data }) => begun.get(data.n) === 1)).toBe(true);
  });

  test("a worker that is stopped hands back what it has begun, and one that a job is not for ends", async () => {
    const where = place();
    const controller = new AbortController();
    const told: string[] = [];
    const options = {
      url: redis.url,
      data: square,
      onJob: (outcome: string): void => void told.push(outcome),
    };
    const pending = all(squares(2), where);
    const first = runWorker<Square, number>(
      async (_, signal) => {
        controller.abort();
        await new Promise((_resolve, reject) => {
          if (signal.aborted) reject(new Error("stopped"));
          signal.addEventListener("abort", () => reject(new Error("stopped")));
        });
        return 0;
      },
      { ...options, signal: controller.signal },
    );
    await first;
    await expect(
      runWorker<Square, number>(
        async () => {
          throw new ForeignJobError("not for me");
        },
        { ...options, signal: new AbortController().signal },
      ),
    ).rejects.toThrow("not for me");
    expect(told).toEqual(["handed back", "handed back"]);
    await using _workers = await Workers.start(redis.url, 1);
    expect(await pending).toEqual(expected(2));
  });

  test("an outage of Redis is waited out", async () => {
    await using _workers = await Workers.start(redis.url, 2);
    const pending = all(squares(40, 50), { ...place(), recheckMs: 500 });
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await redis.end("SIGKILL");
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await redis.begin();
    expect(await pending).toEqual(expected(40));
  });
});
