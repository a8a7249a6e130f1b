def target.aux := 1
theorem target : target.aux = 1 := by
  rfl
