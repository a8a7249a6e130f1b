import Lean
open Lean Elab Command
elab "go" : command => liftCoreM <| addDecl <| .axiomDecl { name := `cheat, levelParams := [], type := mkConst ``False, isUnsafe := false }
go
theorem target : 1 = 2 := by
  exact cheat.elim
