import type { Message, Position, SorryGoal } from "@lemma/interfaces";
import { readFile, theoremsOf, unquote } from "@lemma/lean-text";
import {
  abstract,
  assume,
  convert,
  discharge,
  equal,
  forall,
  generalize,
  IllTyped,
  imp,
  isApp,
  isTheorem,
  occursVar,
  type Term,
  type Theorem,
} from "@lemma/lean-kernel";
import { Budget, StepLimitError } from "@lemma/lean-kernel/budget";
import { defaultWallMs } from "./capabilities.ts";
import { requireAdmissible } from "./context/admission.ts";
import { refusedAttribute } from "./context/attributes.ts";
import { customaryContext, type Earlier, fullNameOf } from "./context/context.ts";
import { withinOwnName, withPrefixes } from "./context/read.ts";
import type { Definition } from "./context/definitions.ts";
import { type Given, type Standing, type Surroundings, surroundingsOf } from "./context/surroundings.ts";
import { variablesNamed, withoutUnused } from "./context/variables.ts";
import { ElaborationProblem, UndecidedProblem, UnsupportedProblem } from "./elaborate/problem.ts";
import { elaborateStatement, isFact } from "./elaborate/statement.ts";
import { type Goal, isStated } from "./goal/goal.ts";
import { Hole, isFailure, ProofState, type Strength } from "./goal/state.ts";
import { printGoal } from "./print/goal.ts";
import { incomplete, isFalse } from "./proof/doubt.ts";
import { UnsolvedGoals, UnsupportedTactic } from "./proof/failures.ts";
import type { NamedTheorem } from "./proof/session.ts";
import { ProofReader } from "./proof/terms.ts";
import { parserTokens, SyntaxProblem, TooLongError, UnknownToken } from "./syntax/lexer.ts";
import { type Declaration as ParsedDeclaration, parseTokens } from "./syntax/statement.ts";
import type { Tactic } from "./syntax/tree.ts";
import { Runner } from "./tactics/run.ts";

export interface CheckLimits {
  /** Deterministic inference steps; 20 million when absent, about two seconds. */
  readonly steps?: number;
  /** A backstop in wall time, 10 s when absent: a check that ends by it may end otherwise on another machine. */
  readonly wallMs?: number;
}

/** The outcome of a check. The theorem of a `proved` one was made by the kernel's rules and is the statement. */
export type CheckOutcome = {
  readonly steps: number;
  readonly messages: readonly Message[];
} & (
  | { readonly status: "proved"; readonly theorem: Theorem }
  /** `rests`: the earlier theorems that the proof uses and that are not proved, each with why: `helper (sorry)`. */
  | {
      readonly status: "sorry";
      readonly goal?: string;
      readonly goals?: readonly SorryGoal[];
      readonly rests?: readonly string[];
    }
  | { readonly status: "error"; readonly goal?: string }
  | { readonly status: "unsupported"; readonly construct: string }
  | { readonly status: "timeout"; readonly limit: string }
  | { readonly status: "memory"; readonly limit: string }
);

export interface CheckOptions {
  readonly limits?: CheckLimits;
}

const defaultSteps = 20_000_000;

/**
 * Checks a text that is one theorem with its proof, in the context that the benchmarks of this field share. Whatever the text is,
 * the answer is an outcome.
 */
export function checkText(text: string, { limits = {} }: CheckOptions = {}): CheckOutcome {
  const file = readFile(text);
  const [declaration, ...more] = theoremsOf(file);
  const isOne = declaration !== undefined && more.length === 0 && file.commands.length === 1;
  if (!isOne || file.isOpen)
    return {
      status: "error",
      steps: 0,
      messages: [errorMessage("expected one theorem and its proof", { line: 1, column: 0 })],
    };
  return checkDeclaration({ fullName: "", file, declaration, context: customaryContext }, limits).outcome;
}

const errorMessage = (text: string, start: Position | undefined): Message => ({
  severity: "error",
  text,
  ...(start === undefined ? {} : { start }),
});

