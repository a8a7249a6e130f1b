theorem target : (include_str "secret.txt") = "" := by
  rfl
