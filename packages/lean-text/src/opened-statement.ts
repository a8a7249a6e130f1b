import { readFile, theoremsOf } from "./commands.ts";
import { leanName, signatureText } from "./normalise.ts";
import { codeTokens } from "./tokens.ts";
import { closingBracket, indexAtDepthZero, leadingArrow, leadingNames, step } from "./shape.ts";

/** A statement with everything it assumes in front: `theorem NAME BINDERS : GOAL := by`. */
export interface OpenedStatement {
  readonly name: string;
  /** `(a b : ℝ) (h : a < b)`; empty when nothing is assumed. */
  readonly binders: string;
  /** The proposition that is left: no leading `∀`, no leading hypothesis. */
  readonly goal: string;
}

/**
 * Takes the signature's binders, leading `∀`s and leading hypotheses of a statement apart from its goal, in the statement's own
 * words. Lean reads the result as the same theorem with its hypotheses introduced.
 *
 * @returns undefined for a text that declares no theorem.
 */
export function openStatement(statement: string): OpenedStatement | undefined {
  const file = readFile(statement);
  const declaration = theoremsOf(file).at(-1);
  if (declaration === undefined) return undefined;
  const { name = "example_1" } = declaration;
  const signature = signatureText(file, declaration);
  const words = codeTokens(signature);
  const colon = indexAtDepthZero(
    words.map(({ text }) => text),
    ":",
  );
  if (colon === -1) return undefined;
  const groups = [signature.slice(0, words[colon]!.start).trim()];
  let goal = signature.slice(words[colon]!.end).trim();
  for (let unnamed = 0; ;) {
    const tokens = codeTokens(goal);
    const texts = tokens.map(({ text }) => text);
    const isBracketed = texts[0] === "(" && closingBracket(texts, 0) === texts.length - 1;
    const comma = texts[0] === "∀" ? indexAtDepthZero(texts, ",") : -1;
    const arrow = leadingArrow(texts);
    if (isBracketed && indexAtDepthZero(texts.slice(1, -1), ":") === -1) {
      goal = goal.slice(tokens[0]!.end, tokens.at(-1)!.start).trim();
    } else if (comma !== -1) {
      groups.push(bracketed(goal.slice(tokens[0]!.end, tokens[comma]!.start).trim()));
      goal = goal.slice(tokens[comma]!.end).trim();
    } else if (arrow !== -1) {
      unnamed += 1;
      groups.push(`(h_${unnamed} : ${goal.slice(0, tokens[arrow]!.start).trim()})`);
      goal = goal.slice(tokens[arrow]!.end).trim();
    } else break;
  }
  return { name, binders: groups.filter((group) => group !== "").join(" "), goal };
}

/** `theorem NAME BINDERS : GOAL := by` */
export function closeStatement({ name, binders, goal }: OpenedStatement): string {
  return `theorem ${leanName(name)}${binders === "" ? "" : ` ${binders}`} : ${goal} := by`;
}

/** The statement as one closed term, `∀ BINDERS, GOAL`. */
export function closedTerm({ binders, goal }: OpenedStatement): string {
  return binders === "" ? goal : `∀ ${binders}, ${goal}`;
}

/** Binders after `∀` as bracketed groups: `x y : ℝ` and `x > 0` lose their freedom from brackets. */
function bracketed(binders: string): string {
  const tokens = codeTokens(binders);
  const texts = tokens.map(({ text }) => text);
  const names = leadingNames(texts);
  if (names === 0) return binders;
  const listed = binders.slice(0, tokens[names - 1]!.end);
  const next = texts[names];
  if (next === undefined) return `${listed}`;
  if (next === ":") return `(${binders})`;
  if (step(next) === 1) return `${listed} ${bracketed(binders.slice(tokens[names]!.start))}`;
  const relation = binders.slice(tokens[names]!.start);
  const bounds = texts.slice(0, names).map((name) => `(h_${name} : ${name} ${relation})`);
  return `${listed} ${bounds.join(" ")}`;
}
