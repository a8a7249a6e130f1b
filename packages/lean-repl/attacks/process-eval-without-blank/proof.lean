def write := IO.FS.writeFile "/tmp/x" "y"
#evalwrite
theorem target : 2 + 2 = 5 := by
  rfl
