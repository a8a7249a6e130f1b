def f (act : Unit → IO Unit) : IO Unit := act ()
theorem target : 1 + 1 = 2 := by
  rfl
