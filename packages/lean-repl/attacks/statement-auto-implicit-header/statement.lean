theorem target (x : unknowm) : x = x := by
