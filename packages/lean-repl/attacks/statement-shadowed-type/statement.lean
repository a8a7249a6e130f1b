theorem target : ∀ a b : Nat, a = b := by
