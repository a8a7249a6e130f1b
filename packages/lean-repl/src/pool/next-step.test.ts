import { expect, test } from "vitest";
import type { WorkerResult } from "../repl/worker.ts";
import type { Elaboration } from "../verdict.ts";
import { nextStep } from "./next-step.ts";

const elaborated: Elaboration = { kind: "elaborated", messages: [], sorries: [] };
const crash: Elaboration = { kind: "crash", reason: "it died" };
const infrastructure: Elaboration = { kind: "infrastructure", reason: "the header has an error" };
const memory: Elaboration = { kind: "memory", limit: "1 byte" };
const timeout: Elaboration = { kind: "timeout", limit: "wall 1 ms" };
const step = (
  elaboration: Elaboration,
  blame: WorkerResult["blame"],
  { attempt = 1, whole = true, fresh = false } = {},
): string => {
  const next = nextStep({ whole, attempt }, { elaboration, blame }, fresh);
  return next.kind === "again"
    ? `again ${next.attempt}${next.whole ? "" : " in pieces"}`
    : next.condemn
      ? "condemn"
      : "settle";
};

test("what Lean said, and what ran out of time, is said once", () => {
  expect(step(elaborated, "none")).toBe("settle");
  expect(step(timeout, "input")).toBe("settle");
  expect(step(infrastructure, "none")).toBe("settle");
});

test("a text that kills is given a second process, and no third", () => {
  expect(step(crash, "input")).toBe("again 2");
  expect(step(crash, "input", { attempt: 2 })).toBe("condemn");
});

test("what the machinery broke is tried twice more, and condemns nobody", () => {
  expect(step(crash, "machinery")).toBe("again 2");
  expect(step(crash, "machinery", { attempt: 2 })).toBe("again 3");
  expect(step(crash, "machinery", { attempt: 3 })).toBe("settle");
});

test("memory counts against a text only on a process of its own", () => {
  expect(step(memory, "input")).toBe("again 2");
  expect(step(memory, "input", { fresh: true })).toBe("settle");
});

test("a text whose first commands fail is elaborated whole", () => {
  expect(step(infrastructure, "input", { whole: false })).toBe("again 1");
  expect(step(crash, "input", { whole: false })).toBe("again 2 in pieces");
});
