theorem target : four = 5 := by
