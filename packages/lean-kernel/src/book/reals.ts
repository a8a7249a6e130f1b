/** Square roots, elementary functions, complex numbers, floors and casts. */
export const reals = `
-- no α
Real.sqrt_nonneg (x : ℝ) : 0 ≤ Real.sqrt x
Real.sq_sqrt {a : ℝ} (h : 0 ≤ a) : Real.sqrt a ^ 2 = a
Real.sqrt_sq {a : ℝ} (h : 0 ≤ a) : Real.sqrt (a ^ 2) = a
Real.mul_self_sqrt {a : ℝ} (h : 0 ≤ a) : Real.sqrt a * Real.sqrt a = a
Real.sqrt_mul_self {a : ℝ} (h : 0 ≤ a) : Real.sqrt (a * a) = a
Real.sqrt_sq_eq_abs (x : ℝ) : Real.sqrt (x ^ 2) = |x|
Real.sqrt_mul_self_eq_abs (x : ℝ) : Real.sqrt (x * x) = |x|
Real.sqrt_zero : Real.sqrt (0 : ℝ) = 0
Real.sqrt_one : Real.sqrt (1 : ℝ) = 1
Real.sqrt_mul {x : ℝ} (hx : 0 ≤ x) (y : ℝ) : Real.sqrt (x * y) = Real.sqrt x * Real.sqrt y
Real.sqrt_mul' (x : ℝ) {y : ℝ} (hy : 0 ≤ y) : Real.sqrt (x * y) = Real.sqrt x * Real.sqrt y
Real.sqrt_div {x : ℝ} (hx : 0 ≤ x) (y : ℝ) : Real.sqrt (x / y) = Real.sqrt x / Real.sqrt y
Real.sqrt_div' (x : ℝ) {y : ℝ} (hy : 0 ≤ y) : Real.sqrt (x / y) = Real.sqrt x / Real.sqrt y
Real.sqrt_inv (x : ℝ) : Real.sqrt x⁻¹ = (Real.sqrt x)⁻¹
Real.sqrt_pos {x : ℝ} : 0 < Real.sqrt x ↔ 0 < x
Real.sqrt_pos_of_pos {x : ℝ} (h : 0 < x) : 0 < Real.sqrt x
Real.sqrt_eq_zero {x : ℝ} (h : 0 ≤ x) : Real.sqrt x = 0 ↔ x = 0
Real.sqrt_eq_zero' {x : ℝ} : Real.sqrt x = 0 ↔ x ≤ 0
Real.sqrt_eq_zero_of_nonpos {x : ℝ} (h : x ≤ 0) : Real.sqrt x = 0
Real.sqrt_ne_zero' {x : ℝ} : Real.sqrt x ≠ 0 ↔ 0 < x
Real.sqrt_ne_zero {x : ℝ} (h : 0 ≤ x) : Real.sqrt x ≠ 0 ↔ x ≠ 0
Real.sqrt_inj {x y : ℝ} (hx : 0 ≤ x) (hy : 0 ≤ y) : Real.sqrt x = Real.sqrt y ↔ x = y
Real.sqrt_le_sqrt {x y : ℝ} (h : x ≤ y) : Real.sqrt x ≤ Real.sqrt y
Real.sqrt_le_sqrt_iff {x y : ℝ} (hy : 0 ≤ y) : Real.sqrt x ≤ Real.sqrt y ↔ x ≤ y
Real.sqrt_lt_sqrt {x y : ℝ} (hx : 0 ≤ x) (h : x < y) : Real.sqrt x < Real.sqrt y
Real.sqrt_lt_sqrt_iff {x y : ℝ} (hx : 0 ≤ x) : Real.sqrt x < Real.sqrt y ↔ x < y
Real.sqrt_le_left {x y : ℝ} (hy : 0 ≤ y) : Real.sqrt x ≤ y ↔ x ≤ y ^ 2
Real.sqrt_le_iff {x y : ℝ} : Real.sqrt x ≤ y ↔ 0 ≤ y ∧ x ≤ y ^ 2
Real.sqrt_le' {x y : ℝ} (hx : 0 < y) : Real.sqrt x ≤ y ↔ x ≤ y ^ 2
Real.sqrt_le_one {x : ℝ} (h : x ≤ 1) : Real.sqrt x ≤ 1
Real.sqrt_lt' {x y : ℝ} (hx : 0 < y) : Real.sqrt x < y ↔ x < y ^ 2
Real.le_sqrt {x y : ℝ} (hx : 0 ≤ x) (hy : 0 ≤ y) : x ≤ Real.sqrt y ↔ x ^ 2 ≤ y
Real.le_sqrt' {x y : ℝ} (hx : 0 < x) : x ≤ Real.sqrt y ↔ x ^ 2 ≤ y
Real.le_sqrt_of_sq_le {x y : ℝ} (h : x ^ 2 ≤ y) : x ≤ Real.sqrt y
Real.lt_sqrt {x y : ℝ} (hx : 0 ≤ x) : x < Real.sqrt y ↔ x ^ 2 < y
Real.lt_sqrt_of_sq_lt {x y : ℝ} (h : x ^ 2 < y) : x < Real.sqrt y
Real.lt_sq_of_sqrt_lt {x y : ℝ} (h : Real.sqrt x < y) : x < y ^ 2
Real.sqrt_eq_iff_mul_self_eq {x y : ℝ} (hx : 0 ≤ x) (hy : 0 ≤ y) : Real.sqrt x = y ↔ y * y = x
Real.sqrt_eq_iff_sq_eq {x y : ℝ} (hx : 0 ≤ x) (hy : 0 ≤ y) : Real.sqrt x = y ↔ y ^ 2 = x
Real.sqrt_eq_iff_mul_self_eq_of_pos {x y : ℝ} (h : 0 < y) : Real.sqrt x = y ↔ y * y = x
Real.sin_sq_add_cos_sq (x : ℝ) : Real.sin x ^ 2 + Real.cos x ^ 2 = 1
Real.cos_sq_add_sin_sq (x : ℝ) : Real.cos x ^ 2 + Real.sin x ^ 2 = 1
Real.sin_sq (x : ℝ) : Real.sin x ^ 2 = 1 - Real.cos x ^ 2
Real.cos_sq' (x : ℝ) : Real.cos x ^ 2 = 1 - Real.sin x ^ 2
Real.cos_sq (x : ℝ) : Real.cos x ^ 2 = 1 / 2 + Real.cos (2 * x) / 2
Real.sin_two_mul (x : ℝ) : Real.sin (2 * x) = 2 * Real.sin x * Real.cos x
Real.cos_two_mul (x : ℝ) : Real.cos (2 * x) = 2 * Real.cos x ^ 2 - 1
Real.cos_two_mul' (x : ℝ) : Real.cos (2 * x) = Real.cos x ^ 2 - Real.sin x ^ 2
Real.sin_three_mul (x : ℝ) : Real.sin (3 * x) = 3 * Real.sin x - 4 * Real.sin x ^ 3
Real.cos_three_mul (x : ℝ) : Real.cos (3 * x) = 4 * Real.cos x ^ 3 - 3 * Real.cos x
Real.sin_add (x y : ℝ) : Real.sin (x + y) = Real.sin x * Real.cos y + Real.cos x * Real.sin y
Real.sin_sub (x y : ℝ) : Real.sin (x - y) = Real.sin x * Real.cos y - Real.cos x * Real.sin y
Real.cos_add (x y : ℝ) : Real.cos (x + y) = Real.cos x * Real.cos y - Real.sin x * Real.sin y
Real.cos_sub (x y : ℝ) : Real.cos (x - y) = Real.cos x * Real.cos y + Real.sin x * Real.sin y
Real.sin_neg (x : ℝ) : Real.sin (-x) = -Real.sin x
Real.cos_neg (x : ℝ) : Real.cos (-x) = Real.cos x
Real.sin_zero : Real.sin 0 = 0
Real.cos_zero : Real.cos 0 = 1
Real.sin_pi : Real.sin Real.pi = 0
Real.cos_pi : Real.cos Real.pi = -1
Real.sin_pi_div_two : Real.sin (Real.pi / 2) = 1
Real.cos_pi_div_two : Real.cos (Real.pi / 2) = 0
Real.sin_le_one (x : ℝ) : Real.sin x ≤ 1
Real.cos_le_one (x : ℝ) : Real.cos x ≤ 1
Real.neg_one_le_sin (x : ℝ) : -1 ≤ Real.sin x
Real.neg_one_le_cos (x : ℝ) : -1 ≤ Real.cos x
Real.abs_sin_le_one (x : ℝ) : |Real.sin x| ≤ 1
Real.abs_cos_le_one (x : ℝ) : |Real.cos x| ≤ 1
Real.tan_eq_sin_div_cos (x : ℝ) : Real.tan x = Real.sin x / Real.cos x
Real.pi_pos : 0 < Real.pi
Real.pi_gt_three : 3 < Real.pi
Real.exp_pos (x : ℝ) : 0 < Real.exp x
Real.exp_zero : Real.exp 0 = 1
Real.exp_ne_zero (x : ℝ) : Real.exp x ≠ 0
Real.exp_add (x y : ℝ) : Real.exp (x + y) = Real.exp x * Real.exp y
Real.exp_neg (x : ℝ) : Real.exp (-x) = (Real.exp x)⁻¹
Real.exp_log {x : ℝ} (hx : 0 < x) : Real.exp (Real.log x) = x
Real.exp_le_exp {x y : ℝ} : Real.exp x ≤ Real.exp y ↔ x ≤ y
Real.exp_lt_exp {x y : ℝ} : Real.exp x < Real.exp y ↔ x < y
Real.add_one_le_exp (x : ℝ) : x + 1 ≤ Real.exp x
Real.log_exp (x : ℝ) : Real.log (Real.exp x) = x
Real.log_one : Real.log 1 = 0
Real.log_zero : Real.log 0 = 0
Real.log_mul {x y : ℝ} (hx : x ≠ 0) (hy : y ≠ 0) : Real.log (x * y) = Real.log x + Real.log y
Real.log_div {x y : ℝ} (hx : x ≠ 0) (hy : y ≠ 0) : Real.log (x / y) = Real.log x - Real.log y
Real.log_inv (x : ℝ) : Real.log x⁻¹ = -Real.log x
Real.log_pow (n : ℕ) (x : ℝ) : Real.log (x ^ n) = (n : ℝ) * Real.log x
Real.log_pos {x : ℝ} (hx : 1 < x) : 0 < Real.log x
Real.log_nonneg {x : ℝ} (hx : 1 ≤ x) : 0 ≤ Real.log x
Real.log_le_log {x y : ℝ} (hx : 0 < x) (hxy : x ≤ y) : Real.log x ≤ Real.log y
Real.log_lt_log {x y : ℝ} (hx : 0 < x) (hxy : x < y) : Real.log x < Real.log y
Real.log_le_sub_one_of_pos {x : ℝ} (hx : 0 < x) : Real.log x ≤ x - 1
Real.rpow_natCast (x : ℝ) (n : ℕ) : x ^ (n : ℝ) = x ^ n
Real.rpow_two (x : ℝ) : x ^ (2 : ℝ) = x ^ 2
Real.rpow_one (x : ℝ) : x ^ (1 : ℝ) = x
Real.rpow_zero (x : ℝ) : x ^ (0 : ℝ) = 1
Real.rpow_add {x : ℝ} (hx : 0 < x) (y z : ℝ) : x ^ (y + z) = x ^ y * x ^ z
Real.rpow_mul {x : ℝ} (hx : 0 ≤ x) (y z : ℝ) : x ^ (y * z) = (x ^ y) ^ z
Real.rpow_neg {x : ℝ} (hx : 0 ≤ x) (y : ℝ) : x ^ (-y) = (x ^ y)⁻¹
Real.rpow_pos_of_pos {x : ℝ} (hx : 0 < x) (y : ℝ) : 0 < x ^ y
Real.rpow_nonneg {x : ℝ} (hx : 0 ≤ x) (y : ℝ) : 0 ≤ x ^ y
Real.rpow_def_of_pos {x : ℝ} (hx : 0 < x) (y : ℝ) : x ^ y = Real.exp (Real.log x * y)
Complex.I_mul_I : Complex.I * Complex.I = -1
Complex.I_sq : Complex.I ^ 2 = -1
Complex.I_ne_zero : Complex.I ≠ 0
Complex.ext_iff {z w : ℂ} : z = w ↔ Complex.re z = Complex.re w ∧ Complex.im z = Complex.im w
Complex.add_re (z w : ℂ) : Complex.re (z + w) = Complex.re z + Complex.re w
Complex.add_im (z w : ℂ) : Complex.im (z + w) = Complex.im z + Complex.im w
Complex.sub_re (z w : ℂ) : Complex.re (z - w) = Complex.re z - Complex.re w
Complex.sub_im (z w : ℂ) : Complex.im (z - w) = Complex.im z - Complex.im w
Complex.mul_re (z w : ℂ) : Complex.re (z * w) = Complex.re z * Complex.re w - Complex.im z * Complex.im w
Complex.mul_im (z w : ℂ) : Complex.im (z * w) = Complex.re z * Complex.im w + Complex.im z * Complex.re w
Complex.neg_re (z : ℂ) : Complex.re (-z) = -Complex.re z
Complex.neg_im (z : ℂ) : Complex.im (-z) = -Complex.im z
Complex.I_re : Complex.re Complex.I = 0
Complex.I_im : Complex.im Complex.I = 1
Complex.ofReal_re (r : ℝ) : Complex.re (r : ℂ) = r
Complex.ofReal_im (r : ℝ) : Complex.im (r : ℂ) = 0
Complex.ofReal_inj {z w : ℝ} : (z : ℂ) = (w : ℂ) ↔ z = w
Complex.ofReal_add (r s : ℝ) : ((r + s : ℝ) : ℂ) = (r : ℂ) + (s : ℂ)
Complex.ofReal_mul (r s : ℝ) : ((r * s : ℝ) : ℂ) = (r : ℂ) * (s : ℂ)
Complex.one_re : Complex.re (1 : ℂ) = 1
Complex.one_im : Complex.im (1 : ℂ) = 0
Complex.zero_re : Complex.re (0 : ℂ) = 0
Complex.zero_im : Complex.im (0 : ℂ) = 0
Complex.ofReal_zero : ((0 : ℝ) : ℂ) = 0
Complex.ofReal_one : ((1 : ℝ) : ℂ) = 1
Complex.ofReal_eq_zero {z : ℝ} : (z : ℂ) = 0 ↔ z = 0
Complex.ofReal_ne_zero {z : ℝ} : (z : ℂ) ≠ 0 ↔ z ≠ 0
Complex.ofReal_eq_one {z : ℝ} : (z : ℂ) = 1 ↔ z = 1
Complex.ofReal_neg (r : ℝ) : ((-r : ℝ) : ℂ) = -(r : ℂ)
Complex.ofReal_sub (r s : ℝ) : ((r - s : ℝ) : ℂ) = (r : ℂ) - (s : ℂ)
Complex.ofReal_pow (r : ℝ) (n : ℕ) : ((r ^ n : ℝ) : ℂ) = (r : ℂ) ^ n
Complex.ofReal_inv (r : ℝ) : ((r⁻¹ : ℝ) : ℂ) = (r : ℂ)⁻¹
Complex.ofReal_div (r s : ℝ) : ((r / s : ℝ) : ℂ) = (r : ℂ) / (s : ℂ)
Complex.natCast_re (n : ℕ) : Complex.re (n : ℂ) = (n : ℝ)
Complex.natCast_im (n : ℕ) : Complex.im (n : ℂ) = 0
Complex.intCast_re (n : ℤ) : Complex.re (n : ℂ) = (n : ℝ)
Complex.intCast_im (n : ℤ) : Complex.im (n : ℂ) = 0
Complex.ratCast_re (q : ℚ) : Complex.re (q : ℂ) = (q : ℝ)
Complex.ratCast_im (q : ℚ) : Complex.im (q : ℂ) = 0
Complex.I_pow_four : Complex.I ^ 4 = 1
Complex.mul_I_re (z : ℂ) : Complex.re (z * Complex.I) = -Complex.im z
Complex.mul_I_im (z : ℂ) : Complex.im (z * Complex.I) = Complex.re z
Complex.I_mul_re (z : ℂ) : Complex.re (Complex.I * z) = -Complex.im z
Complex.I_mul_im (z : ℂ) : Complex.im (Complex.I * z) = Complex.re z
Complex.re_ofReal_mul (r : ℝ) (z : ℂ) : Complex.re ((r : ℂ) * z) = r * Complex.re z
Complex.im_ofReal_mul (r : ℝ) (z : ℂ) : Complex.im ((r : ℂ) * z) = r * Complex.im z
Complex.re_mul_ofReal (z : ℂ) (r : ℝ) : Complex.re (z * (r : ℂ)) = Complex.re z * r
Complex.im_mul_ofReal (z : ℂ) (r : ℝ) : Complex.im (z * (r : ℂ)) = Complex.im z * r
Complex.re_add_im (z : ℂ) : (Complex.re z : ℂ) + (Complex.im z : ℂ) * Complex.I = z
Complex.inv_re (z : ℂ) : Complex.re z⁻¹ = Complex.re z / Complex.normSq z
Complex.inv_im (z : ℂ) : Complex.im z⁻¹ = -Complex.im z / Complex.normSq z
Complex.div_re (z w : ℂ) : Complex.re (z / w) = Complex.re z * Complex.re w / Complex.normSq w + Complex.im z * Complex.im w / Complex.normSq w
Complex.div_im (z w : ℂ) : Complex.im (z / w) = Complex.im z * Complex.re w / Complex.normSq w - Complex.re z * Complex.im w / Complex.normSq w
Complex.div_ofReal_re (z : ℂ) (x : ℝ) : Complex.re (z / (x : ℂ)) = Complex.re z / x
Complex.div_ofReal_im (z : ℂ) (x : ℝ) : Complex.im (z / (x : ℂ)) = Complex.im z / x
Complex.div_natCast_re (z : ℂ) (n : ℕ) : Complex.re (z / (n : ℂ)) = Complex.re z / (n : ℝ)
Complex.div_natCast_im (z : ℂ) (n : ℕ) : Complex.im (z / (n : ℂ)) = Complex.im z / (n : ℝ)
Complex.div_I (z : ℂ) : z / Complex.I = -(z * Complex.I)
Complex.inv_I : Complex.I⁻¹ = -Complex.I
Complex.normSq_zero : Complex.normSq 0 = 0
Complex.normSq_one : Complex.normSq 1 = 1
Complex.normSq_I : Complex.normSq Complex.I = 1
Complex.normSq_ofReal (r : ℝ) : Complex.normSq (r : ℂ) = r * r
Complex.normSq_natCast (n : ℕ) : Complex.normSq (n : ℂ) = (n : ℝ) * (n : ℝ)
Complex.normSq_neg (z : ℂ) : Complex.normSq (-z) = Complex.normSq z
Complex.normSq_mul (z w : ℂ) : Complex.normSq (z * w) = Complex.normSq z * Complex.normSq w
Complex.normSq_inv (z : ℂ) : Complex.normSq z⁻¹ = (Complex.normSq z)⁻¹
Complex.normSq_div (z w : ℂ) : Complex.normSq (z / w) = Complex.normSq z / Complex.normSq w
Complex.normSq_nonneg (z : ℂ) : 0 ≤ Complex.normSq z
Complex.normSq_eq_zero {z : ℂ} : Complex.normSq z = 0 ↔ z = 0
Complex.normSq_pos {z : ℂ} : 0 < Complex.normSq z ↔ z ≠ 0
Complex.normSq_apply (z : ℂ) : Complex.normSq z = Complex.re z * Complex.re z + Complex.im z * Complex.im z
Real.sqrt_lt {x y : ℝ} (hx : 0 ≤ x) (hy : 0 ≤ y) : Real.sqrt x < y ↔ x < y ^ 2
irrational_sqrt_two : Irrational (Real.sqrt 2)
Nat.Prime.irrational_sqrt {p : ℕ} (hp : Nat.Prime p) : Irrational (Real.sqrt (p : ℝ))
Rat.num_div_den (r : ℚ) : (Rat.num r : ℚ) / (Rat.den r : ℚ) = r
Rat.den_nz (self : ℚ) : Rat.den self ≠ 0
Rat.reduced (self : ℚ) : Nat.Coprime (Int.natAbs (Rat.num self)) (Rat.den self)
-- α in ℚ ℝ
Int.cast_abs {a : ℤ} : ((|a| : ℤ) : α) = |(a : α)|
Int.floor_eq_iff {a : α} {z : ℤ} : ⌊a⌋ = z ↔ (z : α) ≤ a ∧ a < (z : α) + 1
Int.le_floor {z : ℤ} {a : α} : z ≤ ⌊a⌋ ↔ (z : α) ≤ a
Int.floor_lt {z : ℤ} {a : α} : ⌊a⌋ < z ↔ a < (z : α)
Int.floor_le (a : α) : (⌊a⌋ : α) ≤ a
Int.lt_floor_add_one (a : α) : a < (⌊a⌋ : α) + 1
Int.sub_one_lt_floor (a : α) : a - 1 < (⌊a⌋ : α)
Int.floor_intCast (z : ℤ) : ⌊(z : α)⌋ = z
Int.floor_add_int (a : α) (z : ℤ) : ⌊a + (z : α)⌋ = ⌊a⌋ + z
Int.ceil_le {z : ℤ} {a : α} : ⌈a⌉ ≤ z ↔ a ≤ (z : α)
Int.lt_ceil {z : ℤ} {a : α} : z < ⌈a⌉ ↔ (z : α) < a
Int.le_ceil (a : α) : a ≤ (⌈a⌉ : α)
Int.ceil_lt_add_one (a : α) : (⌈a⌉ : α) < a + 1
Int.ceil_eq_iff {z : ℤ} {a : α} : ⌈a⌉ = z ↔ (z : α) - 1 < a ∧ a ≤ (z : α)
Nat.floor_le {a : α} (h : 0 ≤ a) : (⌊a⌋₊ : α) ≤ a
Nat.lt_floor_add_one (a : α) : a < (⌊a⌋₊ : α) + 1
Int.self_sub_floor (a : α) : a - (⌊a⌋ : α) = Int.fract a
Int.fract_nonneg (a : α) : 0 ≤ Int.fract a
Int.fract_lt_one (a : α) : Int.fract a < 1
Int.cast_nonneg {n : ℤ} : (0 : α) ≤ (n : α) ↔ 0 ≤ n
Int.cast_pos {n : ℤ} : (0 : α) < (n : α) ↔ 0 < n
Int.cast_le {m n : ℤ} : (m : α) ≤ (n : α) ↔ m ≤ n
Int.cast_lt {m n : ℤ} : (m : α) < (n : α) ↔ m < n
Nat.floor_eq_iff {a : α} {n : ℕ} (h : 0 ≤ a) : ⌊a⌋₊ = n ↔ (n : α) ≤ a ∧ a < (n : α) + 1
Nat.ceil_eq_iff {a : α} {n : ℕ} (h : n ≠ 0) : ⌈a⌉₊ = n ↔ ((n - 1 : ℕ) : α) < a ∧ a ≤ (n : α)
Nat.le_floor {a : α} {n : ℕ} (h : (n : α) ≤ a) : n ≤ ⌊a⌋₊
-- α in ℤ ℚ ℝ ℂ
Nat.cast_zero : ((0 : ℕ) : α) = 0
Nat.cast_one : ((1 : ℕ) : α) = 1
Nat.cast_add (m n : ℕ) : ((m + n : ℕ) : α) = (m : α) + (n : α)
Nat.cast_mul (m n : ℕ) : ((m * n : ℕ) : α) = (m : α) * (n : α)
Nat.cast_pow (m n : ℕ) : ((m ^ n : ℕ) : α) = (m : α) ^ n
Nat.cast_succ (n : ℕ) : ((Nat.succ n : ℕ) : α) = (n : α) + 1
Nat.cast_sub {m n : ℕ} (h : m ≤ n) : ((n - m : ℕ) : α) = (n : α) - (m : α)
Nat.cast_inj {m n : ℕ} : (m : α) = (n : α) ↔ m = n
Nat.cast_eq_zero {n : ℕ} : (n : α) = 0 ↔ n = 0
Nat.cast_ne_zero {n : ℕ} : (n : α) ≠ 0 ↔ n ≠ 0
Nat.cast_add_one_ne_zero (n : ℕ) : (n : α) + 1 ≠ 0
-- α in ℤ ℚ ℝ
Nat.cast_nonneg = Nat.cast_nonneg' (n : ℕ) : (0 : α) ≤ (n : α)
Nat.cast_pos {n : ℕ} : (0 : α) < (n : α) ↔ 0 < n
Nat.cast_le {m n : ℕ} : (m : α) ≤ (n : α) ↔ m ≤ n
Nat.cast_lt {m n : ℕ} : (m : α) < (n : α) ↔ m < n
Nat.cast_add_one_pos (n : ℕ) : (0 : α) < (n : α) + 1
Nat.one_le_cast {n : ℕ} : (1 : α) ≤ (n : α) ↔ 1 ≤ n
Nat.cast_max (m n : ℕ) : ((max m n : ℕ) : α) = max (m : α) (n : α)
Nat.cast_eq_one {n : ℕ} : (n : α) = 1 ↔ n = 1
Nat.one_lt_cast {n : ℕ} : (1 : α) < (n : α) ↔ 1 < n
Nat.cast_lt_one {n : ℕ} : (n : α) < 1 ↔ n = 0
Nat.cast_le_one {n : ℕ} : (n : α) ≤ 1 ↔ n ≤ 1
-- α in ℚ ℝ ℂ
Int.cast_zero : ((0 : ℤ) : α) = 0
Int.cast_one : ((1 : ℤ) : α) = 1
Int.cast_add (m n : ℤ) : ((m + n : ℤ) : α) = (m : α) + (n : α)
Int.cast_sub (m n : ℤ) : ((m - n : ℤ) : α) = (m : α) - (n : α)
Int.cast_mul (m n : ℤ) : ((m * n : ℤ) : α) = (m : α) * (n : α)
Int.cast_neg (n : ℤ) : ((-n : ℤ) : α) = -(n : α)
Int.cast_pow (n : ℤ) (k : ℕ) : ((n ^ k : ℤ) : α) = (n : α) ^ k
Int.cast_inj {m n : ℤ} : (m : α) = (n : α) ↔ m = n
Int.cast_natCast (n : ℕ) : ((n : ℤ) : α) = (n : α)
-- α in ℝ ℂ
Rat.cast_add (m n : ℚ) : ((m + n : ℚ) : α) = (m : α) + (n : α)
Rat.cast_sub (p q : ℚ) : ((p - q : ℚ) : α) = (p : α) - (q : α)
Rat.cast_neg (q : ℚ) : ((-q : ℚ) : α) = -(q : α)
Rat.cast_mul (p q : ℚ) : ((p * q : ℚ) : α) = (p : α) * (q : α)
Rat.cast_div (p q : ℚ) : ((p / q : ℚ) : α) = (p : α) / (q : α)
Rat.cast_pow (p : ℚ) (n : ℕ) : ((p ^ n : ℚ) : α) = (p : α) ^ n
`;
