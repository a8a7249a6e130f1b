import { bracketStep } from "./symbols.ts";
import { codeTokens } from "./tokens.ts";

/**
 * A goal as Lean prints it, turned back into a statement. Only a reading aid: Lean's printer drops types of numerals, so the
 * result need not elaborate to the same proposition.
 *
 * @returns undefined when the text has no `⊢`.
 */
export function goalToStatement(goal: string, name: string): string | undefined {
  const turnstile = goal.indexOf("⊢");
  if (turnstile === -1) return undefined;
  const conclusion = goal.slice(turnstile + 1).split(/\n\s*\n/)[0]!;
  const hypotheses = goal
    .slice(0, turnstile)
    .replace(/^case .*\n/, "")
    // A continuation line is indented; a hypothesis starts at the margin.
    .split(/\n(?=\S)/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const binders = hypotheses.map((line) => (hasNames(line) ? `(${line})` : `[${line.replace(/^inst✝\S* : /u, "")}]`));
  return `theorem ${[name, ...binders].join(" ")} : ${conclusion.trim()} := by`;
}

function hasNames(hypothesis: string): boolean {
  let depth = 0;
  for (const token of codeTokens(hypothesis)) {
    if (token.text === "✝" && depth === 0) return false;
    if (depth === 0 && token.text === ":") return true;
    depth += bracketStep(token);
  }
  return false;
}
