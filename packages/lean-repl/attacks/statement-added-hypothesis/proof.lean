theorem target (h : 1 = 2) : 1 = 2 := by
  exact h
