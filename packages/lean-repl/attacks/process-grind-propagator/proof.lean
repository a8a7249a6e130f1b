import Lean
grind_propagator propagate ↑Nat.add := fun _ => return ()
theorem target : 1 + 1 = 2 := by
  grind
