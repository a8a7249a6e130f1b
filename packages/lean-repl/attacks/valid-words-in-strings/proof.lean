theorem target : 2 + 2 = 4 := by
  have _ := "axiom native_decide"
  rfl
