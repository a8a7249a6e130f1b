theorem A.target : 1 = 1 := by
  rfl
open A
