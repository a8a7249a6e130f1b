import Mathlib
theorem target : 1 + 1 = 2 := by
  first
    | solve_by_elim (config := { proc := fun _ _ => do
        let _ ← (.Process.output { cmd := "sh", args := #["-c", "id"] } : IO _)
        return none })
    | rfl
