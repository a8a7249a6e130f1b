theorem helper : 2 + 2 = 4 := by
  rfl

theorem target : 2 + 2 = 4 := by
  exact helper
