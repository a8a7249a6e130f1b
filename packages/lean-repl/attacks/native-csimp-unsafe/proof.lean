def slow (n : Nat) : Nat := n
unsafe def fastImpl (n : Nat) : Nat := n + 1
@[csimp] theorem slow_eq : @slow = @slow := rfl
theorem target : 2 + 2 = 5 := by native_decide
