import { readComparison } from "../comparison.ts";
import { unwrap, walk } from "../sketch.ts";
import type { Sketch } from "../sketch.ts";
import { isCallOf, mentions, script } from "./script.ts";
import type { Script, ScriptSource } from "./script.ts";

/** Statements about ℕ and ℤ: finite cases, residues, induction. */
export const integerScripts: ScriptSource = function* (sketch): Generator<Script> {
  const integers = sketch.variables.filter(({ type }) => type === "ℕ" || type === "ℤ").map(({ name }) => name);
  if (integers.length === 0) return;
  yield* bounded(sketch, integers);
  yield* residues(sketch, integers);
  yield* existential(sketch);
  const naturals = sketch.variables.filter(({ type }) => type === "ℕ").map(({ name }) => name);
  for (const name of naturals.slice(0, 2)) yield* byInduction(sketch, name);
  if (mentions(sketch, (node) => isCallOf(node, /^(Even|Odd)$/))) {
    yield script(5, "simp [Nat.even_iff, Nat.odd_iff] at *", "omega");
    yield script(5, "simp [Int.even_iff, Int.odd_iff] at *", "omega");
    yield script(5, "rw [Nat.odd_iff] at *", "omega");
  }
  const names = sketch.hypotheses.map(({ name }) => name);
  if (names.length > 0) yield script(7, `norm_num [Nat.dvd_iff_mod_eq_zero] at *`, "omega");
};

function* bounded(sketch: Sketch, integers: readonly string[]): Generator<Script> {
  const boundedAbove = integers.filter((name) =>
    sketch.hypotheses.some(({ expression }) => {
      const comparison = readComparison(expression);
      if (comparison === undefined || comparison.relation === "=" || comparison.relation === "≠") return false;
      const small = unwrap(comparison.small);
      return small.kind === "name" && small.name === name && unwrap(comparison.large).kind === "number";
    }),
  );
  for (const closer of [
    "omega",
    "norm_num at *",
    "simp_all",
    "rfl",
    "decide",
    "simp at *",
    "norm_num [Nat.pow_succ] at *",
  ]) {
    if (boundedAbove.length > 0)
      yield script(6, `${boundedAbove.map((name) => `interval_cases ${name}`).join(" <;> ")} <;> ${closer}`);
  }
  // A linear equation bounds the unknowns of a small system.
  for (const name of integers.slice(0, 2)) {
    for (const [above, closer] of [
      [20, "omega"],
      [50, "omega"],
    ] as const) {
      yield script(12, `have h : ${name} ≤ ${above} := by nlinarith`, `interval_cases ${name} <;> ${closer}`);
    }
  }
}

/** Residues of a variable modulo a small number, case by case. */
function* residues(sketch: Sketch, integers: readonly string[]): Generator<Script> {
  const moduli = new Set<number>();
  const visit = (node: Parameters<typeof walk>[0]): void =>
    walk(node, (part) => {
      if (part.kind === "binary" && (part.op === "%" || part.op === "∣")) {
        const modulus = unwrap(part.op === "%" ? part.right : part.left);
        if (modulus.kind === "number" && modulus.value >= 2n && modulus.value <= 16n) moduli.add(Number(modulus.value));
      }
    });
  visit(sketch.goal);
  for (const { expression } of sketch.hypotheses) visit(expression);
  const space = sketch.variables.some(({ type }) => type === "ℤ") ? "Int" : "Nat";
  const [sum, product] = space === "Int" ? ["Int.add_emod", "Int.mul_emod"] : ["Nat.add_mod", "Nat.mul_mod"];
  for (const modulus of moduli) {
    for (const name of integers.slice(0, 2)) {
      const cases = Array.from({ length: modulus }, (_, r) => `${name} % ${modulus} = ${r}`).join(" ∨ ");
      const pattern = Array.from({ length: modulus }, () => "h").join(" | ");
      const lemmas = `pow_succ, h, ${sum}, ${product}`;
      yield script(7, `have h : ${cases} := by omega`, `rcases h with (${pattern}) <;> simp [${lemmas}]`);
      yield script(
        8,
        ...(space === "Nat" ? ["apply Nat.dvd_of_mod_eq_zero"] : ["apply Int.dvd_of_emod_eq_zero"]),
        `have h : ${cases} := by omega`,
        `rcases h with (${pattern}) <;> simp [${lemmas}]`,
      );
      yield script(
        8,
        `have h : ${cases} := by omega`,
        `rcases h with (${pattern}) <;> simp [${lemmas}] at *`,
        "<;> omega",
      );
    }
  }
}

function* existential(sketch: Sketch): Generator<Script> {
  const goal = unwrap(sketch.goal);
  if (goal.kind !== "binder" || goal.op !== "∃") return;
  const count = goal.binders.reduce((sum, { names }) => sum + names.length, 0);
  if (count === 1)
    for (const value of [0, 1, 2, 3, 4, 5])
      for (const closer of ["norm_num", "omega", "ring"]) yield script(6, `use ${value}`, closer);
  if (count === 2) for (const a of [0, 1, 2]) for (const b of [0, 1, 2]) yield script(8, `use ${a}, ${b}`, "norm_num");
}

function* byInduction(sketch: Sketch, name: string): Generator<Script> {
  const lower = sketch.hypotheses.find(({ expression }) => {
    const comparison = readComparison(expression);
    const large = comparison && unwrap(comparison.large);
    return (
      comparison !== undefined &&
      large?.kind === "name" &&
      large.name === name &&
      unwrap(comparison.small).kind === "number"
    );
  });
  const sums = mentions(sketch, ({ kind }) => kind === "big");
  const rewrite = "Finset.sum_range_succ";
  const closers = sums
    ? [
        [`simp [${rewrite}, ih]`, "ring"],
        [`rw [${rewrite}, ih]`, "ring"],
        [`rw [${rewrite}, ih]`, "field_simp", "ring"],
        [`simp_all [${rewrite}]`, "ring"],
        [`rw [${rewrite}]`, "linarith"],
        [`rw [${rewrite}, ih]`, "omega"],
        ["simp [Finset.prod_range_succ, ih]", "ring"],
      ]
    : [
        ["omega"],
        ["simp [pow_succ]", "omega"],
        ["nlinarith"],
        ["rw [pow_succ]", "nlinarith"],
        ["simp_all [pow_succ]", "omega"],
        ["ring_nf at *", "omega"],
        ["rw [pow_succ]", "linarith"],
      ];
  if (
    lower === undefined &&
    !sketch.hypotheses.some(({ text }) => new RegExp(`(^|[^\\p{L}])${name}($|[^\\p{L}])`, "u").test(text))
  )
    for (const lines of closers)
      yield script(
        9,
        `induction ${name} with`,
        "| zero => norm_num",
        `| succ ${name} ih =>`,
        ...lines.map((line) => `  ${line}`),
      );
  if (lower !== undefined && !sums)
    for (const lines of closers.slice(0, 5))
      yield script(
        10,
        `induction ${name}, ${lower.name} using Nat.le_induction with`,
        "| base => norm_num",
        `| succ ${name} _ ih =>`,
        ...lines.map((line) => `  ${line}`),
      );
}
