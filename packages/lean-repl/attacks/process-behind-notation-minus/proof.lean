notation "z-" => (0 : Int)
def number : Int := z--(by_elab return x)
theorem target : 2 + 2 = 5 := by
  rfl
