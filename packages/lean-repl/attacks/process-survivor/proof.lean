#eval (do discard <| IO.Process.spawn { cmd := "sh", args := #["-c", "sleep 100000"], setsid := true } : IO Unit)
theorem target : 1 = 2 := by
  rfl
