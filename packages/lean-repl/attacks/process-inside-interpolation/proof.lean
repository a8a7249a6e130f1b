have := s!"{ "a" ++ (by run_tac pure ()) ++ "b" }"
rfl
