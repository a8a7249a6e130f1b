import Lean
open Lean Elab Command
elab "go" : command => do
  let env ← getEnv
  match env.addDeclCore 0 (.thmDecl { name := `helper, levelParams := [], type := mkConst ``False, value := mkConst ``True.intro }) none (doCheck := false) with
  | .ok env => setEnv env
  | .error _ => throwError "refused"
go
theorem target : 1 = 2 := by
  exact helper.elim
