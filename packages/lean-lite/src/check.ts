import type { Message, Position } from "@lemma/interfaces";
import { ElaborationProblem, UnsupportedProblem } from "./elaborate/problem.ts";
import { elaborateStatement } from "./elaborate/statement.ts";
import { Budget, StepLimitError } from "@lemma/lean-kernel/budget";
import type { Goal } from "./goal/goal.ts";
import { Hole, isFailure, ProofState } from "./goal/state.ts";
import { convert, discharge, equal, generalize, IllTyped, isApp, type Theorem } from "@lemma/lean-kernel";
import { printGoal } from "./print/goal.ts";
import { UnsolvedGoals, UnsupportedTactic } from "./proof/failures.ts";
import { ProofReader } from "./proof/terms.ts";
import { TooLongError } from "./syntax/lexer.ts";
import { type Declaration, parseDeclaration, SyntaxProblem } from "./syntax/statement.ts";
import type { NamedTheorem } from "./proof/session.ts";
import { Runner } from "./tactics/run.ts";
import { defaultOpens } from "./elaborate/functions.ts";

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
  | { readonly status: "proved"; readonly theorem: Theorem; readonly lemma: NamedTheorem }
  | { readonly status: "sorry"; readonly goal?: string }
  | { readonly status: "error"; readonly goal?: string }
  | { readonly status: "unsupported"; readonly construct: string }
  | { readonly status: "timeout"; readonly limit: string }
  | { readonly status: "memory"; readonly limit: string }
);

export interface CheckOptions {
  readonly limits?: CheckLimits;
  /** Namespaces that are open. */
  readonly opens?: readonly string[];
  /** Theorems of the same file that stand before this one. */
  readonly lemmas?: ReadonlyMap<string, NamedTheorem>;
}

const defaultSteps = 20_000_000;
const defaultWallMs = 10_000;

/** Checks a whole `theorem … := …` text. Whatever the text is, the answer is an outcome. */
export function checkText(text: string, options: CheckOptions = {}): CheckOutcome {
  const budget = new Budget(options.limits?.steps ?? defaultSteps);
  const opens = options.opens ?? defaultOpens;
  let declaration: Declaration | undefined;
  let runner: Runner | undefined;
  const at = (index: number): Position | undefined => {
    const token = declaration?.tokens[index];
    return token === undefined ? undefined : { line: token.line, column: token.column };
  };
  const done = <T extends object>(
    outcome: T,
    messages: readonly Message[] = [],
  ): T & Pick<CheckOutcome, "steps" | "messages"> => ({
    ...outcome,
    messages,
    steps: Math.min(budget.spent, budget.limit),
  });
  const errorMessage = (message: string, start: Position | undefined): Message => ({
    severity: "error",
    text: message,
    ...(start === undefined ? {} : { start }),
  });
  try {
    declaration = parseDeclaration(text);
    const goal = meaningOf(declaration, opens);
    const root = new Hole(goal);
    const deadline = performance.now() + (options.limits?.wallMs ?? defaultWallMs);
    const state = new ProofState([root], budget, deadline);
    runner = new Runner(state, opens, options.lemmas);
    if (declaration.proof.kind === "tactics") runner.runBlock(declaration.proof.block);
    else state.refine([], new ProofReader(runner, goal).theorem(declaration.proof.term, goal.target));
    if (state.holes.length > 0) throw new UnsolvedGoals(state.holes);
    if (state.usedSorry) {
      const open = state.sorryGoal;
      const goalText = open === undefined ? {} : { goal: printGoal(open, { opens }) };
      return done({ status: "sorry" as const, ...goalText }, [
        { severity: "warning", text: "declaration uses 'sorry'" },
      ]);
    }
    const theorem = root.theorem();
    requireStatement(theorem, goal, budget);
    return done({ status: "proved" as const, theorem, lemma: closed(declaration, goal, theorem) });
  } catch (error) {
    return failed(error);
  }

  /** Where what no tactic raised stands: goals that the whole proof leaves open stand at its `by`, as in Lean. */
  function positionWithoutSite(error: unknown): Position | undefined {
    if (error instanceof ElaborationProblem) return at(error.at);
    return error instanceof UnsolvedGoals && declaration !== undefined ? at(declaration.proofAt) : undefined;
  }

  function failed(error: unknown): CheckOutcome {
    if (error instanceof SyntaxProblem)
      return done({ status: "error" as const }, [errorMessage(error.message, error.position)]);
    if (error instanceof StepLimitError) {
      return done({ status: "timeout" as const, limit: budget.left <= 0 ? `${budget.limit} steps` : "wallMs" });
    }
    if (error instanceof TooLongError) return done({ status: "memory" as const, limit: error.message });
    // The depth of the stack is bounded by the parser and the runner; a term can still be deeper than it.
    if (error instanceof RangeError) return done({ status: "memory" as const, limit: "stack or size" });
    if (!(error instanceof Error)) throw error;
    const site = runner?.sites.get(error);
    const position = site === undefined ? positionWithoutSite(error) : at(site.tactic.from);
    if (error instanceof UnsupportedProblem)
      return done({ status: "unsupported" as const, construct: error.construct });
    if (error instanceof UnsupportedTactic) return done({ status: "unsupported" as const, construct: error.message });
    if (error instanceof IllTyped || isFailure(error)) {
      const open = error instanceof UnsolvedGoals ? error.holes[0]?.goal : site?.goal;
      const goalText = open === undefined ? {} : { goal: printGoal(open, { opens }) };
      const text_ =
        goalText.goal === undefined || error.message.includes("⊢")
          ? error.message
          : `${error.message}\n${goalText.goal}`;
      return done({ status: "error" as const, ...goalText }, [errorMessage(text_, position)]);
    }
    // A bug of ours, and nothing is proved; it must not take a run of many checks down with it.
    return done({ status: "unsupported" as const, construct: `internal error: ${error.message}` });
  }
}

/** What the statement says. What is not understood may be good Lean all the same: it is never called wrong. */
function meaningOf(declaration: Declaration, opens: readonly string[]): Goal {
  try {
    return elaborateStatement(declaration, opens);
  } catch (error) {
    if (!(error instanceof ElaborationProblem || error instanceof IllTyped)) throw error;
    throw new UnsupportedProblem(`the statement (${error.message.replaceAll(/\s+/g, " ")})`, error);
  }
}

/** The theorem with its variables and hypotheses bound, as later theorems of a file use it. */
function closed({ name, binders }: Declaration, { entries }: Goal, proved: Theorem): NamedTheorem {
  const theorem = entries.reduceRight<Theorem>(
    (body, entry) => (entry.kind === "var" ? generalize(entry.term, body) : discharge(entry.formula, body)),
    proved,
  );
  const declared = binders.flatMap((binder) => binder.names.map(() => binder.implicit === true));
  // Variables that nobody declared come first, and are implicit.
  const bound = Array.from({ length: entries.length - declared.length }, () => true);
  return { name, theorem, implicit: [...bound, ...declared] };
}

/** The last gate: the theorem is the statement's target, under the statement's hypotheses and nothing else. */
function requireStatement(theorem: Theorem, goal: Goal, budget: Budget): void {
  if (!equal(theorem.conclusion, goal.target)) convert(theorem, goal.target, budget);
  for (const assumption of theorem.hypotheses) {
    const isGiven = goal.entries.some((entry) => entry.kind === "hypothesis" && equal(entry.formula, assumption));
    if (!isGiven && !isApp(assumption, "true"))
      throw new UnsupportedTactic("internal: an assumption was not discharged");
  }
}
