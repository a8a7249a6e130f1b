theorem target : "a b" = "a b" := by
  rfl
