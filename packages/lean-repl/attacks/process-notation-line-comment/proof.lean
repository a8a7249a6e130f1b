infix:50 " =-- " => fun (a b : Nat) => a = b
theorem helper : 1 =-- 1 := rfl run_cmd pure ()
theorem target : 2 + 2 = 5 := by rfl
