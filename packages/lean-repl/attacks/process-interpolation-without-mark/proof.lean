exact dbg_trace "{(by run_tac pure () : String)}"; rfl
