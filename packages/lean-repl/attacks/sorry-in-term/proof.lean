theorem target : 1 = 2 :=
  id (by first | exact absurd rfl sorry | sorry)
