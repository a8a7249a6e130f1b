set_option sat.solver "/tmp/evil" in
theorem target : 2 + 2 = 5 := by decide
