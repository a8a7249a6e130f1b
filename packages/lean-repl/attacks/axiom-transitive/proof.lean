axiom cheat : False
theorem level0 : 1 = 2 := by
  exact cheat.elim
theorem level1 : 1 = 2 := by
  exact level0
theorem target : 1 = 2 := by
  exact level1
