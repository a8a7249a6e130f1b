@[extern "lean_nat_sub"] def plus (a b : Nat) : Nat := a + b
theorem target : 1 = 2 := by
  exact absurd rfl (by decide)
