import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { recordedConjectures } from "./recorded.ts";

test("a recorded conjecture keeps its seed and the shortest proofs that are accepted", async () => {
  const data = await mkdtemp(path.join(tmpdir(), "recorded-"));
  await mkdir(path.join(data, "conjectures"));
  const file = (tactics: string): string =>
    `import Mathlib\n\ntheorem c (a b : ℝ) :\n  2 * a * b ≤ a ^ 2 + b ^ 2 := by\n  ${tactics}\n`;
  const rows = [
    {
      seed_statement: "(a b c : ℝ) : a * b + b * c ≤ a ^ 2 + 2 * b ^ 2 + c ^ 2 := by",
      conjecture: "(a b : ℝ) : 2 * a * b ≤ a ^ 2 + b ^ 2 := by",
      proofs: [
        file("nlinarith [sq_nonneg (a - b), sq_nonneg a]"),
        file("nlinarith [sq_nonneg (a - b)]"),
        file("linarith"),
      ],
    },
    { conjecture: "no seed : 1 = 1 := by", proofs: [file("norm_num")] },
  ];
  const text = rows.map((row) => `${JSON.stringify(row)}\n`).join("");
  await writeFile(path.join(data, "conjectures", "conjectures_proved_visible.jsonl"), text);
  const [found, ...others] = await recordedConjectures(data, 1);
  expect(others).toEqual([]);
  expect(found?.seed).toContain("(a b c : ℝ)");
  expect(found?.statement).toContain("2 * a * b ≤ a ^ 2 + b ^ 2");
  expect(found?.proofs.map((proof) => proof.trim())).toEqual(["nlinarith [sq_nonneg (a - b)]"]);
});
