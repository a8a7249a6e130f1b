import { unquote } from "@lemma/lean-text";
import { abstract, forall, imp, occursVar, type Term } from "@lemma/lean-kernel";

import { requireAdmissible } from "./admission.ts";
import { refusedAttribute } from "./context/attributes.ts";
import type { Earlier } from "./context/context.ts";
import type { Definition } from "./context/definitions.ts";
import { withinOwnName, withPrefixes } from "./context/read.ts";
import { requireSigns } from "./context/signs.ts";
import { type Judge, type Surroundings, surroundingsOf } from "./context/surroundings.ts";
import { variablesNamed, withoutUnused } from "./context/variables.ts";
import { UnsupportedProblem } from "./elaborate/problem.ts";
import { elaborateStatement, isFact } from "./elaborate/statement.ts";
import type { Goal } from "./goal/goal.ts";
import { parserTokens } from "./syntax/lexer.ts";
import { type Declaration as ParsedDeclaration, parseTokens } from "./syntax/statement.ts";

/** A statement with what its words mean. */
export interface ReadStatement {
  readonly parsed: ParsedDeclaration;
  readonly goal: Goal;
  /** What its words are read as that Lean shows otherwise: a proof that fails here may pass there. */
  readonly standIns: readonly string[];
  /** For each entry of the goal, whether later uses leave it to be found. */
  readonly implicit: readonly boolean[];
  readonly surroundings: Surroundings;
}

/**
 * What a theorem of a file states, in its context.
 *
 * @param standingOf how an earlier theorem stands, where its words name one.
 * @param found told of the parsed text, for positions.
 * @throws {SyntaxProblem | UnsupportedProblem | ElaborationProblem | TooLongError | IllTyped} where it is not understood.
 */
export function readStatement(
  earlier: Earlier,
  standingOf: Judge,
  found: (parsed: ParsedDeclaration) => void = () => undefined,
): ReadStatement {
  const { file, declaration, context } = earlier;
  const within = withinOwnName(withPrefixes(context, file, declaration), declaration.name);
  if (within.refusal !== undefined) throw new UnsupportedProblem(within.refusal.construct);
  const odd = declaration.modifiers.find((word) => !plainModifiers.has(word));
  if (odd !== undefined) throw new UnsupportedProblem(`${odd} ${declaration.keyword}`);
  const attribute = refusedAttribute(declaration.attributes);
  if (attribute !== undefined) throw new UnsupportedProblem(attribute.construct);
  requireSigns(earlier, within);
  requireAdmissible(earlier);
  const { signatureEnd } = declaration;
  if (signatureEnd.kind === "undecided") throw new UnsupportedProblem(signatureEnd.because);
  if (signatureEnd.kind === "where" || signatureEnd.kind === "alternatives")
    throw new UnsupportedProblem(signatureEnd.kind === "where" ? "a proof by 'where'" : "a proof by alternatives");
  if (signatureEnd.kind === "none") throw new UnsupportedProblem("a theorem without ':='");
  const parsed = parseTokens(parserTokens(file.tokens, declaration.at, declaration.to));
  found(parsed);
  // Two readers found where the statement ends. Were they at odds, a proof could be part of what it proves.
  if (parsed.tokens[parsed.proofAt - 1]?.start !== file.tokens[signatureEnd.at]!.start)
    throw new UnsupportedProblem("a statement whose end is not clear");
  const words = file.tokens.slice(declaration.signatureFrom, declaration.to);
  const surroundings = surroundingsOf(within, words, standingOf);
  const named = file.tokens.slice(declaration.signatureFrom, signatureEnd.at).filter(({ kind }) => kind === "name");
  const variables = variablesNamed(within, new Set(named.map(({ text }) => unquote(text).split(".")[0]!)));
  const binders = [...variables.map(({ binder }) => binder), ...parsed.binders];
  const whole = elaborateStatement({ ...parsed, binders }, surroundings.opens, surroundings);
  const declared = parsed.binders.flatMap((binder) => binder.names.map(() => binder.implicit === true));
  const facts = whole.entries.filter(isFact).length;
  if (facts > 0 && variables.length > 0) throw new UnsupportedProblem("Fintype beside variables");
  const from = whole.entries.length - facts - declared.length - variables.length;
  const { goal, implicit } = withoutUnused(whole, from, variables, within);
  const flags = declared.values();
  const own = goal.entries.slice(implicit.length).map((entry) => !isFact(entry) && flags.next().value === true);
  return { parsed, goal, standIns: whole.standIns, implicit: [...implicit, ...own], surroundings };
}

const plainModifiers = new Set(["private", "protected", "nonrec", "public"]);

/** The statement as one closed formula. */
export const closedFormula = ({ entries, target }: Goal): Term =>
  entries.reduceRight<Term>(
    (body, entry) => (entry.kind === "var" ? forall(abstract(body, entry.term)) : imp(entry.formula, body)),
    target,
  );

/** What a statement says, its definitions spelled out: equal for two readings that mean the same, from whatever files. */
export function meaningOf({ goal, surroundings }: ReadStatement): Term {
  const all = new Set<Definition>();
  const add = (definition: Definition): void => {
    definition.uses.forEach(add);
    all.add(definition);
  };
  surroundings.definitions.forEach(add);
  return [...all].reverse().reduce<Term>((formula, { term, lemma }) => {
    if (!occursVar(formula, term.id)) return formula;
    return forall(abstract(imp(lemma.theorem.conclusion, formula), term));
  }, closedFormula(goal));
}
