import { afterAll } from "vitest";
import { processorSeconds } from "./processor-time.ts";

declare module "vitest" {
  interface TaskMeta {
    /** Of a test file: processor seconds of its process and its children, the start of that process included. */
    processorSeconds?: number;
  }
}

declare global {
  /** What this process had used when the file before ended: files of some packages share one. */
  var lemmaProcessorSecondsBefore: number | undefined;
}

// Vitest reads the first argument as fixtures, of which none is wanted.
// oxlint-disable-next-line no-empty-pattern
afterAll(({}, file) => {
  const now = processorSeconds();
  if (now === undefined) return;
  file.meta.processorSeconds = now - (globalThis.lemmaProcessorSecondsBefore ?? 0);
  globalThis.lemmaProcessorSecondsBefore = now;
});
