import { InputError } from "@lemma/interfaces";
import { codeTokens } from "@lemma/lean-text";

/** What is said of it. */
export const lean3Problem = "Lean 3: its statements mean something else in Lean 4; take the set's Lean 4 version";

/** What is wrong with a file of Lean 3, at the first line that shows it; undefined for one that may be Lean 4. */
export function lean3Error(code: string, file: string): InputError | undefined {
  const line = lean3Line(code);
  return line === undefined ? undefined : new InputError(lean3Problem, { file, line });
}

/** The first line that only Lean 3 has; undefined for a file that may be Lean 4. */
export function lean3Line(code: string): number | undefined {
  const tokens = codeTokens(code);
  const found = tokens.find(({ text, kind, startsLine }, at) => {
    const next = tokens[at + 1]?.text ?? "";
    if (kind === "symbol") return text === ":=" && next === "begin";
    if (!startsLine) return false;
    // `import .common`, and a module in small letters.
    if (text === "import") return next.startsWith(".") || lean3Module.test(next);
    return text === "open_locale" || (text === "noncomputable" && next === "theory");
  });
  return found?.line;
}

const lean3Module =
  /^(data|analysis|algebra|tactic|topology|order|number_theory|linear_algebra|group_theory|ring_theory|field_theory|measure_theory|combinatorics|geometry|logic|set_theory|category_theory|probability|init|system)(\.|$)/;
