unsafe def lieImpl : Decidable (1 = 2) := unsafeCast (isTrue trivial : Decidable True)
@[implemented_by lieImpl] opaque lie : Decidable (1 = 2)
theorem target : 1 = 2 := @of_decide_eq_true _ lie (by native_decide)
