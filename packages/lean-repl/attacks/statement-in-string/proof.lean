def s := "theorem target : 1 = 2 := by rfl"
theorem target : 1 = 1 := by
  rfl
