inductive Empty' : Type
axiom Empty'.mk : Empty'
theorem target : 2 + 2 = 5 := nomatch Empty'.mk
