import Lean
@[app_delab Eq] def mine : Lean.PrettyPrinter.Delaborator.Delab := failure
theorem target : 1 = 2 := by
  rfl
