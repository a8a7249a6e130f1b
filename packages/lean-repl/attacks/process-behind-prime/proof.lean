have := (id ''"' x ") 
run_tac pure ()
trivial -- "
