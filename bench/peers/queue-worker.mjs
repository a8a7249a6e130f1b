// A worker whose jobs wait: node queue-worker.mjs URL
import { setTimeout as pause } from "node:timers/promises";
import { runWorker } from "../../packages/queue/dist/index.js";

console.log("ready");
await runWorker(({ ms }) => pause(ms, ms), { url: process.argv[2], signal: new AbortController().signal });
