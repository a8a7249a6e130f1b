theorem helper (p q : Prop) (h : p) : p ∨ q := .inl h
theorem target (IO R : Nat) (h : IO = R) : R = IO := by
  have := helper (p := IO = R) (q := (fun n : Nat => n) 1 = 2) h
  simp (config := { decide := true }) (discharger := assumption) only [h]
