rfl /-
