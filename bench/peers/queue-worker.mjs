// A worker whose jobs wait: node queue-worker.mjs URL
import { createRequire } from "node:module";
import { setTimeout as pause } from "node:timers/promises";
import { runWorker } from "../../packages/queue/dist/index.js";

console.log("ready");
const { z } = createRequire(new URL("../../packages/queue/package.json", import.meta.url))("zod");
const data = z.object({ ms: z.number() });
await runWorker(({ ms }) => pause(ms, ms), { url: process.argv[2], data, signal: new AbortController().signal });
