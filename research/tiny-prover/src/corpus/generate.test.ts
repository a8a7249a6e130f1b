import { Random } from "@lemma/interfaces";
import { expect, test } from "vitest";
import { drawNaming, statementOf } from "./draft.ts";
import { families, generateGroup } from "./generate.ts";

test.each(families)("$name draws a theorem with something to try, and repeats from its seed", (family) => {
  for (let seed = 0; seed < 30; seed += 1) {
    const once = (): string => {
      const random = new Random(seed);
      const draft = family.draw(random, drawNaming(random));
      expect(draft.proofs.length).toBeGreaterThan(0);
      return statementOf(draft, "t");
    };
    const statement = once();
    expect(statement).toMatch(/^theorem t .*: .+ := by$/s);
    expect(statement).not.toMatch(/undefined|NaN|\+ -|- -|\* -/);
    expect(once()).toBe(statement);
  }
});

test("a group keeps its target's names and family", () => {
  const { target, related } = generateGroup(new Random(3), "t", 4);
  expect(related).toHaveLength(4);
  for (const one of related) expect(one.family).toBe(target.family);
});
