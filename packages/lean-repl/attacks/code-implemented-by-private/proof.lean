private def zero : Nat := 0
@[implemented_by zero] private def one : Nat := 1
theorem target : 1 = 2 := by
  exact absurd rfl (by decide)
