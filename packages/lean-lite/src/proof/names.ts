import { namedTypesOf } from "@lemma/lean-kernel";

/**
 * Lemmas that are `protected`: an open namespace does not bring their short names. A lemma of ℕ or ℤ that goes by a name of the root is,
 * but for those that a proof has to tell from it; besides them there are these.
 */
const isProtected = (full: string, name: string): boolean =>
  /^(Nat|Int)\./.test(full) && (namedTypesOf(name).length > 0 ? !rivals.has(full) : alone.has(full));

const rivals = new Set(
  (
    "Nat.pow_le_pow_left Nat.pow_le_pow_right Nat.pow_lt_pow_left Nat.pow_le_pow_of_le_left Nat.dvd_sub' Nat.lt_add_one Nat.ne_of_gt " +
    "Nat.ne_of_lt Nat.pow_succ Nat.pow_zero Nat.sub_pos_of_lt Nat.zero_pow Nat.le_self_pow Nat.one_lt_two Nat.zero_lt_two Nat.pow_dvd_pow"
  ).split(" "),
);
const alone = new Set(
  (
    "Nat.mul_left_cancel Nat.eq_of_mul_eq_mul_left Nat.eq_of_mul_eq_mul_right Nat.mul_div_cancel " +
    "Nat.div_mul_cancel Nat.mul_sub_right_distrib Nat.add_sub_add_right Nat.add_sub_add_left " +
    "Nat.add_eq_zero Nat.le_zero Int.ediv_mul_cancel Int.mul_ediv_cancel Int.mul_ediv_cancel_left"
  ).split(" "),
);

/**
 * The lemmas that a proof may mean by a name: the name itself, then under each open namespace. The book marks those that
 * only tactics know, and no proof can call them.
 */
export function lemmasNamed(name: string, opens: readonly string[]): readonly string[] {
  const root = name.startsWith("_root_.") ? [name.slice(7)] : undefined;
  const opened = opens.map((space) => `${space}.${name}`).filter((full) => !isProtected(full, name));
  const all = root ?? [name, ...opened];
  return all.filter((full) => namedTypesOf(full).length > 0);
}
