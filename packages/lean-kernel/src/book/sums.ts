/** Finite sums and products, membership in intervals and sets. */
export const sums = `
-- α in ℕ ℤ ℚ ℝ ℂ
Finset.sum_range_succ (f : ℕ → α) (n : ℕ) : ∑ x ∈ Finset.range (n + 1), f x = ∑ x ∈ Finset.range n, f x + f n
Finset.sum_range_zero (f : ℕ → α) : ∑ x ∈ Finset.range 0, f x = 0
Finset.sum_range_one (f : ℕ → α) : ∑ x ∈ Finset.range 1, f x = f 0
Finset.sum_range_succ_comm (f : ℕ → α) (n : ℕ) : ∑ x ∈ Finset.range (n + 1), f x = f n + ∑ x ∈ Finset.range n, f x
Finset.prod_range_succ (f : ℕ → α) (n : ℕ) : ∏ x ∈ Finset.range (n + 1), f x = (∏ x ∈ Finset.range n, f x) * f n
Finset.prod_range_zero (f : ℕ → α) : ∏ x ∈ Finset.range 0, f x = 1
Finset.prod_range_one (f : ℕ → α) : ∏ x ∈ Finset.range 1, f x = f 0
Finset.sum_add_distrib {s : Finset ℕ} {f g : ℕ → α} : ∑ i ∈ s, (f i + g i) = ∑ i ∈ s, f i + ∑ i ∈ s, g i
Finset.mul_sum (s : Finset ℕ) (f : ℕ → α) (b : α) : b * ∑ i ∈ s, f i = ∑ i ∈ s, b * f i
Finset.sum_mul (s : Finset ℕ) (f : ℕ → α) (b : α) : (∑ i ∈ s, f i) * b = ∑ i ∈ s, f i * b
Finset.sum_const_zero {s : Finset ℕ} : ∑ i ∈ s, (0 : α) = 0
Finset.prod_const_one {s : Finset ℕ} : ∏ i ∈ s, (1 : α) = 1
Finset.sum_Icc_succ_top {a b : ℕ} (hab : a ≤ b + 1) (f : ℕ → α) : ∑ k ∈ Finset.Icc a (b + 1), f k = ∑ k ∈ Finset.Icc a b, f k + f (b + 1)
Finset.prod_Icc_succ_top {a b : ℕ} (hab : a ≤ b + 1) (f : ℕ → α) : ∏ k ∈ Finset.Icc a (b + 1), f k = (∏ k ∈ Finset.Icc a b, f k) * f (b + 1)
-- no α
Finset.mem_range {n m : ℕ} : m ∈ Finset.range n ↔ m < n
Finset.card_range (n : ℕ) : Finset.card (Finset.range n) = n
Finset.sum_range_id_mul_two (n : ℕ) : (∑ i ∈ Finset.range n, i) * 2 = n * (n - 1)
Finset.sum_range_id (n : ℕ) : ∑ i ∈ Finset.range n, i = n * (n - 1) / 2
-- α in ℕ ℤ
Finset.mem_Icc {a b x : α} : x ∈ Finset.Icc a b ↔ a ≤ x ∧ x ≤ b
Finset.mem_Ico {a b x : α} : x ∈ Finset.Ico a b ↔ a ≤ x ∧ x < b
Finset.mem_Ioc {a b x : α} : x ∈ Finset.Ioc a b ↔ a < x ∧ x ≤ b
Finset.mem_Ioo {a b x : α} : x ∈ Finset.Ioo a b ↔ a < x ∧ x < b
-- α in ℕ ℤ ℚ ℝ
Set.mem_Icc {a b x : α} : x ∈ Set.Icc a b ↔ a ≤ x ∧ x ≤ b
Set.mem_Ico {a b x : α} : x ∈ Set.Ico a b ↔ a ≤ x ∧ x < b
Set.mem_Ioc {a b x : α} : x ∈ Set.Ioc a b ↔ a < x ∧ x ≤ b
Set.mem_Ioo {a b x : α} : x ∈ Set.Ioo a b ↔ a < x ∧ x < b
Set.mem_Ici {a x : α} : x ∈ Set.Ici a ↔ a ≤ x
Set.mem_Ioi {a x : α} : x ∈ Set.Ioi a ↔ a < x
Set.mem_Iic {b x : α} : x ∈ Set.Iic b ↔ x ≤ b
Set.mem_Iio {b x : α} : x ∈ Set.Iio b ↔ x < b
-- α in ℕ ℤ ℚ ℝ ℂ
Set.mem_setOf_eq {a : α} {p : α → Prop} : a ∈ {x : α | p x} ↔ p a
Set.mem_singleton_iff {a b : α} : a ∈ ({b} : Set α) ↔ a = b
Finset.mem_singleton {a b : α} : b ∈ ({a} : Finset α) ↔ b = a
Finset.mem_filter {s : Finset α} {p : α → Prop} {a : α} : a ∈ Finset.filter p s ↔ a ∈ s ∧ p a
`;
