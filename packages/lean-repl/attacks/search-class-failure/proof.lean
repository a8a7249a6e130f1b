theorem target : 1 = 2 := by
  exact (inferInstance : Inhabited (PLift (1 = 2))).default.down
