def zero : Nat := 0
@[implemented_by zero] def mid : Nat := 1
@[implemented_by mid] def one : Nat := 1
theorem target : 1 = 2 := by
  exact absurd (rfl : one = 1) (by decide)
