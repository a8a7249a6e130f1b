set_option autoImplicit true
theorem target (x : unknown) : x = x := rfl
