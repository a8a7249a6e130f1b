import { expect, test } from "vitest";
import type { ElaborationJob } from "../elaborator.ts";
import { planJob } from "./plan.ts";
import { SharedPrefixes } from "./shared-prefixes.ts";

const job = (body: string, more: Partial<ElaborationJob> = {}): ElaborationJob => ({
  header: "import Mathlib\nopen Nat",
  body,
  limits: { wallMs: 1000 },
  group: "g",
  ...more,
});
const lemma = "theorem h : 1 = 1 := rfl\n\n";

test("imports, the rest of the header and a limit on heartbeats are pieces of their own", () => {
  const plan = planJob(
    job("theorem t : 1 = 1 := rfl", { limits: { wallMs: 1, heartbeats: 5 } }),
    new SharedPrefixes(),
    false,
  );
  expect(plan).toEqual({
    chain: ["import Mathlib", "open Nat", "set_option maxHeartbeats 5"],
    headerPieces: 3,
    body: "theorem t : 1 = 1 := rfl",
    lineOffset: 0,
    whole: true,
  });
});

test("first commands join the chain once two texts begin with them", () => {
  const prefixes = new SharedPrefixes();
  expect(planJob(job(`${lemma}theorem t : 1 = 1 := rfl`), prefixes, false).whole).toBe(true);
  expect(planJob(job(`${lemma}theorem t : 1 = 1 := by simp`), prefixes, false)).toMatchObject({
    chain: ["import Mathlib", "open Nat", lemma],
    headerPieces: 2,
    body: "theorem t : 1 = 1 := by simp",
    lineOffset: 2,
    whole: false,
  });
  expect(planJob(job(`${lemma}theorem t : 1 = 1 := by omega`), prefixes, true)).toMatchObject({
    body: `${lemma}theorem t : 1 = 1 := by omega`,
    whole: true,
  });
});
