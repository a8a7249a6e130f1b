axiom addIsMul : @Nat.add = @Nat.mul
@[csimp] theorem swap : @Nat.add = @Nat.mul := addIsMul
theorem target : 1 = 2 := by
  native_decide
