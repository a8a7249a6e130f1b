class Claim (p : Prop) where holds : p
axiom cheat : False
instance : Claim (1 = 2) := ⟨cheat.elim⟩
theorem target : 1 = 2 := by
  exact Claim.holds
