-- axiom native_decide sorry
/- #eval unsafe /- nested -/ macro -/
theorem target : 2 + 2 = 4 := by
  -- set_option debug.skipKernelTC true
  rfl
