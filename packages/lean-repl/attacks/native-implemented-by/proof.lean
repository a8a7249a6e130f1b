@[implemented_by Nat.zero] def one : Nat := 1
theorem lie : one = 0 := by
  native_decide
theorem target : 1 = 2 := by
  exact absurd lie (by decide)
