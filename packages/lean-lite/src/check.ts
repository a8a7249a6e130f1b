import { unquote } from "@lemma/lean-text";
import { assume, convert, discharge, equal, generalize, isApp, isTheorem, type Theorem } from "@lemma/lean-kernel";
import { Budget } from "@lemma/lean-kernel/budget";
import { defaultWallMs } from "./capabilities.ts";
import { type Earlier, fullNameOf } from "./context/context.ts";
import type { Given, Judge, Standing } from "./context/surroundings.ts";
import type { Goal } from "./goal/goal.ts";
import { Hole, ProofState } from "./goal/state.ts";
import type { CheckLimits, CheckOutcome } from "./outcome.ts";
import { UnsolvedGoals, UnsupportedTactic } from "./proof/failures.ts";
import type { NamedTheorem } from "./proof/session.ts";
import { ProofReader } from "./proof/terms.ts";
import { closedFormula, readStatement, type ReadStatement } from "./read-statement.ts";
import { Report } from "./report.ts";
import { Runner } from "./tactics/run.ts";

const defaultSteps = 20_000_000;

/** What a check found out: its outcome, and the statement as it was understood. */
export interface Checked {
  readonly outcome: CheckOutcome;
  readonly read?: ReadStatement;
  /** Where the statement was proved from what may be assumed: as later theorems use it, with what it assumed. */
  readonly lemma?: NamedTheorem;
  readonly given?: readonly Given[];
}

/** Whether something before it has its name, which Lean forbids. */
function isDeclared({ declaration, context }: Earlier): boolean {
  if (declaration.name === undefined || declaration.keyword === "example") return false;
  const name = fullNameOf(unquote(declaration.name), context.namespaces);
  return [...context.definitions, ...context.theorems].some(({ fullName }) => fullName === name);
}

/**
 * Checks a theorem of a file in its context. Whatever the text is, the answer is an outcome.
 *
 * @param book lemmas that no text outside the book may name, where one of the book's own is to be derived, by all that the kernel can do.
 */
export function checkDeclaration(
  earlier: Earlier,
  limits: CheckLimits,
  book?: ReadonlyMap<string, NamedTheorem>,
): Checked {
  const deadline = performance.now() + (limits.wallMs ?? defaultWallMs);
  const budget = new Budget(limits.steps ?? defaultSteps, () => performance.now() > deadline);
  const report = new Report(earlier, budget);
  if (isDeclared(earlier)) return { outcome: report.declared() };
  let read: ReadStatement | undefined;
  try {
    read = readStatement(earlier, standingWithin(limits), (parsed) => {
      report.parsed = parsed;
    });
    report.read = read;
    const { goal, surroundings } = read;
    const { opens, lemmas, globals } = surroundings;
    const root = new Hole(goal);
    const state = new ProofState([root], budget, book === undefined ? "Lean" : "kernel");
    const runner = new Runner(state, opens, book ?? lemmas, globals);
    report.runner = runner;
    const { proof } = read.parsed;
    if (proof.kind === "tactics") runner.runBlock(proof.block);
    else state.refine([], new ProofReader(runner, goal).theorem(proof.term, goal.target));
    if (state.holes.length > 0) throw new UnsolvedGoals(state.holes);
    if (state.sorries.length > 0) return { outcome: report.unfinished(state, opens), read };
    const { theorem, given } = requireStatement(root.theorem(), goal, surroundings.given, budget);
    const rests = [...new Set(given.flatMap((each) => each.rests ?? []))];
    const steps = Math.min(budget.spent, budget.limit);
    const outcome: CheckOutcome =
      rests.length === 0 ? { status: "proved", theorem, steps, messages: [] } : report.resting(rests);
    return { outcome, read, lemma: closed(earlier.fullName, read, theorem), given };
  } catch (error) {
    return { outcome: report.failed(error), ...(read === undefined ? {} : { read }) };
  }
}

/** The theorem with its variables and hypotheses bound, as later theorems of a file use it. */
function closed(name: string, { goal, implicit }: ReadStatement, proved: Theorem): NamedTheorem {
  const theorem = goal.entries.reduceRight<Theorem>(
    (body, entry) => (entry.kind === "var" ? generalize(entry.term, body) : discharge(entry.formula, body)),
    proved,
  );
  return { name, theorem, implicit };
}

const standings = new WeakMap<Earlier, Map<string, Standing | undefined>>();

/** How an earlier theorem stands, for later ones that use it; undefined where its statement is not understood. */
export const standingWithin =
  (limits: CheckLimits): Judge =>
  (earlier) => {
    const known = standings.get(earlier) ?? new Map<string, Standing | undefined>();
    standings.set(earlier, known);
    const key = `${limits.steps} ${limits.wallMs}`;
    if (!known.has(key)) known.set(key, standingFrom(earlier, checkDeclaration(earlier, limits)));
    return known.get(key);
  };

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
