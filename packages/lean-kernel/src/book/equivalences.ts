/** Bijections of a type with itself. */
export const equivalences = `
-- α in ℕ ℤ ℚ ℝ ℂ
Equiv.left_inv (self : Equiv.Perm α) (x : α) : Equiv.invFun self (Equiv.toFun self x) = x
Equiv.right_inv (self : Equiv.Perm α) (x : α) : Equiv.toFun self (Equiv.invFun self x) = x
Equiv.toFun_as_coe (e : Equiv.Perm α) : Equiv.toFun e = ⇑e
Equiv.invFun_as_coe (e : Equiv.Perm α) : Equiv.invFun e = ⇑(Equiv.symm e)
Equiv.symm_symm (e : Equiv.Perm α) : Equiv.symm (Equiv.symm e) = e
Equiv.apply_symm_apply (e : Equiv.Perm α) (x : α) : e (Equiv.symm e x) = x
Equiv.symm_apply_apply (e : Equiv.Perm α) (x : α) : Equiv.symm e (e x) = x
Equiv.injective (e : Equiv.Perm α) : Function.Injective (⇑e)
Equiv.surjective (e : Equiv.Perm α) : Function.Surjective (⇑e)
Equiv.bijective (e : Equiv.Perm α) : Function.Bijective (⇑e)
Equiv.apply_eq_iff_eq = EmbeddingLike.apply_eq_iff_eq (f : Equiv.Perm α) {x y : α} : f x = f y ↔ x = y
Equiv.apply_eq_iff_eq_symm_apply {x y : α} (f : Equiv.Perm α) : f x = y ↔ x = Equiv.symm f y
Equiv.symm_apply_eq (e : Equiv.Perm α) {x y : α} : Equiv.symm e x = y ↔ x = e y
Equiv.eq_symm_apply (e : Equiv.Perm α) {x y : α} : y = Equiv.symm e x ↔ e y = x
`;
