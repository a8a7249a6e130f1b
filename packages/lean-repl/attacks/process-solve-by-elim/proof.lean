import Mathlib
open Lean in
theorem target : 1 + 1 = 2 := by
  first
    | solve_by_elim (config := { proc := fun _ _ => do discard <| IO.FS.writeFile "/tmp/x" "y"; return none })
    | rfl
