def number : Option Int := do let x <--1; (by_elab return x)
theorem target : 2 + 2 = 5 := by
  rfl
