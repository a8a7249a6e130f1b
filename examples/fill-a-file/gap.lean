import Mathlib

/-! How far apart two numbers are, squared: twelve lemmas, five of them open. -/

namespace Gap

noncomputable def gap (a b : ℝ) : ℝ := (a - b) ^ 2

theorem gap_self (a : ℝ) : gap a a = 0 := by
  simp only [gap]
  ring

theorem gap_comm (a b : ℝ) : gap a b = gap b a := by
  simp only [gap]
  ring

theorem gap_nonneg (a b : ℝ) : 0 ≤ gap a b := by
  simp only [gap]
  positivity

theorem gap_shift (a b c : ℝ) : gap (a + c) (b + c) = gap a b := by
  simp only [gap]
  ring

/-- The first hole: it goes as `gap_shift` does. -/
theorem gap_reflect (a b c : ℝ) : gap (c - a) (c - b) = gap a b := by
  sorry

theorem gap_scale (a b c : ℝ) : gap (c * a) (c * b) = c ^ 2 * gap a b := by
  simp only [gap]
  ring

theorem gap_triangle (a b c : ℝ) : gap a c ≤ 2 * gap a b + 2 * gap b c := by
  simp only [gap]
  nlinarith [sq_nonneg (a - 2 * b + c)]

theorem gap_scale_le (a b c : ℝ) (h : c ^ 2 ≤ 1) : gap (c * a) (c * b) ≤ gap a b := by
  have step : gap (c * a) (c * b) = c ^ 2 * gap a b := by sorry
  have far : 0 ≤ gap a b := gap_nonneg a b
  rw [step]
  nlinarith

theorem gap_median (x y z : ℝ) : gap x z ≤ 2 * (gap z y + gap y x) := by
  sorry

theorem eq_of_gap_eq_zero (a b : ℝ) (h : gap a b = 0) : a = b := by
  simp only [gap] at h
  nlinarith [sq_nonneg (a - b), pow_eq_zero_iff (two_ne_zero) |>.mp h]

theorem gap_sum_nonneg (a b c : ℝ) : 0 ≤ gap a b + gap b c := by
  have left : 0 ≤ gap a b := by sorry
  have right : 0 ≤ gap b c := sorry
  linarith

theorem gap_one_le (a b : ℝ) (h : a + 1 ≤ b) : 1 ≤ gap a b := by
  simp only [gap]
  nlinarith

end Gap
