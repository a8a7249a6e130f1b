theorem axiom_free.macro : 1 = 1 := rfl

theorem target : 2 + 2 = 4 := by
  rfl
