import { isWhole, rowsOf } from "../../../../tools/data.ts";
import { describe, expect, test } from "vitest";
import { findCommand, findForbidden } from "./policy.ts";

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
    ['dbg_trace "{unsafe 1}"; rfl', "unsafe"],
    ['trace s!"{f "a" ++ unsafe 1 ++ "b"}"', 'ambiguous text "{f "'],
    ["trace s!\"{g '}' (unsafe 1)}\"", "ambiguous text \"{g '}' (unsafe 1)}\""],
    ['exact f ⁻¹\'"\' x " unsafe y ""', "ambiguous text '\"'"],
    ['exact f \'\'"\' x " ; unsafe y ""', "unsafe"],
    ["#check 1axiom a : False", "axiom"],
    ["#check 0x1funsafe", "unsafe"],
    ["exact (s)ᶜsorryAx", "sorryAx"],
    ["exact λsorryAx", "sorryAx"],
    ['/--/ " -/ unsafe def x := 1 -- "', "unsafe"],
    ['notation "$/-" => True', 'notation "$/-"'],
    ['infix:50 " =-- " => Eq', 'notation " =-- "'],
    ["set_option pp.fullNames false", "set_option pp.fullNames"],
    ["set_option «pp».all true", "set_option pp.all"],
    ['set_option /- -/ sat.solver "x"', "set_option sat.solver"],
    ['set_option trace.profiler.output "x"', "set_option trace.profiler.output"],
    ["@[norm_num _ + _] def x := 1", "@[norm_num]"],
    ["@[local positivity] def x := 1", "@[positivity]"],
    ["@[to_additive (attr := simp, simproc)] def x := 1", "@[simproc]"],
    ["attribute [local simp, command_elab foo] x", "@[command_elab]"],
    ["@[what_is_this] def x := 1", "@[what_is_this]"],
    ["def s := {x : Int //-1 < x}\nunsafe def x := 1 -- -/", "ambiguous text //-"],
    ["do let x <--1; unsafe y", "ambiguous text <--"],
    ['def f := λr"\\" => 0 | _ => 1\nunsafe def x := 1 --"', 'ambiguous text λr"'],
    ['exact (a ∘r"\\" b " c)\nunsafe def x := 1 --"', 'ambiguous text ∘r"'],
    ['theorem «\n"» : True := trivial\nunsafe def x := 1 --"', "ambiguous text «"],
    ['notation "z-" => 0', 'notation "z-"'],
    ['notation a " +r" b => a', 'notation " +r"'],
    ["#evalx", "#eval"],
    ["#checkby_elab return x", "by_elab"],
    ["exact sᶜset_option debug.skipKernelTC true", "set_option"],
    ["exact sᶜattribute [command_elab f] x", "attribute"],
    ["exact eval% x", "eval%"],
    ["grind_propagator f ↑Nat.add := g", "grind_propagator"],
    ["linarith (oracle := ⟨mine _ Lean.Meta.mkFreshExprMVar none⟩)", "Lean.Meta"],
    ["open Real Lean Meta in\nrfl", "Lean"],
    ["def f := IO.println 1", "IO.println"],
    ["open IO in def f := println 1", "IO"],
    ['def f : IO Unit := .FS.writeFile "/tmp/x" "y"', "IO"],
    ['def f := (.FS.writeFile "/tmp/x" "y" : id IO Unit)', "IO.FS.writeFile"],
    ['def f : M := .«FS».writeFile "/tmp/x" "y"', "IO.FS.writeFile"],
    ['def f : M := x >>= fun _ => .println "y"', "IO.println"],
    ["def f : Nat → IO Unit := g", "IO"],
    ["def f : Nat -> «IO» (Unit) := g", "IO"],
    ["def f : BaseIO Unit := g", "BaseIO"],
    [
      'solve_by_elim (config := { proc := fun _ _ => do let _ ← (.Process.output { cmd := "sh" } : IO _); return none })',
      "code in a tactic's configuration (config := …)",
    ],
    ["solve_by_elim (proc := fun _ _ => return none)", "code in a tactic's configuration (proc := …)"],
    ["linarith (config := { oracle := ⟨fun _ _ => x⟩ })", "code in a tactic's configuration (config := …)"],
    ["bv_decide?", "bv_decide?"],
    ["polyrith", "polyrith"],
    ['import Lake\ndef f := Lake.proc { cmd := "sh" }', "Lake.proc"],
    ["def f : «Lean».Elab.Tactic.TacticM Unit := g", "TacticM"],
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
    "set_option trace.Meta.synthInstance true in\nrfl",
    "@[simp, norm_cast, to_additive (attr := simp) foo] theorem x : 1 = 1 := rfl",
    "attribute [-simp] foo",
    "@[simps! apply, local instance 100, aesop safe (rule_sets := [X])] def x := 1",
    'notation "x₀" => (1 : ℕ)',
    'trace s!"{x\'} and {y + 1}"',
    "simp [f '' s, f ⁻¹' t]",
    "have : #s = 1 := by simp",
    "exact 1e5.le",
    "#check Nat",
    "import Lean\nimport Lean.Elab.Tactic",
    "theorem t (IO : ℝ) : IO = IO := by rfl",
    "exact Lean.Omega.Int.le_of_lt h",
    "have h₁ := h--why\nsimp [h]/- why -/",
    "obtain ⟨x, hx⟩ : {x : ℤ // 0 < x} := h",
    'exact r"a\\" = r#"b"#',
    "exact .inl (.intro h .refl)",
    "intro IO hIO\nexact hIO",
    "theorem t (IO R : ℝ) (h : IO = R) : R = IO := h.symm",
    "exact Finset.sum_congr (f := fun i => i) rfl",
    "nlinarith (config := { preprocessors := [] }) [sq_nonneg x]",
    "simp (config := { decide := true, maxSteps := 100 }) (discharger := assumption) [h]",
    "rw (config := { occs := .pos [1] }) [h]",
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

test("refuses no proof that real Lean accepted", () => {
  const files = [
    // Its licence lets nobody hand it on: it is there in full or not at all.
    ...["minif2f-proofs/dsv2_valid.jsonl"].filter(isWhole),
    "minif2f-proofs/seed_prover_visible.jsonl",
    "lean-verdicts/minif2f_attempts_visible.jsonl",
  ];
  const accepted = files.flatMap(rowsOf).filter((row) => row["pass"] !== false);
  expect(accepted.length).toBeGreaterThan(files.every(isWhole) ? 500 : 50);
  expect(accepted.filter((row) => findForbidden(String(row["code"])) !== undefined)).toEqual([]);
});
