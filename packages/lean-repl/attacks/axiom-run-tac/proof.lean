import Lean
theorem target : 1 = 2 := by
  run_tac do (← Lean.Elab.Tactic.getMainGoal).admit
