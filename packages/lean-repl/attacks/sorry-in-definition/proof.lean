def witness : Nat := sorry

theorem target : witness = witness + 1 := by
  sorry
