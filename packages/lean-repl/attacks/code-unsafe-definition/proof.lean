unsafe def lie : 1 = 2 := lie
theorem target : 1 = 2 := by
  exact lie
