local instance : OfNat Nat 2 := ⟨1⟩
theorem target : 1 = 2 := by
  rfl
