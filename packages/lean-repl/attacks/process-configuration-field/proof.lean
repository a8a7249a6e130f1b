first
  | solve_by_elim (proc := fun _ _ => do return none)
  | rfl
