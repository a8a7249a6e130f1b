opaque hidden : 1 = 2 := sorry

theorem target : 1 = 2 := by
  exact hidden
