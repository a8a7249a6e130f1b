have h : 2 + 2 = 4 := by rfl
exact h
