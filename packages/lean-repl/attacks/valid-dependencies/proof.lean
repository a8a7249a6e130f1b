theorem first : 1 = 1 := rfl

theorem second : 1 = 1 := first

theorem target : 2 + 2 = 4 := by
  exact congrArg (· + 3) second
