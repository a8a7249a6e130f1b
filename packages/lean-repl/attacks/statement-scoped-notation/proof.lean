namespace A
scoped notation "two" => 1
end A
open A
theorem target : two = 1 := by
  rfl
