theorem target : False := by
