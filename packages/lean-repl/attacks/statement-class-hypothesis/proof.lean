class Bad : Prop where bad : False
variable [Bad]
theorem target : 1 = 2 := by
  exact Bad.bad.elim
