import Aesop
def rule : Lean.Elab.Tactic.TacticM Unit := do
  discard <| IO.FS.writeFile "/tmp/x" "y"
theorem target : 1 + 1 = 2 := by
  aesop (add safe rule)
