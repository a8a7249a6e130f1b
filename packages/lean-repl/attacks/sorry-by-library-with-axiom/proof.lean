import BadLib
theorem target : 2 + 2 = 5 := BadLib.assumption
