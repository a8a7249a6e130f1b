import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { defaultOpens } from "../elaborate/functions.ts";
import { elaborateStatement } from "../elaborate/statement.ts";
import { Budget } from "@lemma/lean-kernel/budget";
import { Hole, ProofState } from "../goal/state.ts";
import { absurd, falseTerm } from "@lemma/lean-kernel";
import { parseDeclaration } from "../syntax/statement.ts";
import { withTarget } from "./goals.ts";
import { Runner } from "./run.ts";
import type { TacticRule } from "./tactic.ts";

const guide = new URL("../../../../docs/guides/adding-a-tactic.md", import.meta.url);

test("the guide's tactic does what the guide says, and proves nothing false", () => {
  const [, program] = /```js\n([\s\S]*?)```/.exec(readFileSync(guide, "utf8"))!;
  // The guide shows a module: what it exports is what a tactic file exports, what it uses is what it would import.
  const body = program!.replace(/export const (\w+) =/, "return");
  // oxlint-disable-next-line typescript/no-implied-eval
  const made: unknown = new Function("withTarget", "falseTerm", "absurd", body)(withTarget, falseTerm, absurd);
  const exfalso = made as TacticRule;

  const given = parseDeclaration("theorem t (h : 1 = 2) : 3 = 4 := by\n  norm_num at h");
  const goal = elaborateStatement(given, defaultOpens);
  const root = new Hole(goal);
  const state = new ProofState([root], new Budget(100_000));
  const runner = new Runner(state, defaultOpens);
  exfalso(runner, { name: "exfalso", from: 0, to: 0 });
  expect(state.goal.target).toEqual(falseTerm);
  // Nothing is proved before what it left is.
  expect(() => root.theorem()).toThrow("unsolved goals");
  if (given.proof.kind === "tactics") runner.runBlock(given.proof.block);
  expect(state.holes).toEqual([]);
  expect(root.theorem().conclusion).toEqual(goal.target);
});
