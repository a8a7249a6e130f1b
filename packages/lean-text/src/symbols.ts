/**
 * Signs that Lean and Mathlib know as tokens, apart by blanks. Lean takes the longest that fits: `<|>` is one, and so is `⌋₊`.
 * A sign that is not here is a token of one character all the same, of the kind `unknown`.
 */
const table = `
  ( ) [ ] { } ⟨ ⟩ ⦃ ⦄ ‹ › ⟪ ⟫ ⟦ ⟧ ⌊ ⌋ ⌋₊ ⌈ ⌉ ⌉₊ ⟮ ⟯ ‖ ‖₊ #[ @[ ![ !![
  , ; : := . .. ... | || ∣ ∤ ∥ ∦
  = ≠ != == < ≤ <= > ≥ >= ≪ ≫ ≡ ≢ ≃ ≈ ≉ ≅ ∼ ≺ ≼ ⩿ ⋖ ⋗
  + - * / % ^ • ∘ ⁻¹ ⁻¹' ! ¬ ∧ /\\ ∨ \\/ → -> ↔ <-> ← <- ↦ => ⟶ ⥤ ⊸ ↪ ↠ ⟹
  ∀ ∀ᵉ ∃ ∃ᵉ ∃! ∃₀ ∀ᶠ ∃ᶠ ∀ᵐ ∑ ∑' ∏ ∏' ∐ ∫ ∫⁻ ∮ ⨍ ⨍⁻ √ ∛ ∜ ↑ ⇑ ↥ ↿ ↟
  ∈ ∉ ∋ ∌ ⊆ ⊂ ⊇ ⊃ ⊈ ⊄ ⊊ ∪ ∩ \\ ∅ ⋃ ⋂ ⋃₀ ⋂₀ ⊓ ⊔ ⊤ ⊥ ⨅ ⨆ ᶜ ∆ ⊕ ⊗ ⊖ ⊙ ⋆ × ×ˢ ×' '' //
  [MOD [ZMOD [PMOD [SMOD
  <;> <|> <| |> |>. $ $> ▸ · @ # & && ⊢ ?_ :: ++ >>> <<< ||| &&& ^^^ >>= <$> <*> <* *> |>.
  \` ~ ∂ ∇ ᵀ ᴴ ⬝ ⬝ᵥ ⁺ ⁻ ₊ ∠ ∡ ∟ ⟂ ∞ † ℵ ″ ‼ ˣ ⫫ ⁅ ⁆ ? ' λ Π Σ ◁ ◀ ≤+ /. ^^ ∘ₗ ✝ % ∥ •>
`;

const symbols = [...new Set(table.trim().split(/\s+/))];

/** By their first character, longest first. */
const byFirst = new Map<string, readonly string[]>();
for (const symbol of symbols.sort((a, b) => b.length - a.length)) {
  const first = String.fromCodePoint(symbol.codePointAt(0)!);
  byFirst.set(first, [...(byFirst.get(first) ?? []), symbol]);
}

/** The longest sign that stands at `at`; undefined when Lean knows none there. */
export function symbolAt(source: string, at: number): string | undefined {
  const first = String.fromCodePoint(source.codePointAt(at)!);
  return byFirst.get(first)?.find((symbol) => source.startsWith(symbol, at));
}

const closers: Readonly<Record<string, string>> = {
  "(": ")",
  "[": "]",
  "#[": "]",
  "@[": "]",
  "![": "]",
  "!![": "]",
  "[MOD": "]",
  "[ZMOD": "]",
  "[PMOD": "]",
  "[SMOD": "]",
  "{": "}",
  "⟨": "⟩",
  "⦃": "⦄",
  "‹": "›",
  "⟪": "⟫",
  "⟦": "⟧",
  "⌊": "⌋",
  "⌈": "⌉",
  "⟮": "⟯",
  "⁅": "⁆",
};
/** `⌊x⌋₊` closes what `⌊` opened. */
const alsoCloses: Readonly<Record<string, string>> = { "⌋₊": "⌋", "⌉₊": "⌉" };
const closing = new Set([...Object.values(closers), ...Object.keys(alsoCloses)]);

/** The bracket that must close this one; undefined when it opens none. */
export const closerOf = (text: string): string | undefined =>
  Object.hasOwn(closers, text) ? closers[text] : undefined;
/** The bracket that this one closes as; undefined when it closes none. */
export const closes = (text: string): string | undefined =>
  closing.has(text) ? (alsoCloses[text] ?? text) : undefined;

/** +1 for a bracket that opens, −1 for one that closes, 0 otherwise. */
export function bracketStep({ kind, text }: { readonly kind: string; readonly text: string }): number {
  if (kind !== "symbol") return 0;
  return closerOf(text) !== undefined ? 1 : closing.has(text) ? -1 : 0;
}
