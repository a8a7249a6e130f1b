import type { Message, Position } from "@lemma/interfaces";
import { IllTyped } from "@lemma/lean-kernel";
import { type Budget, StepLimitError } from "@lemma/lean-kernel/budget";
import type { Earlier } from "./context/context.ts";
import { ElaborationProblem, UndecidedProblem, UnsupportedProblem } from "./elaborate/problem.ts";
import { isStated } from "./goal/goal.ts";
import { isFailure, type ProofState } from "./goal/state.ts";
import type { Unproved } from "./outcome.ts";
import { printGoal } from "./print/goal.ts";
import { incomplete, isFalse } from "./proof/doubt.ts";
import { UnsolvedGoals, UnsupportedTactic } from "./proof/failures.ts";
import type { ReadStatement } from "./read-statement.ts";
import { SyntaxProblem, TooLongError, UnknownToken } from "./syntax/lexer.ts";
import type { Declaration as ParsedDeclaration } from "./syntax/statement.ts";
import type { Tactic } from "./syntax/proofs/tree.ts";
import type { Runner } from "./tactics/run.ts";

/**
 * What a check that proves nothing says: what is wrong, where, and whether Lean may see it otherwise. Nothing here makes an outcome
 * `proved`: the type of what it returns has none.
 */
export class Report {
  /** What is known by the time that something fails. */
  parsed: ParsedDeclaration | undefined;
  read: ReadStatement | undefined;
  runner: Runner | undefined;
  readonly #earlier: Earlier;
  readonly #budget: Budget;
  readonly #numbered = holeNumbers();

  constructor(earlier: Earlier, budget: Budget) {
    this.#earlier = earlier;
    this.#budget = budget;
  }

  /** Its name is taken. */
  declared(): Unproved {
    const text = `'${this.#earlier.declaration.name!}' has already been declared`;
    return this.#done({ status: "error" }, [errorMessage(text, undefined)]);
  }

  /** Its proof leaves goals to `sorry`. */
  unfinished({ sorries }: ProofState, opens: readonly string[]): Unproved {
    const goals = sorries.map((sorry) => {
      const start = this.#at(sorry.at);
      return { goal: printGoal(sorry.goal, { opens }), ...(start === undefined ? {} : { start }) };
    });
    return this.#done({ status: "sorry", goal: goals[0]!.goal, goals }, [
      { severity: "warning", text: "declaration uses 'sorry'" },
    ]);
  }

  /** Its proof uses earlier theorems that are not proved. */
  resting(rests: readonly string[]): Unproved {
    return this.#done({ status: "sorry", rests }, [
      { severity: "warning", text: `the proof rests on ${rests.join(", ")}` },
    ]);
  }

  /** Where what no tactic raised stands: goals that the whole proof leaves open stand at its `by`, as in Lean. */
  #positionWithoutSite(error: unknown): Position | undefined {
    const { parsed } = this;
    if (error instanceof UnsupportedProblem && error.cause instanceof SyntaxProblem) return error.cause.position;
    if (error instanceof ElaborationProblem) return this.#at(error.at);
    return error instanceof UnsolvedGoals && parsed !== undefined ? this.#at(parsed.proofAt) : undefined;
  }

  /** The outcome of what was thrown. */
  failed(error: unknown): Unproved {
    const { read, runner } = this;
    const budget = this.#budget;
    const unsupported = (construct: string, start?: Position): Unproved => this.#unsupported(construct, start);
    if (error instanceof UnknownToken) return unsupported(error.message, error.position);
    if (error instanceof SyntaxProblem) {
      // What a statement says that does not parse here may well parse in Lean.
      if (this.#isInStatement(error.position)) return unsupported(error.message, error.position);
      // So may what stands in a proof, unless the proof just stops.
      if (!error.message.startsWith("unexpected end of input")) return unsupported(error.message, error.position);
      return this.#done({ status: "error" }, [errorMessage(error.message, error.position)]);
    }
    if (error instanceof StepLimitError) {
      return this.#done({ status: "timeout", limit: budget.left <= 0 ? `${budget.limit} steps` : "wallMs" });
    }
    if (error instanceof TooLongError) return this.#done({ status: "memory", limit: error.message });
    // The depth of the stack is bounded by the parser and the runner; a term can still be deeper than it.
    if (error instanceof RangeError) return this.#done({ status: "memory", limit: "stack or size" });
    if (!(error instanceof Error)) throw error;
    const site = runner?.sites.get(error);
    const position = site === undefined ? this.#positionWithoutSite(error) : this.#at(site.tactic.from);
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
      return this.#done({ status: "error", ...goalText }, [errorMessage(text, position)]);
    }
    // A bug of ours, and nothing is proved; it must not take a run of many checks down with it.
    return unsupported(`internal error: ${error.message}`, position);
  }

  #isInStatement({ line, column }: Position): boolean {
    const { declaration, file } = this.#earlier;
    const { signatureEnd } = declaration;
    const end = file.tokens[signatureEnd.at];
    return end === undefined || line < end.line || (line === end.line && column <= end.column);
  }

  #at(index: number): Position | undefined {
    const token = this.parsed?.tokens[index];
    return token === undefined ? undefined : { line: token.line, column: token.column };
  }

  #unsupported(construct: string, start?: Position): Unproved {
    return this.#done(
      { status: "unsupported", construct },
      start === undefined ? [] : [{ severity: "info", text: construct, start }],
    );
  }

  #done(outcome: Told, messages: readonly Message[] = []): Unproved {
    return {
      ...withText(outcome, this.#numbered),
      messages: messages.map((message) => ({ ...message, text: this.#numbered(message.text) })),
      steps: Math.min(this.#budget.spent, this.#budget.limit),
    };
  }
}

/** An outcome before it is told with which steps and messages. */
type Told = Unproved extends infer O ? (O extends Unproved ? Omit<O, "steps" | "messages"> : never) : never;

const errorMessage = (text: string, start: Position | undefined): Message => ({
  severity: "error",
  text,
  ...(start === undefined ? {} : { start }),
});

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
