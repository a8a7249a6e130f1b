theorem helper : 1 = 2 := by
  sorry

theorem target : 1 = 2 := by
  exact helper
