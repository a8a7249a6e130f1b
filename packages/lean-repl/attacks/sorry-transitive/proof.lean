theorem first : 2 + 2 = 5 := by
  sorry

theorem second : 2 + 2 = 5 := by
  exact first

theorem target : 2 + 2 = 5 := by
  exact second
