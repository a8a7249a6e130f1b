theorem helper : True := by
  first
    | exact (a ∘r"\" b ")
    | trivial
run_cmd pure ()
-- "
theorem target : 2 + 2 = 5 := by
  rfl
