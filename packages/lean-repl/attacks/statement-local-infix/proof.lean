local infix:50 (priority := high) " = " => fun (_ _ : Nat) => True
theorem target : 1 = 2 := by
  trivial
