interface Infix {
  readonly op: string;
  readonly level: number;
  /** Precedence that the left side must have, and that the right side is read at. */
  readonly left: number;
  readonly right: number;
}

const infix = (op: string, level: number): Infix => ({ op, level, left: level + 1, right: level + 1 });

export const left = (op: string, level: number): Infix => ({ op, level, left: level, right: level + 1 });

const rightward = (op: string, level: number): Infix => ({ op, level, left: level + 1, right: level });

/** Lean's and Mathlib's precedences. Relations do not associate: their right side is read one level up. */
export const infixes: Readonly<Record<string, Infix>> = {
  "<|": rightward("<|", 10),
  $: rightward("<|", 10),
  "|>": left("|>", 10),
  "↔": infix("↔", 20),
  "<->": infix("↔", 20),
  "→": rightward("→", 25),
  "->": rightward("→", 25),
  "≃": left("≃", 25),
  "∨": rightward("∨", 30),
  "\\/": rightward("∨", 30),
  "||": left("||", 30),
  "∧": rightward("∧", 35),
  "/\\": rightward("∧", 35),
  "&&": left("&&", 35),
  "×": rightward("×", 35),
  "=": infix("=", 50),
  "==": infix("==", 50),
  "≠": infix("≠", 50),
  "!=": infix("!=", 50),
  "<": infix("<", 50),
  "≤": infix("≤", 50),
  "<=": infix("≤", 50),
  ">": infix(">", 50),
  "≥": infix("≥", 50),
  ">=": infix("≥", 50),
  "∣": infix("∣", 50),
  "∤": infix("∤", 50),
  "∈": infix("∈", 50),
  "∉": infix("∉", 50),
  "⊆": infix("⊆", 50),
  "⊂": infix("⊂", 50),
  "⊄": infix("⊄", 50),
  "≡": infix("≡", 50),
  "::": rightward("::", 67),
  "++": left("++", 65),
  "+": left("+", 65),
  "-": left("-", 65),
  "∪": left("∪", 65),
  "*": left("*", 70),
  "/": left("/", 70),
  "%": left("%", 70),
  "/.": left("/.", 70),
  "∩": left("∩", 70),
  "\\": left("\\", 70),
  "•": rightward("•", 73),
  "^": rightward("^", 75),
  "▸": rightward("▸", 75),
  "⁻¹'": left("⁻¹'", 80),
  "''": left("''", 80),
  "∘": rightward("∘", 90),
};