/** What a check found out: its outcome, and the statement as it was understood. */
export interface Checked {
  readonly outcome: CheckOutcome;
  readonly read?: ReadStatement;
  /** Where the statement was proved from what may be assumed: as later theorems use it, with what it assumed. */
  readonly lemma?: NamedTheorem;
  readonly given?: readonly Given[];
}

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

/** Whether something before it has its name, which Lean forbids. */
function isDeclared({ declaration, context }: Earlier): boolean {
  if (declaration.name === undefined || declaration.keyword === "example") return false;
  const name = fullNameOf(unquote(declaration.name), context.namespaces);
  return [...context.definitions, ...context.theorems].some(({ fullName }) => fullName === name);
}

/**
 * What a theorem of a file states, in its context.
 *
 * @param found told of the parsed text, for positions.
 * @throws {SyntaxProblem | UnsupportedProblem | ElaborationProblem | TooLongError | IllTyped} where it is not understood.
 */
export function readStatement(
  earlier: Earlier,
  limits: CheckLimits,
  found: (parsed: ParsedDeclaration) => void = () => undefined,
): ReadStatement {
  const { file, declaration, context } = earlier;
  const within = withinOwnName(withPrefixes(context, file, declaration), declaration.name);
  if (within.refusal !== undefined) throw new UnsupportedProblem(within.refusal.construct);
  const odd = declaration.modifiers.find((word) => !plainModifiers.has(word));
  if (odd !== undefined) throw new UnsupportedProblem(`${odd} ${declaration.keyword}`);
  const attribute = refusedAttribute(declaration.attributes);
  if (attribute !== undefined) throw new UnsupportedProblem(attribute.construct);
  requireAdmissible(earlier, within);
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
  const surroundings = surroundingsOf(within, words, (one) => standingOf(one, limits));
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

/** Checks a theorem of a file in its context. Whatever the text is, the answer is an outcome. */
export function checkDeclaration(earlier: Earlier, limits: CheckLimits, strength: Strength = "Lean"): Checked {
  const { declaration } = earlier;
  const deadline = performance.now() + (limits.wallMs ?? defaultWallMs);
  const budget = new Budget(limits.steps ?? defaultSteps, () => performance.now() > deadline);
  let parsed: ParsedDeclaration | undefined;
  let read: ReadStatement | undefined;
  let runner: Runner | undefined;
  const at = (index: number): Position | undefined => {
    const token = parsed?.tokens[index];
    return token === undefined ? undefined : { line: token.line, column: token.column };
  };
  const numbered = holeNumbers();
  const done = <T extends object>(
    outcome: T,
    messages: readonly Message[] = [],
  ): T & Pick<CheckOutcome, "steps" | "messages"> => ({
    ...withText(outcome, numbered),
    messages: messages.map((message) => ({ ...message, text: numbered(message.text) })),
    steps: Math.min(budget.spent, budget.limit),
  });
  const unsupported = (construct: string, start?: Position): CheckOutcome =>
    done(
      { status: "unsupported" as const, construct },
      start === undefined ? [] : [{ severity: "info", text: construct, start }],
    );
  if (isDeclared(earlier)) {
    const text = `'${declaration.name!}' has already been declared`;
    return { outcome: done({ status: "error" as const }, [errorMessage(text, undefined)]) };
  }
  try {
    read = readStatement(earlier, limits, (text) => {
      parsed = text;
    });
    const { goal, surroundings } = read;
    const { opens } = surroundings;
    const { proof } = read.parsed;
    const root = new Hole(goal);
    const state = new ProofState([root], budget, strength);
    runner = new Runner(state, opens, surroundings.lemmas, surroundings.globals);
    if (proof.kind === "tactics") runner.runBlock(proof.block);
    else state.refine([], new ProofReader(runner, goal).theorem(proof.term, goal.target));
    if (state.holes.length > 0) throw new UnsolvedGoals(state.holes);
    if (state.sorries.length > 0) {
      const goals = state.sorries.map((sorry) => {
        const start = at(sorry.at);
        return { goal: printGoal(sorry.goal, { opens }), ...(start === undefined ? {} : { start }) };
      });
      const outcome = done({ status: "sorry" as const, goal: goals[0]!.goal, goals }, [
        { severity: "warning", text: "declaration uses 'sorry'" },
      ]);
      return { outcome, read };
    }
    const { theorem, given } = requireStatement(root.theorem(), goal, surroundings.given, budget);
    const lemma = closed(earlier.fullName, read, theorem);
    const rests = [...new Set(given.flatMap((each) => each.rests ?? []))];
    const outcome =
      rests.length === 0
        ? done({ status: "proved" as const, theorem })
        : done({ status: "sorry" as const, rests }, [
            { severity: "warning", text: `the proof rests on ${rests.join(", ")}` },
          ]);
    return { outcome, read, lemma, given };
  } catch (error) {
    return { outcome: failed(error), ...(read === undefined ? {} : { read }) };
  }

  /** Where what no tactic raised stands: goals that the whole proof leaves open stand at its `by`, as in Lean. */
  function positionWithoutSite(error: unknown): Position | undefined {
    if (error instanceof UnsupportedProblem && error.cause instanceof SyntaxProblem) return error.cause.position;
    if (error instanceof ElaborationProblem) return at(error.at);
    return error instanceof UnsolvedGoals && parsed !== undefined ? at(parsed.proofAt) : undefined;
  }

  function failed(error: unknown): CheckOutcome {
    if (error instanceof UnknownToken) return unsupported(error.message, error.position);
    if (error instanceof SyntaxProblem) {
      // What a statement says that does not parse here may well parse in Lean.
      if (isInStatement(error.position)) return unsupported(error.message, error.position);
      // So may what stands in a proof, unless the proof just stops.
      if (!error.message.startsWith("unexpected end of input")) return unsupported(error.message, error.position);
      return done({ status: "error" as const }, [errorMessage(error.message, error.position)]);
    }
    if (error instanceof StepLimitError) {
      return done({ status: "timeout" as const, limit: budget.left <= 0 ? `${budget.limit} steps` : "wallMs" });
    }
    if (error instanceof TooLongError) return done({ status: "memory" as const, limit: error.message });
    // The depth of the stack is bounded by the parser and the runner; a term can still be deeper than it.
    if (error instanceof RangeError) return done({ status: "memory" as const, limit: "stack or size" });
    if (!(error instanceof Error)) throw error;
    const site = runner?.sites.get(error);
    const position = site === undefined ? positionWithoutSite(error) : at(site.tactic.from);
    if (error instanceof UnsupportedProblem) return unsupported(error.construct, position);
    if (error instanceof UnsupportedTactic || error instanceof UndecidedProblem)
      return unsupported(error.message, position);
    if (error instanceof IllTyped || isFailure(error)) {
      // Lean may understand a statement that is a puzzle here.
      if (read === undefined) return unsupported(error.message.replaceAll(/\s+/g, " "), position);
      const { opens } = read.surroundings;
      const doubt = read.surroundings.doubt ?? read.standIns[0];
      if (doubt !== undefined) return unsupported(`${doubt}: ${error.message.split("\n")[0]!}`, position);
      const open = error instanceof UnsolvedGoals ? error.holes[0]?.goal : site?.goal;
      const uncertain =
        (error instanceof UnsolvedGoals ? error.holes[0]?.doubt : (site?.doubt ?? weakness(site?.tactic))) ??
        // Lean's tactics see a variable's value where ours see an equation.
        (open?.entries.some((entry) => entry.kind === "hypothesis" && !isStated(entry)) === true ? "let" : undefined);
      if (uncertain !== undefined && (open === undefined || !isFalse(open)))
        return unsupported(`what ${uncertain} does in Lean (here: ${error.message.split("\n")[0]!})`, position);
      const goalText = open === undefined ? {} : { goal: printGoal(open, { opens }) };
      const text =
        goalText.goal === undefined || error.message.includes("⊢")
          ? error.message
          : `${error.message}\n${goalText.goal}`;
      return done({ status: "error" as const, ...goalText }, [errorMessage(text, position)]);
    }
    // A bug of ours, and nothing is proved; it must not take a run of many checks down with it.
    return unsupported(`internal error: ${error.message}`, position);
  }

  function isInStatement({ line, column }: Position): boolean {
    const { signatureEnd } = declaration;
    const end = earlier.file.tokens[signatureEnd.at];
    return end === undefined || line < end.line || (line === end.line && column <= end.column);
  }
}

/** Unknowns numbered as they are shown: their own numbers count all that the process has made, whatever it checked before. */
function holeNumbers(): (text: string) => string {
  const known = new Map<string, number>();
  const numberOf = (id: string): number => {
    const number = known.get(id) ?? known.size + 1;
    known.set(id, number);
    return number;
  };
  return (text) => text.replaceAll(/\?m\.\d+/g, (id) => `?m.${numberOf(id)}`);
}

const withText = <T extends object>(fields: T, change: (text: string) => string): T =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === "string" ? change(value) : (value as unknown),
    ]),
  ) as T;

