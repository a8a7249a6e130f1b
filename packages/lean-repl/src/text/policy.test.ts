import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findCommand, findForbidden } from "./policy.ts";

const data = process.env["LEMMA_DATA"] ?? fileURLToPath(new URL("../../../../../shared/data", import.meta.url));

describe("findForbidden", () => {
  test.each([
    ["axiom foo : False", "axiom"],
    ["exact sorryAx _ true", "sorryAx"],
    ["exact Lean.ofReduceBool _ _ rfl", "ofReduceBool"],
    ["exact «sorryAx» _ true", "sorryAx"],
    ["set_option debug.skipKernelTC true in\nrfl", "set_option debug.skipKernelTC"],
    ["set_option «warn.sorry» false in\nrfl", "set_option warn.sorry"],
    ["@[simp, implemented_by foo] def x := 1", "@[implemented_by]"],
    ["attribute [local csimp] foo", "@[csimp]"],
    ["decide +native", "native_decide"],
    ["simp\n#eval 1", "#eval"],
    ['trace s!"{unsafe 1}"', "unsafe"],
  ])("%s", (source, construct) => expect(findForbidden(source)).toBe(construct));

  test.each([
    "-- axiom\nrfl",
    "/- #eval /- axiom -/ unsafe -/ rfl",
    'have := "native_decide"; rfl',
    'have := r#"axiom"#; rfl',
    "exact Foo.macro",
    "obtain ⟨axiom', h⟩ := h",
    "have h' := 'a'; rfl",
    "exact foo.syntax_ok",
    "set_option maxRecDepth 1000 in\nrfl",
    "#check Nat",
  ])("lets pass: %s", (source) => expect(findForbidden(source)).toBeUndefined());

  test("what is allowed by name passes, and only that", () => {
    expect(findForbidden('macro "x" : tactic => `(tactic| rfl)', { allow: ["macro"] })).toBeUndefined();
    expect(findForbidden('macro "x" : tactic => `(tactic| rfl)\naxiom a : False', { allow: ["macro"] })).toBe("axiom");
  });
});

describe("findCommand", () => {
  test.each(["rfl\ntheorem x : True := trivial", "rfl\n  end Foo", "rfl\ninstance : Inhabited Nat := ⟨0⟩", "rfl /-"])(
    "refuses: %s",
    (block) => expect(findCommand(block)).toBeDefined(),
  );
  test.each([
    "open Nat in\nrfl",
    "intro x\nrfl",
    "exact Foo.end",
    "have prefix_eq := h\nrfl",
    "cases h with\n| inl h => rfl",
  ])("lets pass: %s", (block) => expect(findCommand(block)).toBeUndefined());
});

const proofs = join(data, "minif2f-proofs");
test.skipIf(!existsSync(proofs))("refuses no proof that real Lean accepted (needs the shared data)", () => {
  const rows = [
    "minif2f-proofs/dsv2_valid.jsonl",
    "minif2f-proofs/seed_prover_visible.jsonl",
    "lean-verdicts/minif2f_attempts_visible.jsonl",
  ]
    .flatMap((name) => readFileSync(join(data, name), "utf8").trim().split("\n"))
    .map((line) => JSON.parse(line) as { name: string; code: string; pass?: boolean })
    .filter(({ pass }) => pass !== false);
  expect(rows.length).toBeGreaterThan(500);
  expect(rows.filter(({ code }) => findForbidden(code) !== undefined).map(({ name }) => name)).toEqual([]);
});
