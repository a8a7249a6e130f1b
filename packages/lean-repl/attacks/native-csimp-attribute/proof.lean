theorem swap : @Nat.add = @Nat.mul := by
  sorry
attribute [csimp] swap
theorem target : 1 = 2 := by
  sorry
