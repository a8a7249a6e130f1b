/**
 * Lean's classes of identifier characters, as `isIdFirst` and `isIdRest` have them in Lean 4.27, `Init/Meta/Defs.lean`.
 * Ranges of code points, both ends included.
 */
const letterLike: readonly (readonly [from: number, to: number, but?: readonly number[]])[] = [
  [0x3b1, 0x3c9, [0x3bb]], // Greek, but λ
  [0x391, 0x3a9, [0x3a0, 0x3a3]], // Greek capitals, but Π and Σ
  [0x3ca, 0x3fb], // Coptic, `ϕ` among them
  [0x1f00, 0x1ffe], // polytonic Greek
  [0x2100, 0x214f], // ℕ ℤ ℚ ℝ ℂ
  [0x1d49c, 0x1d59f], // script, double-struck, fraktur
  [0xc0, 0xff, [0xd7, 0xf7]], // Latin-1, but × and ÷
  [0x100, 0x17f], // Latin Extended-A
];

const subscripts: readonly (readonly [from: number, to: number])[] = [
  [0x2080, 0x2089], // ₀ to ₉
  [0x2090, 0x209c],
  [0x1d62, 0x1d6a],
  [0x2c7c, 0x2c7c],
];

const escape = (code: number): string => `\\u{${code.toString(16)}}`;
const range = (from: number, to: number): string => (from === to ? escape(from) : `${escape(from)}-${escape(to)}`);

/** `[from, to]` without the code points `but`, as the inside of a character class. */
function without(from: number, to: number, but: readonly number[] = []): string {
  const edges = [from - 1, ...but, to + 1];
  return edges
    .slice(1)
    .map((edge, i) => [edges[i]! + 1, edge - 1] as const)
    .filter(([low, high]) => low <= high)
    .map(([low, high]) => range(low, high))
    .join("");
}

/** The inside of a character class, for a pattern with the `u` flag: what a part of a name may begin with. */
export const nameStart = `A-Za-z_${letterLike.map(([from, to, but]) => without(from, to, but)).join("")}`;
/** And what may follow. `n!` and `x?` are names. */
export const nameRest = `${nameStart}0-9'!?${subscripts.map(([from, to]) => range(from, to)).join("")}`;

/** A whole name: parts with dots between; `«…»` makes a part of anything that stands in one line. */
const part = `(?:[${nameStart}][${nameRest}]*|«[^»\\n]*»)`;
export const namePattern = `${part}(?:\\.${part})*`;

const whole = new RegExp(`^${namePattern}$`, "u");
/** Whether the text is one name, keywords included. */
export const isName = (text: string): boolean => whole.test(text);

/** `«x»` and `x` are one name. */
export const unquote = (name: string): string => name.replaceAll(/[«»]/g, "");
