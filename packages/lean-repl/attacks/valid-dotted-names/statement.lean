theorem target (IO R : Nat) (h : IO = R) : R = IO := by
