import { expect, test } from "vitest";
import { checkProof } from "../judge.ts";
import { goalOf } from "./campaign.ts";
import { hasData, isWhole, rowsOf } from "../../../../tools/data.ts";
import { proofPairs } from "./corpus.ts";

const attempts = "lean-verdicts/minif2f_attempts_visible.jsonl";
const soak = process.env["LEMMA_SOAK"] === "1";
const limits = { steps: 5_000_000, wallMs: 5_000 };

/** Lean's rejections that we accept, by theorem, each of a true statement, with the reason. */
const explained: Readonly<Record<string, string>> = {
  algebra_bleqa_apbon2msqrtableqambsqon8b:
    "Lean's field_simp splits √(a * b) and its nlinarith then misses √(a * b) ^ 2 = a * b; ours keeps the root whole",
};

const nameOf = (statement: string): string => /^\w+\s+(\S+)/.exec(statement)![1]!;

test.runIf(hasData(attempts))("agrees with real Lean on models' attempts at miniF2F", () => {
  let [passes, agreed, rejections] = [0, 0, 0];
  const accepted: string[] = [];
  for (const [i, { statement, proof, accepted: lean }] of proofPairs([attempts]).entries()) {
    if (lean === undefined || (!soak && isWhole(attempts) && i % 4 !== 0)) continue;
    if (lean && goalOf(statement) === undefined) continue;
    const { status } = checkProof(statement, proof, limits);
    if (lean) {
      passes += 1;
      if (status === "proved") agreed += 1;
    } else {
      rejections += 1;
      if (status === "proved") accepted.push(nameOf(statement));
    }
  }
  console.info(`accepted ${agreed} of ${passes} that pass Lean, ${accepted.length} of ${rejections} that fail it`);
  expect(accepted.filter((name) => explained[name] === undefined)).toEqual([]);
  expect(accepted.length / rejections).toBeLessThan(0.01);
  expect(agreed / passes).toBeGreaterThanOrEqual(0.85);
});

test.runIf(hasData("lean-core/closed.jsonl"))("decides closed equations over ℕ and ℤ as Lean evaluates them", () => {
  const wrong = rowsOf("lean-core/closed.jsonl").filter((row) => {
    const { status } = checkProof(String(row["statement"]), String(row["proof"]), limits);
    return (status === "proved") !== row["true"];
  });
  expect(wrong).toEqual([]);
});

test.runIf(hasData("lean-core/tactics.jsonl"))("agrees with real Lean on proofs in core tactics", () => {
  let [passes, agreed, rejections] = [0, 0, 0];
  const unexplained: string[] = [];
  let accepted = 0;
  for (const [i, row] of rowsOf("lean-core/tactics.jsonl").entries()) {
    if (!soak && isWhole("lean-core/tactics.jsonl") && i % 2 !== 0) continue;
    // With Mathlib these might pass: its names are not known here, and core's simp set is a small part of its own.
    if (/unknown|`simp` made no progress/i.test(JSON.stringify(row["messages"]))) continue;
    const [statement, proof] = [String(row["statement"]), String(row["proof"])];
    const { status } = checkProof(statement, proof, limits);
    if (row["accepted"] === true) {
      passes += 1;
      if (status === "proved") agreed += 1;
    } else {
      rejections += 1;
      if (status !== "proved") continue;
      accepted += 1;
      unexplained.push(`${statement}\n${proof}`);
    }
  }
  console.info(`accepted ${agreed} of ${passes} that pass Lean, ${accepted} of ${rejections} that fail it`);
  expect(unexplained).toEqual([]);
  expect(agreed / passes).toBeGreaterThanOrEqual(0.95);
});
