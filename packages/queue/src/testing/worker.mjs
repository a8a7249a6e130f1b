// A worker whose jobs square numbers: node worker.mjs URL LOG SILENCE_MS
// Each job writes its number to LOG when it begins. `ms`: how long it takes. `fault`: "throws", or "dies" with the whole process.
import { appendFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { runWorker } from "../../dist/index.js";

const [url, log, silenceMs] = process.argv.slice(2);
const controller = new AbortController();
process.once("SIGINT", () => controller.abort());
await runWorker(
  async ({ n, ms, fault }, signal) => {
    appendFileSync(log, `${n}\n`);
    if (fault === "dies") process.kill(process.pid, "SIGKILL");
    await pause(ms, undefined, { signal });
    if (fault === "throws") throw new Error(`no square of ${n}`);
    return n * n;
  },
  {
    url,
    data: z.object({ n: z.number(), ms: z.number(), fault: z.enum(["throws", "dies"]).exactOptional() }),
    silenceMs: Number(silenceMs),
    signal: controller.signal,
  },
);
