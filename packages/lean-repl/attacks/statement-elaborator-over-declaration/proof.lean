import Lean
@[command_elab Lean.Parser.Command.declaration] def mine : Lean.Elab.Command.CommandElab := fun _ => pure ()
theorem target : 1 = 2 := by
  decide
