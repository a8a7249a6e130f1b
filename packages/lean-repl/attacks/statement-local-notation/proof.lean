local notation "two" => 1
theorem target : two = 1 := by
  rfl
