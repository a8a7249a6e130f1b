set_option autoImplicit true in
theorem target (x : Foo) : x = x := by
  rfl