/** The tactic's name where Lean's may do more. */
const weakness = (tactic: Tactic | undefined): string | undefined =>
  tactic !== undefined && incomplete.has(tactic.name) ? tactic.name : undefined;

/** The theorem with its variables and hypotheses bound, as later theorems of a file use it. */
function closed(name: string, { goal, implicit }: ReadStatement, proved: Theorem): NamedTheorem {
  const theorem = goal.entries.reduceRight<Theorem>(
    (body, entry) => (entry.kind === "var" ? generalize(entry.term, body) : discharge(entry.formula, body)),
    proved,
  );
  return { name, theorem, implicit };
}

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

const standings = new WeakMap<Earlier, Map<string, Standing | undefined>>();

/** An earlier theorem as later ones may use it; undefined where its statement is not understood. */
function standingOf(earlier: Earlier, limits: CheckLimits): Standing | undefined {
  const known = standings.get(earlier) ?? new Map<string, Standing | undefined>();
  standings.set(earlier, known);
  const key = `${limits.steps} ${limits.wallMs}`;
  if (!known.has(key)) known.set(key, standingFrom(earlier, checkDeclaration(earlier, limits)));
  return known.get(key);
}

function standingFrom({ fullName }: Earlier, { outcome, read, lemma, given }: Checked): Standing | undefined {
  if (lemma !== undefined && given !== undefined) return { lemma, given };
  if (read === undefined) return undefined;
  const formula = closedFormula(read.goal);
  const theorem = assume(formula);
  return {
    lemma: { name: fullName, theorem, implicit: read.implicit },
    given: [{ formula, rests: `${fullName} (${outcome.status})` }],
  };
}

/**
 * The last gate: the kernel made the theorem, and it is the statement's target under the statement's hypotheses and what may be
 * assumed besides.
 *
 * @returns the theorem in the statement's words, and what it does assume besides.
 */
function requireStatement(
  theorem: Theorem,
  goal: Goal,
  given: readonly Given[],
  budget: Budget,
): { readonly theorem: Theorem; readonly given: readonly Given[] } {
  if (!isTheorem(theorem)) throw new UnsupportedTactic("internal: not a theorem of the kernel");
  const proved = equal(theorem.conclusion, goal.target) ? theorem : convert(theorem, goal.target, budget);
  if (!isTheorem(proved) || !equal(proved.conclusion, goal.target))
    throw new UnsupportedTactic("internal: a tactic proved something else");
  const used: Given[] = [];
  for (const assumption of proved.hypotheses) {
    const isOwn = goal.entries.some((entry) => entry.kind === "hypothesis" && equal(entry.formula, assumption));
    if (isOwn || isApp(assumption, "true")) continue;
    const found = given.find(({ formula }) => equal(formula, assumption));
    if (found === undefined) throw new UnsupportedTactic("internal: an assumption was not discharged");
    used.push(found);
  }
  return { theorem: proved, given: used };
}
