#check 1axiom evil : False
theorem target : 2 + 2 = 5 := evil.elim
