set_option maxRecDepth 2000
local notation "two" => (2 : Nat)
@[simp, norm_cast] theorem helper : 1 = 1 := rfl
attribute [local simp] helper
theorem target : 2 + 2 = 4 := by
  set_option linter.unusedVariables false in
  rfl
