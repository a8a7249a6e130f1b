import type { Theorem } from "@lemma/interfaces";
import { leanName } from "./normalise.ts";
import { closedTerm, openStatement } from "./opened-statement.ts";
import { bracketStep } from "./symbols.ts";
import { codeTokens } from "./tokens.ts";

/**
 * `¬ (∀ …, …)` of a statement, under the same header.
 *
 * @returns undefined where the text states nothing, or its header gives it variables or hypotheses, which would stand outside of the `¬`.
 */
export function negationOf({ id, statement, header }: Theorem): Theorem | undefined {
  const opened = openStatement(statement);
  if (opened === undefined) return undefined;
  const outside = codeTokens(header ?? "").some(
    ({ kind, text }) => kind === "name" && /^(variable|include)s?$/.test(text),
  );
  if (outside) return undefined;
  return {
    id: `${id}/negation`,
    statement: `theorem ${leanName(`not_${opened.name}`)} : ¬ (${closedTerm(opened)}) := by`,
    ...(header === undefined ? {} : { header }),
  };
}

/**
 * Proofs of a statement's negation that may hold where these values make it fail: it is used at them, and what it then says is computed.
 *
 * @param counterexample values by variable, as Lean text; what has none is a hypothesis.
 */
export function disproofScripts(
  statement: string,
  counterexample: Readonly<Record<string, string>>,
): readonly string[] {
  const names = boundNames(openStatement(statement)?.binders ?? "");
  const values = names.map((name) => counterexample[name]);
  const shown = values.filter((value) => value !== undefined).map(bracketed);
  const closers = ["norm_num", "simp", "omega", "linarith", "nlinarith", "decide"];
  const byValues = ["norm_num", "omega"].flatMap((side) => {
    const given = values.map((value) => (value === undefined ? `(by ${side})` : bracketed(value))).join(" ");
    return ["norm_num at this", "omega", "simp at this", "linarith", "nlinarith"].map(
      (close) => `intro h\nhave := h ${given}\n${close}`,
    );
  });
  const pushed = closers.map((close) => `push_neg\nexact ⟨${[...shown, `by ${close}`].join(", ")}⟩`);
  const used = closers.map((close) => `push_neg\nuse ${shown.join(", ")}\n${close}`);
  return names.length === 0 ? closers : [...byValues, ...pushed, ...used];
}

const bracketed = (value: string): string => (/^\d+$/.test(value) ? value : `(${value})`);

/** The names of binders such as `(a b : ℝ) (h : a < b)`, in order. */
export function boundNames(binders: string): readonly string[] {
  const names: string[] = [];
  let depth = 0;
  let isHead = false;
  for (const token of codeTokens(binders)) {
    const step = bracketStep(token);
    depth += step;
    if (step === 1 && depth === 1) isHead = token.text === "(";
    else if (token.text === ":" && depth === 1) isHead = false;
    else if (token.kind === "name" && (depth === 0 || (isHead && depth === 1))) names.push(token.text);
  }
  return names;
}
