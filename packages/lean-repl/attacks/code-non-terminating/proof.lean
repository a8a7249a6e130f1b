def lie (n : Nat) : 1 = 2 := lie (n + 1)
theorem target : 1 = 2 := by
  exact lie 0
