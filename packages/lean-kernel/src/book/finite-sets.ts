/** Sums and products term by term, cardinals, membership and equality of finite sets. */
export const finiteSets = `
-- α in ℕ ℤ ℚ ℝ ℂ
Finset.mem_insert {s : Finset α} {a b : α} : a ∈ insert b s ↔ a = b ∨ a ∈ s
Finset.mem_union {s t : Finset α} {a : α} : a ∈ s ∪ t ↔ a ∈ s ∨ a ∈ t
Finset.mem_inter {s t : Finset α} {a : α} : a ∈ s ∩ t ↔ a ∈ s ∧ a ∈ t
Finset.mem_sdiff {s t : Finset α} {a : α} : a ∈ s \\ t ↔ a ∈ s ∧ a ∉ t
Finset.card_empty : Finset.card (∅ : Finset α) = 0
Finset.card_singleton (a : α) : Finset.card ({a} : Finset α) = 1
Finset.ext {s t : Finset α} (h : ∀ a : α, a ∈ s ↔ a ∈ t) : s = t
Finset.ext_iff {s t : Finset α} : s = t ↔ ∀ a : α, a ∈ s ↔ a ∈ t
Finset.sum_congr {s t : Finset ℕ} {f g : ℕ → α} (h : s = t) (h' : ∀ x ∈ t, f x = g x) : ∑ x ∈ s, f x = ∑ x ∈ t, g x
Finset.prod_congr {s t : Finset ℕ} {f g : ℕ → α} (h : s = t) (h' : ∀ x ∈ t, f x = g x) : ∏ x ∈ s, f x = ∏ x ∈ t, g x
Finset.sum_const {s : Finset ℕ} (b : α) : ∑ x ∈ s, b = (Finset.card s : α) * b
Finset.prod_const {s : Finset ℕ} (b : α) : ∏ x ∈ s, b = b ^ Finset.card s
Finset.sum_singleton (f : ℕ → α) (a : ℕ) : ∑ x ∈ ({a} : Finset ℕ), f x = f a
Finset.prod_singleton (f : ℕ → α) (a : ℕ) : ∏ x ∈ ({a} : Finset ℕ), f x = f a
Finset.sum_empty {f : ℕ → α} : ∑ x ∈ (∅ : Finset ℕ), f x = 0
Finset.prod_empty {f : ℕ → α} : ∏ x ∈ (∅ : Finset ℕ), f x = 1
Finset.sum_insert {a : ℕ} {s : Finset ℕ} {f : ℕ → α} (h : a ∉ s) : ∑ x ∈ insert a s, f x = f a + ∑ x ∈ s, f x
Finset.prod_insert {a : ℕ} {s : Finset ℕ} {f : ℕ → α} (h : a ∉ s) : ∏ x ∈ insert a s, f x = f a * ∏ x ∈ s, f x
add_pow (x y : α) (n : ℕ) : (x + y) ^ n = ∑ m ∈ Finset.range (n + 1), x ^ m * y ^ (n - m) * (Nat.choose n m : α)
Finset.prod_mul_distrib {s : Finset ℕ} {f g : ℕ → α} : ∏ i ∈ s, (f i * g i) = (∏ i ∈ s, f i) * ∏ i ∈ s, g i
Finset.prod_pow (s : Finset ℕ) (n : ℕ) (f : ℕ → α) : ∏ x ∈ s, f x ^ n = (∏ x ∈ s, f x) ^ n
Finset.sum_range_succ' (f : ℕ → α) (n : ℕ) : ∑ x ∈ Finset.range (n + 1), f x = ∑ x ∈ Finset.range n, f (x + 1) + f 0
Finset.prod_range_succ' (f : ℕ → α) (n : ℕ) : ∏ x ∈ Finset.range (n + 1), f x = (∏ x ∈ Finset.range n, f (x + 1)) * f 0
Finset.prod_range_succ_comm (f : ℕ → α) (n : ℕ) : ∏ x ∈ Finset.range (n + 1), f x = f n * ∏ x ∈ Finset.range n, f x
Finset.sum_filter {s : Finset ℕ} (p : ℕ → Prop) (f : ℕ → α) : ∑ a ∈ Finset.filter p s, f a = ∑ a ∈ s, if p a then f a else 0
Finset.prod_filter {s : Finset ℕ} (p : ℕ → Prop) (f : ℕ → α) : ∏ a ∈ Finset.filter p s, f a = ∏ a ∈ s, if p a then f a else 1
Finset.sum_image {s : Finset ℕ} {g : ℕ → ℕ} {f : ℕ → α} (h : ∀ x ∈ s, ∀ y ∈ s, g x = g y → x = y) : ∑ x ∈ Finset.image g s, f x = ∑ x ∈ s, f (g x)
Finset.sum_pair {f : α → α} {a b : α} (h : a ≠ b) : ∑ x ∈ insert a ({b} : Finset α), f x = f a + f b
-- α in ℤ ℚ ℝ ℂ
Finset.sum_sub_distrib {s : Finset ℕ} {f g : ℕ → α} : ∑ i ∈ s, (f i - g i) = ∑ i ∈ s, f i - ∑ i ∈ s, g i
Finset.sum_neg_distrib {s : Finset ℕ} {f : ℕ → α} : ∑ i ∈ s, -f i = -∑ i ∈ s, f i
Finset.sum_range_sub (f : ℕ → α) (n : ℕ) : ∑ i ∈ Finset.range n, (f (i + 1) - f i) = f n - f 0
-- α in ℚ ℝ ℂ
Finset.sum_div (s : Finset ℕ) (f : ℕ → α) (a : α) : (∑ i ∈ s, f i) / a = ∑ i ∈ s, f i / a
Finset.prod_div_distrib {s : Finset ℕ} {f g : ℕ → α} : ∏ i ∈ s, f i / g i = (∏ i ∈ s, f i) / ∏ i ∈ s, g i
-- α in ℕ ℤ ℚ ℝ
Finset.sum_le_sum {s : Finset ℕ} {f g : ℕ → α} (h : ∀ i ∈ s, f i ≤ g i) : ∑ i ∈ s, f i ≤ ∑ i ∈ s, g i
Finset.sum_nonneg {s : Finset ℕ} {f : ℕ → α} (h : ∀ i ∈ s, 0 ≤ f i) : 0 ≤ ∑ i ∈ s, f i
Finset.prod_nonneg {s : Finset ℕ} {f : ℕ → α} (h : ∀ i ∈ s, 0 ≤ f i) : 0 ≤ ∏ i ∈ s, f i
Finset.prod_pos {s : Finset ℕ} {f : ℕ → α} (h : ∀ i ∈ s, 0 < f i) : 0 < ∏ i ∈ s, f i
Finset.prod_le_prod {s : Finset ℕ} {f g : ℕ → α} (h : ∀ i ∈ s, 0 ≤ f i) (h' : ∀ i ∈ s, f i ≤ g i) : ∏ i ∈ s, f i ≤ ∏ i ∈ s, g i
Finset.single_le_sum {s : Finset ℕ} {f : ℕ → α} (h : ∀ i ∈ s, 0 ≤ f i) {a : ℕ} (h' : a ∈ s) : f a ≤ ∑ x ∈ s, f x
-- α in ℕ ℤ ℚ ℝ ℂ
Set.ext {s t : Set α} (h : ∀ a : α, a ∈ s ↔ a ∈ t) : s = t
Set.ext_iff {s t : Set α} : s = t ↔ ∀ a : α, a ∈ s ↔ a ∈ t
Set.mem_insert_iff {x a : α} {s : Set α} : x ∈ insert a s ↔ x = a ∨ x ∈ s
Set.mem_union (x : α) (s t : Set α) : x ∈ s ∪ t ↔ x ∈ s ∨ x ∈ t
Set.mem_inter_iff (x : α) (s t : Set α) : x ∈ s ∩ t ↔ x ∈ s ∧ x ∈ t
Set.mem_diff {s t : Set α} (x : α) : x ∈ s \\ t ↔ x ∈ s ∧ x ∉ t
Set.mem_univ (x : α) : x ∈ (Set.univ : Set α)
Set.mem_empty_iff_false (x : α) : x ∈ (∅ : Set α) ↔ False
Finset.not_mem_empty (x : α) : x ∉ (∅ : Finset α)
-- α in ℕ ℤ ℚ ℝ
Finset.sum_lt_sum {s : Finset ℕ} {f g : ℕ → α} (hle : ∀ i ∈ s, f i ≤ g i) (hlt : ∃ i ∈ s, f i < g i) : ∑ i ∈ s, f i < ∑ i ∈ s, g i
Finset.sum_pos {s : Finset ℕ} {f : ℕ → α} (h : ∀ i ∈ s, 0 < f i) (hs : ∃ x : ℕ, x ∈ s) : 0 < ∑ i ∈ s, f i
Finset.sum_lt_sum_of_nonempty {s : Finset ℕ} {f g : ℕ → α} (hs : ∃ x : ℕ, x ∈ s) (h : ∀ i ∈ s, f i < g i) : ∑ i ∈ s, f i < ∑ i ∈ s, g i
Finset.nonempty_of_ne_empty {s : Finset α} (h : s ≠ ∅) : ∃ x : α, x ∈ s
IsLeast.unique {s : Set α} {a b : α} (Ha : IsLeast s a) (Hb : IsLeast s b) : a = b
IsGreatest.unique {s : Set α} {a b : α} (Ha : IsGreatest s a) (Hb : IsGreatest s b) : a = b
-- no α
Nat.card_Icc (a b : ℕ) : Finset.card (Finset.Icc a b) = b + 1 - a
Nat.card_Ico (a b : ℕ) : Finset.card (Finset.Ico a b) = b - a
Nat.card_Ioc (a b : ℕ) : Finset.card (Finset.Ioc a b) = b - a
Nat.card_Ioo (a b : ℕ) : Finset.card (Finset.Ioo a b) = b - a - 1
Finset.range_one : Finset.range 1 = {0}
Finset.range_zero : Finset.range 0 = ∅
Finset.range_succ {n : ℕ} : Finset.range (n + 1) = insert n (Finset.range n)
Finset.card_insert_of_not_mem {a : ℕ} {s : Finset ℕ} (h : a ∉ s) : Finset.card (insert a s) = Finset.card s + 1
Finset.card_filter (p : ℕ → Prop) (s : Finset ℕ) : Finset.card (Finset.filter p s) = ∑ a ∈ s, if p a then 1 else 0
Finset.not_mem_range_self {n : ℕ} : n ∉ Finset.range n
Nat.sum_range_choose (n : ℕ) : ∑ m ∈ Finset.range (n + 1), Nat.choose n m = 2 ^ n
-- α in ℕ ℤ
Finset.Icc_self (a : α) : Finset.Icc a a = {a}
Finset.left_mem_Icc {a b : α} : a ∈ Finset.Icc a b ↔ a ≤ b
Finset.right_mem_Icc {a b : α} : b ∈ Finset.Icc a b ↔ a ≤ b
Finset.mem_image {s : Finset ℕ} {f : ℕ → α} {b : α} : b ∈ Finset.image f s ↔ ∃ a ∈ s, f a = b
`;
