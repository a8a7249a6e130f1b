def positive := {x : Int //-1 < x}
run_cmd pure ()
-- -/
theorem target : 2 + 2 = 5 := by
  rfl
