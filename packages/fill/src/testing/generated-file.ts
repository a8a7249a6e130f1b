import type { Random } from "@lemma/interfaces";

/** A Lean file with holes, and where they are: what stands between them is to stay, byte for byte. */
export interface GeneratedFile {
  readonly source: string;
  /** The source cut at its holes. */
  readonly between: readonly string[];
}

/** `?t` stands for tactics and `?e` for a term that close the goal there; both are proved by `omega`. */
const layouts: readonly string[] = [
  ": n + 1 > n := by ?t",
  ": n + 1 > n := ?e",
  ": n + 1 > n :=\n  ?e",
  ": n + 1 > n := by\n  ?t",
  ": n + 2 > n := by\n  have h : n + 1 > n := by ?t -- sorry: a comment\n  ?t",
  ": n + 2 > n := by\n  have h : n + 1 > n := ?e\n  exact ?e",
  ": n + 2 > n := by\n  have h : n + 1 > n := by\n    have h' : n + 0 = n := by\n      ?t\n    ?t\n  ?t",
  ": n + 1 > n ∧ n < n + 2 := ⟨by ?t, ?e⟩",
  ": n + 1 > n ∧ n < n + 2 := by\n  constructor\n  · ?t\n  · -- sorry\n    ?t",
  ": n + 1 > n ∧ n < n + 2 := by constructor <;> ?t",
  ": n + 1 > n ∧ n < n + 2 := by\n  refine ⟨?e, ?_⟩\n  ?t",
  ": n + 1 > n ∨ n = 0 := by\n  left\n  ?t",
  ": n * 2 = n + n := by\n  cases n with\n  | zero => ?t\n  | succ m => ?t",
  ": n * 2 = n + n := by\n  have h := (by ?t : 2 * n = n + n)\n  exact (?e)",
  ": n * 2 = n + n := by\n  calc n * 2 = 2 * n := by ?t\n    _ = n + n := ?e",
  ": n + 3 > n := by\n  suffices h : n + 2 > n by ?t\n  ?t",
  ": n + 3 > n := by\n  first | ?t | omega",
  ": n + 3 > n := by\n  all_goals ?t",
  ": n + 3 > n := by\n  show n < n + 3\n  /- sorry /- nested: sorry -/ -/\n  ?t",
  "(h : n > 4) : n > 3 := by\n  obtain ⟨k, hk⟩ : ∃ k, n = k + 5 := ⟨n - 5, ?e⟩\n  ?t",
  ": 0 < n → n ≠ 0 := fun h => ?e",
];

const noise: readonly string[] = [
  "/- sorry -/",
  "-- sorry, by sorry, := sorry",
  "/-- A doc comment that says sorry. -/",
  "--\ta tab, and 𝒜 𝔅 ℝ₀ beyond the plane",
  '#eval "sorry"',
  "",
  "open Nat in",
];

const names = ["t", "sorry_free", "no_sorry'", "αβ₁", "Foo.sorry'", "h𝓍"];

/** A file of one to four theorems; each place of a proof is a hole more often than not. */
export function generatedFile(random: Random): GeneratedFile {
  const between: string[] = [];
  let text = `import Mathlib\n\n`;
  const add = (more: string): void => void (text += more);
  const hole = (): void => {
    between.push(text);
    text = "";
  };
  for (let i = 0; i < random.between(1, 4); i += 1) {
    for (let k = 0; k < random.integer(3); k += 1) add(`${random.choice(noise.slice(0, -1))}\n`);
    if (random.chance(0.1)) add("open Nat in\n");
    const name = random.choice(names).replace(/'?$/, (end) => `${i}${end}`);
    add(`${random.choice(["theorem", "lemma", "example"])}${" ".repeat(random.between(1, 2))}`);
    const isExample = text.trimEnd().endsWith("example");
    add(`${isExample ? "" : `${name} `}(n : ℕ) `);
    for (const part of random.choice(layouts).split(/(\?[te])/)) {
      if (part === "?t" || part === "?e") {
        if (random.chance(0.7)) hole();
        else add(part === "?t" ? "omega" : "(by omega)");
      } else add(part);
    }
    add("\n".repeat(random.between(1, 3)));
  }
  // Some editors end no last line.
  if (random.chance(0.2)) text = text.trimEnd();
  between.push(text);
  const ends = random.chance(0.3) ? between.map((part) => part.replaceAll("\n", "\r\n")) : between;
  const marked = random.chance(0.1) ? ["\uFEFF" + ends[0]!, ...ends.slice(1)] : ends;
  return { source: marked.join("sorry"), between: marked };
}
