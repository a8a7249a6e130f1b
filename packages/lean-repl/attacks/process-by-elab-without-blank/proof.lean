import Lean
#checkby_elab return Lean.mkNatLit 1
theorem target : 2 + 2 = 5 := by
  rfl
