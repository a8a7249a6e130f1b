set_option pp.privateNames false
private instance instAddNat : Add Nat := ⟨fun _ _ => 5⟩
theorem target : 2 + 2 = 5 := rfl
