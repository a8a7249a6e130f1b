import Lean
open Lean Elab Command
run_cmd liftCoreM <| addDecl <| .axiomDecl { name := `cheat, levelParams := [], type := mkConst ``False, isUnsafe := false }
theorem target : 1 = 2 := by
  exact cheat.elim
