def write {m : Type → Type} (x : m Unit) : m Unit := x
def f := write (m := IO) (.«FS».writeFile "/tmp/x" "y")
theorem target : 1 + 1 = 2 := by
  rfl
