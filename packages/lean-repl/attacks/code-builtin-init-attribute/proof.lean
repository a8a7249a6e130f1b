@[builtin_init] def hook : IO Unit := pure ()
theorem target : 1 = 2 := by
  rfl
