def text : String → Nat := λr"\" => 0 | _ => 1
run_cmd pure ()
-- "
theorem target : 2 + 2 = 5 := by
  rfl
