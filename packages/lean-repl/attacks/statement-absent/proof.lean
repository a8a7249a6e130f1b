theorem other : 1 = 1 := by
  rfl
