/** Trigonometric functions, logarithms, exponentials, real powers and roots. */
export const transcendental = `
-- no α
Real.cos_pi_div_two_sub (x : ℝ) : Real.cos (Real.pi / 2 - x) = Real.sin x
Real.sin_pi_div_two_sub (x : ℝ) : Real.sin (Real.pi / 2 - x) = Real.cos x
Real.sin_pi_sub (x : ℝ) : Real.sin (Real.pi - x) = Real.sin x
Real.cos_pi_sub (x : ℝ) : Real.cos (Real.pi - x) = -Real.cos x
Real.cos_add_pi (x : ℝ) : Real.cos (x + Real.pi) = -Real.cos x
Real.sin_add_pi (x : ℝ) : Real.sin (x + Real.pi) = -Real.sin x
Real.sin_two_pi : Real.sin (2 * Real.pi) = 0
Real.cos_two_pi : Real.cos (2 * Real.pi) = 1
Real.sin_add_two_pi (x : ℝ) : Real.sin (x + 2 * Real.pi) = Real.sin x
Real.cos_add_two_pi (x : ℝ) : Real.cos (x + 2 * Real.pi) = Real.cos x
Real.cos_pi_div_three : Real.cos (Real.pi / 3) = 1 / 2
Real.sin_pi_div_three : Real.sin (Real.pi / 3) = Real.sqrt 3 / 2
Real.cos_pi_div_six : Real.cos (Real.pi / 6) = Real.sqrt 3 / 2
Real.sin_pi_div_six : Real.sin (Real.pi / 6) = 1 / 2
Real.cos_pi_div_four : Real.cos (Real.pi / 4) = Real.sqrt 2 / 2
Real.sin_pi_div_four : Real.sin (Real.pi / 4) = Real.sqrt 2 / 2
Real.tan_zero : Real.tan 0 = 0
Real.tan_pi : Real.tan Real.pi = 0
Real.tan_neg (x : ℝ) : Real.tan (-x) = -Real.tan x
Real.tan_pi_div_four : Real.tan (Real.pi / 4) = 1
Real.tan_mul_cos {x : ℝ} (h : Real.cos x ≠ 0) : Real.tan x * Real.cos x = Real.sin x
Real.sin_sq_eq_half_sub (x : ℝ) : Real.sin x ^ 2 = 1 / 2 - Real.cos (2 * x) / 2
Real.sin_sq_le_one (x : ℝ) : Real.sin x ^ 2 ≤ 1
Real.cos_sq_le_one (x : ℝ) : Real.cos x ^ 2 ≤ 1
Real.sin_pos_of_pos_of_lt_pi {x : ℝ} (h : 0 < x) (h' : x < Real.pi) : 0 < Real.sin x
Real.sin_nonneg_of_nonneg_of_le_pi {x : ℝ} (h : 0 ≤ x) (h' : x ≤ Real.pi) : 0 ≤ Real.sin x
Real.sin_pos_of_mem_Ioo {x : ℝ} (h : x ∈ Set.Ioo 0 Real.pi) : 0 < Real.sin x
Real.sin_nonneg_of_mem_Icc {x : ℝ} (h : x ∈ Set.Icc 0 Real.pi) : 0 ≤ Real.sin x
Real.cos_pos_of_mem_Ioo {x : ℝ} (h : x ∈ Set.Ioo (-(Real.pi / 2)) (Real.pi / 2)) : 0 < Real.cos x
Real.cos_nonneg_of_mem_Icc {x : ℝ} (h : x ∈ Set.Icc (-(Real.pi / 2)) (Real.pi / 2)) : 0 ≤ Real.cos x
Real.sin_lt {x : ℝ} (h : 0 < x) : Real.sin x < x
Real.sin_le {x : ℝ} (h : 0 ≤ x) : Real.sin x ≤ x
Real.one_sub_sq_div_two_le_cos {x : ℝ} : 1 - x ^ 2 / 2 ≤ Real.cos x
Real.pi_ne_zero : Real.pi ≠ 0
Real.pi_le_four : Real.pi ≤ 4
Real.pi_gt_3141592 : 3.141592 < Real.pi
Real.pi_lt_3141593 : Real.pi < 3.141593
Real.pi_gt_314 : 3.14 < Real.pi
Real.pi_lt_315 : Real.pi < 3.15
Real.log_sqrt {x : ℝ} (h : 0 ≤ x) : Real.log (Real.sqrt x) = Real.log x / 2
Real.log_rpow {x : ℝ} (h : 0 < x) (y : ℝ) : Real.log (x ^ y) = y * Real.log x
Real.log_nonpos {x : ℝ} (h : 0 ≤ x) (h' : x ≤ 1) : Real.log x ≤ 0
Real.log_neg {x : ℝ} (h : 0 < x) (h' : x < 1) : Real.log x < 0
Real.log_abs (x : ℝ) : Real.log (|x|) = Real.log x
Real.log_neg_eq_log (x : ℝ) : Real.log (-x) = Real.log x
Real.log_eq_zero {x : ℝ} : Real.log x = 0 ↔ x = 0 ∨ x = 1 ∨ x = -1
Real.log_ne_zero {x : ℝ} : Real.log x ≠ 0 ↔ x ≠ 0 ∧ x ≠ 1 ∧ x ≠ -1
Real.log_ne_zero_of_pos_of_ne_one {x : ℝ} (h : 0 < x) (h' : x ≠ 1) : Real.log x ≠ 0
Real.log_lt_log_iff {x y : ℝ} (h : 0 < x) (h' : 0 < y) : Real.log x < Real.log y ↔ x < y
Real.log_le_log_iff {x y : ℝ} (h : 0 < x) (h' : 0 < y) : Real.log x ≤ Real.log y ↔ x ≤ y
Real.log_pos_iff {x : ℝ} (h : 0 < x) : 0 < Real.log x ↔ 1 < x
Real.log_lt_sub_one_of_pos {x : ℝ} (h : 0 < x) (h' : x ≠ 1) : Real.log x < x - 1
Real.log_le_self {x : ℝ} (h : 0 ≤ x) : Real.log x ≤ x
Real.log_le_iff_le_exp {x y : ℝ} (h : 0 < x) : Real.log x ≤ y ↔ x ≤ Real.exp y
Real.log_lt_iff_lt_exp {x y : ℝ} (h : 0 < x) : Real.log x < y ↔ x < Real.exp y
Real.le_log_iff_exp_le {x y : ℝ} (h : 0 < y) : x ≤ Real.log y ↔ Real.exp x ≤ y
Real.lt_log_iff_exp_lt {x y : ℝ} (h : 0 < y) : x < Real.log y ↔ Real.exp x < y
Real.log_div_log {b x : ℝ} : Real.log x / Real.log b = Real.logb b x
Real.logb_mul {b x y : ℝ} (hx : x ≠ 0) (hy : y ≠ 0) : Real.logb b (x * y) = Real.logb b x + Real.logb b y
Real.logb_div {b x y : ℝ} (hx : x ≠ 0) (hy : y ≠ 0) : Real.logb b (x / y) = Real.logb b x - Real.logb b y
Real.logb_one {b : ℝ} : Real.logb b 1 = 0
Real.logb_inv (b x : ℝ) : Real.logb b x⁻¹ = -Real.logb b x
Real.logb_rpow {b x : ℝ} (h : 0 < b) (h' : b ≠ 1) : Real.logb b (b ^ x) = x
Real.rpow_logb {b x : ℝ} (h : 0 < b) (h' : b ≠ 1) (hx : 0 < x) : b ^ Real.logb b x = x
Real.logb_pow (b x : ℝ) (k : ℕ) : Real.logb b (x ^ k) = (k : ℝ) * Real.logb b x
Real.exp_nonneg (x : ℝ) : 0 ≤ Real.exp x
Real.exp_sub (x y : ℝ) : Real.exp (x - y) = Real.exp x / Real.exp y
Real.exp_nat_mul (x : ℝ) (n : ℕ) : Real.exp ((n : ℝ) * x) = Real.exp x ^ n
Real.exp_eq_one_iff (x : ℝ) : Real.exp x = 1 ↔ x = 0
Real.exp_eq_exp {x y : ℝ} : Real.exp x = Real.exp y ↔ x = y
Real.one_lt_exp_iff {x : ℝ} : 1 < Real.exp x ↔ 0 < x
Real.one_le_exp {x : ℝ} (h : 0 ≤ x) : 1 ≤ Real.exp x
Real.exp_le_one_iff {x : ℝ} : Real.exp x ≤ 1 ↔ x ≤ 0
Real.add_one_lt_exp {x : ℝ} (h : x ≠ 0) : x + 1 < Real.exp x
Real.one_rpow (x : ℝ) : (1 : ℝ) ^ x = 1
Real.zero_rpow {x : ℝ} (h : x ≠ 0) : (0 : ℝ) ^ x = 0
Real.rpow_nat_cast (x : ℝ) (n : ℕ) : x ^ (n : ℝ) = x ^ n
Real.rpow_sub {x : ℝ} (h : 0 < x) (y z : ℝ) : x ^ (y - z) = x ^ y / x ^ z
Real.mul_rpow {x y z : ℝ} (hx : 0 ≤ x) (hy : 0 ≤ y) : (x * y) ^ z = x ^ z * y ^ z
Real.div_rpow {x y : ℝ} (hx : 0 ≤ x) (hy : 0 ≤ y) (z : ℝ) : (x / y) ^ z = x ^ z / y ^ z
Real.inv_rpow {x : ℝ} (h : 0 ≤ x) (y : ℝ) : x⁻¹ ^ y = (x ^ y)⁻¹
Real.rpow_neg_one (x : ℝ) : x ^ (-1 : ℝ) = x⁻¹
Real.rpow_le_rpow {x y z : ℝ} (h : 0 ≤ x) (h' : x ≤ y) (hz : 0 ≤ z) : x ^ z ≤ y ^ z
Real.rpow_lt_rpow {x y z : ℝ} (h : 0 ≤ x) (h' : x < y) (hz : 0 < z) : x ^ z < y ^ z
Real.rpow_le_rpow_of_exponent_le {x y z : ℝ} (h : 1 ≤ x) (h' : y ≤ z) : x ^ y ≤ x ^ z
Real.rpow_lt_rpow_of_exponent_lt {x y z : ℝ} (h : 1 < x) (h' : y < z) : x ^ y < x ^ z
Real.one_le_rpow {x z : ℝ} (h : 1 ≤ x) (h' : 0 ≤ z) : 1 ≤ x ^ z
Real.one_lt_rpow {x z : ℝ} (h : 1 < x) (h' : 0 < z) : 1 < x ^ z
Real.rpow_le_one {x z : ℝ} (h : 0 ≤ x) (h' : x ≤ 1) (hz : 0 ≤ z) : x ^ z ≤ 1
Real.sqrt_lt_sqrt_iff_of_pos {x y : ℝ} (h : 0 < y) : Real.sqrt x < Real.sqrt y ↔ x < y
Real.sqrt_le_sqrt_iff' {x y : ℝ} (h : 0 < x) : Real.sqrt x ≤ Real.sqrt y ↔ x ≤ y
Real.abs_le_sqrt {x y : ℝ} (h : x ^ 2 ≤ y) : |x| ≤ Real.sqrt y
Real.sqrt_le_self {x : ℝ} (h : 1 ≤ x) : Real.sqrt x ≤ x
Real.sqrt_div_self {x : ℝ} : Real.sqrt x / x = (Real.sqrt x)⁻¹
Real.div_sqrt {x : ℝ} : x / Real.sqrt x = Real.sqrt x
Real.sqrt_eq_one {x : ℝ} : Real.sqrt x = 1 ↔ x = 1
Real.pi_nonneg : 0 ≤ Real.pi
Real.sin_sub_sin (x y : ℝ) : Real.sin x - Real.sin y = 2 * Real.sin ((x - y) / 2) * Real.cos ((x + y) / 2)
Real.cos_add_cos (x y : ℝ) : Real.cos x + Real.cos y = 2 * Real.cos ((x + y) / 2) * Real.cos ((x - y) / 2)
Real.cos_sub_cos (x y : ℝ) : Real.cos x - Real.cos y = -2 * Real.sin ((x + y) / 2) * Real.sin ((x - y) / 2)
Real.logb_eq_iff_rpow_eq {b x y : ℝ} (b_pos : 0 < b) (b_ne_one : b ≠ 1) (hy : 0 < y) : Real.logb b y = x ↔ b ^ x = y
Real.rpow_def_of_nonneg {x : ℝ} (hx : 0 ≤ x) (y : ℝ) : x ^ y = if x = 0 then (if y = 0 then 1 else 0) else Real.exp (Real.log x * y)
Real.cos_lt_cos_of_nonneg_of_le_pi {x y : ℝ} (hx : 0 ≤ x) (hy : y ≤ Real.pi) (h : x < y) : Real.cos y < Real.cos x
Real.cos_two_pi_sub (x : ℝ) : Real.cos (2 * Real.pi - x) = Real.cos x
Real.injOn_sin {x : ℝ} (hx : x ∈ Set.Icc (-(Real.pi / 2)) (Real.pi / 2)) {y : ℝ} (hy : y ∈ Set.Icc (-(Real.pi / 2)) (Real.pi / 2)) (h : Real.sin x = Real.sin y) : x = y
Real.injOn_cos {x : ℝ} (hx : x ∈ Set.Icc (0 : ℝ) Real.pi) {y : ℝ} (hy : y ∈ Set.Icc (0 : ℝ) Real.pi) (h : Real.cos x = Real.cos y) : x = y
Real.two_le_pi : 2 ≤ Real.pi
Real.log_injOn_pos {x : ℝ} (hx : x ∈ Set.Ioi (0 : ℝ)) {y : ℝ} (hy : y ∈ Set.Ioi (0 : ℝ)) (h : Real.log x = Real.log y) : x = y
Complex.cpow_two (x : ℂ) : x ^ (2 : ℂ) = x ^ 2
Complex.ext {z w : ℂ} (h : Complex.re z = Complex.re w) (h' : Complex.im z = Complex.im w) : z = w
`;
