import type { Refutation, Theorem, Verifier, VerifyOptions } from "@lemma/interfaces";
import { closedTerm, closeStatement, openStatement, similarity, theoremHash } from "@lemma/lean-text";
import { readBinders } from "./binders.ts";
import { type Closing, closingTactic } from "./closing.ts";

/** What a filter says of a conjecture. `unknown`: its check could not be made or left it open, no reason to drop it. */
export type FilterOutcome =
  | { readonly status: "passed" }
  | { readonly status: "dropped"; readonly reason: string }
  | { readonly status: "unknown"; readonly reason: string };

export interface FilterSettings {
  /** Drop conjectures less like the target than this: they are about something else. In [0, 1]. */
  readonly leastSimilar: number;
  /** Drop conjectures more like it than this: they restate it. */
  readonly mostSimilar: number;
  /** One-tactic proofs that make a conjecture trivial. */
  readonly trivialTactics: readonly string[];
  /** Bounds on each check that a filter asks of the verifier. */
  readonly verify?: VerifyOptions;
}

export const filterDefaults: FilterSettings = {
  leastSimilar: 0.05,
  mostSimilar: 0.95,
  trivialTactics: ["rfl", "simp", "norm_num", "decide", "omega", "linarith"],
};

export interface FilterContext {
  readonly target: Theorem;
  readonly conjecture: Theorem;
  /** Id of a known statement, or of an earlier conjecture, that it repeats. */
  readonly twin?: string;
  readonly settings: FilterSettings;
  /** Filters that need one answer `unknown` without it. */
  readonly verifier?: Verifier;
  /** What sampling the conjecture finds; made once, when the first filter asks. Undefined without a refuter. */
  readonly refutation: () => Promise<Refutation | undefined>;
}

export interface ConjectureFilter {
  /** What it keeps, for tables. */
  readonly keeps: string;
  readonly check: (context: FilterContext) => FilterOutcome | Promise<FilterOutcome>;
}

const passed: FilterOutcome = { status: "passed" };
const dropped = (reason: string): FilterOutcome => ({ status: "dropped", reason });
const unknown = (reason: string): FilterOutcome => ({ status: "unknown", reason });

const judged = (closer: Closing, reason: (tactic: string) => string): FilterOutcome => {
  if (closer === "none") return passed;
  return closer === "unknown" ? unknown("a check was inconclusive") : dropped(reason(closer.tactic));
};

/** The dear ones last: without a contradiction, what these cost is what `nlinarith` costs. */
function contradictionTactics(variables: readonly string[]): readonly string[] {
  const cheap = ["omega", "linarith", "norm_num at *", "simp_all", "nlinarith"];
  // a² + b² < 2ab needs the square that nobody wrote down.
  const pairs = variables.flatMap((a, i) => variables.slice(i + 1).map((b) => `sq_nonneg (${a} - ${b})`));
  return pairs.length === 0 || pairs.length > 3 ? cheap : [...cheap, `nlinarith [${pairs.join(", ")}]`];
}

const consequenceTactics = ["exact conjectured", "apply conjectured <;> assumption", "simpa using conjectured"];

/** The filters in the order they are asked: text before verifier, cheap before dear. */
export const conjectureFilters = {
  distinct: {
    keeps: "is neither the target nor another conjecture, up to renaming",
    check: ({ target, conjecture, twin }) => {
      if (theoremHash(target) === theoremHash(conjecture)) return dropped("is the target");
      return twin === undefined ? passed : dropped(`repeats ${twin}`);
    },
  },
  related: {
    keeps: "is neither too much like the target nor too little",
    check: ({ target, conjecture, settings }) => {
      const alike = similarity(conjecture.statement, target.statement);
      if (alike < settings.leastSimilar) return dropped(`too far from the target (${alike.toFixed(2)})`);
      return alike > settings.mostSimilar ? dropped(`too close to the target (${alike.toFixed(2)})`) : passed;
    },
  },
  elaborates: {
    keeps: "parses and elaborates",
    check: async ({ verifier, conjecture, settings }) => {
      if (verifier === undefined) return unknown("no verifier");
      const reading = await verifier.read(conjecture, settings.verify);
      if (reading.status === "read") return passed;
      return reading.status === "error" ? dropped(reading.message.split("\n")[0]!) : unknown(reading.status);
    },
  },
  plausible: {
    keeps: "no counterexample is found among small numbers",
    check: async ({ refutation }) => {
      const outcome = await refutation();
      if (outcome === undefined) return unknown("no refuter");
      if (outcome.status === "unknown") return outcome;
      if (outcome.status === "unrefuted") return passed;
      const values = Object.entries(outcome.counterexample).map((pair) => pair.join(" = "));
      return dropped(values.length === 0 ? "is false" : `is false at ${values.join(", ")}`);
    },
  },
  nontrivial: {
    keeps: "is not closed by one stock tactic alone",
    check: async ({ verifier, conjecture, settings }) => {
      const opened = openStatement(conjecture.statement);
      const statement = opened === undefined ? conjecture.statement : closeStatement(opened);
      const closer = await closingTactic(
        verifier,
        { ...conjecture, statement },
        settings.trivialTactics,
        settings.verify,
      );
      return judged(closer, (tactic) => `closed by ${tactic} alone`);
    },
  },
  consistent: {
    keeps: "its hypotheses do not contradict each other",
    check: async ({ verifier, conjecture, settings, refutation }) => {
      const opened = openStatement(conjecture.statement);
      if (opened === undefined) return unknown("not a theorem");
      const { variables, assumesNothing } = readBinders(opened.binders);
      // Without hypotheses there is nothing to contradict.
      if (assumesNothing) return passed;
      // Nor where they all hold at a sample, and finding that is cheaper than a search for a proof of False.
      const sampled = await refutation();
      if (sampled?.status === "unrefuted" && sampled.confirmed > 0) return passed;
      const contradiction = { ...conjecture, statement: closeStatement({ ...opened, goal: "False" }) };
      const closer = await closingTactic(verifier, contradiction, contradictionTactics(variables), settings.verify);
      if (closer === "none") return unknown("no sample satisfies its hypotheses, no stock tactic refutes them");
      return judged(closer, (tactic) => `its hypotheses give False by ${tactic}`);
    },
  },
  "no leak": {
    keeps: "the target is not an immediate consequence of it",
    check: async ({ verifier, conjecture, target, settings }) => {
      const lemma = openStatement(conjecture.statement);
      const opened = openStatement(target.statement);
      if (lemma === undefined || opened === undefined) return unknown("not a theorem");
      const binders = `(conjectured : ${closedTerm(lemma)}) ${opened.binders}`.trim();
      const consequence = { ...target, statement: closeStatement({ ...opened, binders }) };
      const closer = await closingTactic(verifier, consequence, consequenceTactics, settings.verify);
      return judged(closer, (tactic) => `gives the target by ${tactic}`);
    },
  },
} as const satisfies Readonly<Record<string, ConjectureFilter>>;

export type FilterName = keyof typeof conjectureFilters;
