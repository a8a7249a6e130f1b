import Lean
@[builtin_something_new] def evil : Lean.Elab.Tactic.Tactic := fun _ => pure ()
theorem target : 2 + 2 = 5 := by simp
