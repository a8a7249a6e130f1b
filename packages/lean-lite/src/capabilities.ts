import type { VerifierCapabilities } from "@lemma/interfaces";

/** What the checker is called, and what it can keep: the same in process and in threads, which need not load it to say so. */
export const verifierName = "lite";
export const capabilities: VerifierCapabilities = {
  unsupportedLimits: ["heartbeats", "cpuMs", "memoryBytes", "outputBytes"],
};

/** A backstop for one theorem in wall time, in milliseconds, where the request names none. */
export const defaultWallMs = 10_000;
