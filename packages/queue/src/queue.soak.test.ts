import { setTimeout as pause } from "node:timers/promises";
import { Random } from "@lemma/interfaces";
import { expect, test } from "vitest";
import { z } from "zod";
import { jobOutcomes } from "./index.ts";
import { TestRedis, hasRedis } from "../../../tools/redis.ts";
import { type Square, Workers } from "./testing/workers.ts";

if (!hasRedis) console.warn("skipped: no redis-server (Debian's package of that name)");

test.skipIf(!hasRedis)(
  "2,000 jobs over 4 workers, 20 of which are killed, and a Redis that is killed and begins anew: every outcome once",
  { timeout: 3_600_000 },
  async () => {
    const count = 2000;
    const kills = 20;
    const random = new Random(1);
    await using redis = await TestRedis.start();
    await using workers = await Workers.start(redis.url, 4, 2000);
    const jobs = Array.from({ length: count }, (_, n) => ({
      id: String(n),
      data: { n, ms: random.integer(100) },
      result: z.number(),
    }));
    const outcomes = new Map<string, unknown>();
    const killAt = new Set<number>();
    while (killAt.size < kills) killAt.add(1 + random.integer(count - 100));
    let restarting: Promise<void> | undefined;
    const doubled: string[] = [];
    for await (const outcome of jobOutcomes<Square, number>(jobs, { url: redis.url, run: "soak" })) {
      if (outcomes.has(outcome.id)) doubled.push(outcome.id);
      outcomes.set(outcome.id, outcome);
      if (killAt.has(outcomes.size)) workers.kill(random.integer(4));
      if (outcomes.size === count / 2)
        restarting = (async () => {
          await redis.end("SIGKILL");
          await pause(2000);
          await redis.begin();
        })();
    }
    await restarting;
    expect(doubled).toEqual([]);
    expect(outcomes).toEqual(new Map(jobs.map(({ id, data: { n } }) => [id, { id, result: n * n }])));
    const begun = [...(await workers.begun()).values()].reduce((a, b) => a + b, 0);
    console.log(`${count} jobs, begun ${begun} times, ${killAt.size} workers killed, Redis once`);
  },
);
