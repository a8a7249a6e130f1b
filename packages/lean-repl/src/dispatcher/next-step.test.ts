import { expect, test } from "vitest";
import type { Elaboration } from "../verdict.ts";
import type { Attempt } from "./backend.ts";
import { nextStep } from "./next-step.ts";

const elaborated: Elaboration = { kind: "elaborated", messages: [], sorries: [] };
const crash: Elaboration = { kind: "crash", reason: "it died" };
const infrastructure: Elaboration = { kind: "infrastructure", reason: "the header has an error" };
const memory: Elaboration = { kind: "memory", limit: "1 byte" };
const timeout: Elaboration = { kind: "timeout", limit: "wall 1 ms" };
const step = (
  elaboration: Elaboration,
  blame: Attempt["blame"],
  {
    input = 0,
    machinery = 0,
    fresh = false,
    ...more
  }: { input?: number; machinery?: number; fresh?: boolean } & Pick<Attempt, "retryAfterMs"> = {},
): string => {
  const next = nextStep({ input, machinery }, { elaboration, blame, ...more }, fresh);
  return next.kind === "again" ? `again after ${next.pauseMs} ms` : next.condemn ? "condemn" : "settle";
};

test("what Lean said, and what ran out of time, is said once", () => {
  expect(step(elaborated, "none")).toBe("settle");
  expect(step(timeout, "input")).toBe("settle");
  expect(step(infrastructure, "none")).toBe("settle");
});

test("a text that kills is given a second seat, and no third", () => {
  expect(step(crash, "input")).toBe("again after 0 ms");
  expect(step(crash, "input", { input: 1 })).toBe("condemn");
});

test("what the machinery broke is tried three times more, and condemns nobody", () => {
  for (const machinery of [0, 1, 2]) expect(step(crash, "machinery", { machinery })).toBe("again after 0 ms");
  expect(step(crash, "machinery", { machinery: 3 })).toBe("settle");
});

test("what the machinery broke does not count against a text that kills once", () => {
  expect(step(crash, "input", { machinery: 3 })).toBe("again after 0 ms");
});

test("where time helps, pauses grow, and are as long as was asked for within reason", () => {
  const pauses = [0, 1, 2].map((machinery) => step(infrastructure, "machinery", { machinery, retryAfterMs: 0 }));
  expect(pauses).toEqual(["again after 100 ms", "again after 400 ms", "again after 1600 ms"]);
  expect(step(infrastructure, "machinery", { retryAfterMs: 2_000 })).toBe("again after 2000 ms");
  expect(step(infrastructure, "machinery", { retryAfterMs: 1e9 })).toBe("again after 10000 ms");
});

test("memory counts against a text only on a seat of its own", () => {
  expect(step(memory, "input")).toBe("again after 0 ms");
  expect(step(memory, "input", { fresh: true })).toBe("settle");
  expect(step(memory, "input", { input: 1 })).toBe("settle");
});
