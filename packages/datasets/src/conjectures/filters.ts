import {
  type Refutation,
  type Refuter,
  type Theorem,
  type Verdict,
  type Verifier,
  type VerifyOptions,
  isConclusive,
} from "@lemma/interfaces";
import { statementHash } from "../lean/normal-form.ts";
import { closedTerm, closeStatement, openStatement } from "../lean/opened-statement.ts";
import { similarity } from "../similarity.ts";

/** What a filter says of a conjecture. `unknown`: its check could not be made, which is no reason to drop it. */
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
  /** Statements it may not repeat, conjectures that passed before it among them: id by statement hash. */
  readonly others: ReadonlyMap<string, string>;
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

/** The filters in the order they are asked: text before verifier, cheap before dear. */
export const conjectureFilters = {
  distinct: {
    keeps: "is neither the target nor another conjecture, up to renaming",
    check: ({ target, conjecture, others }) => {
      const hash = statementHash(conjecture.statement);
      if (statementHash(target.statement) === hash) return dropped("is the target");
      const twin = others.get(hash);
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
    check: async (context) => {
      const verdict = await verify(context, context.conjecture, "sorry");
      if (verdict === undefined) return unknown("no verifier");
      if (verdict.status === "sorry" || verdict.status === "proved") return passed;
      if (verdict.status === "error") return dropped(verdict.messages[0]?.text.split("\n")[0] ?? "does not elaborate");
      return unknown(verdict.status);
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
    check: async (context) => {
      const opened = opening(context.conjecture);
      const closer = await firstProof(context, opened ?? context.conjecture, context.settings.trivialTactics);
      return decide(closer, (tactic) => dropped(`closed by ${tactic} alone`));
    },
  },
  consistent: {
    keeps: "its hypotheses do not contradict each other",
    check: async (context) => {
      const opened = openStatement(context.conjecture.statement);
      // Without hypotheses there is nothing to contradict.
      if (opened === undefined || opened.binders === "") return passed;
      // Nor where they all hold at a sample, and finding that is cheaper than a search for a proof of False.
      const sampled = await context.refutation();
      if (sampled?.status === "unrefuted" && sampled.confirmed > 0) return passed;
      const contradiction = { ...context.conjecture, statement: closeStatement({ ...opened, goal: "False" }) };
      const closer = await firstProof(context, contradiction, contradictionTactics);
      return decide(closer, (tactic) => dropped(`its hypotheses give False by ${tactic}`));
    },
  },
  "no leak": {
    keeps: "the target is not an immediate consequence of it",
    check: async (context) => {
      const lemma = openStatement(context.conjecture.statement);
      const target = openStatement(context.target.statement);
      if (lemma === undefined || target === undefined) return unknown("not a theorem");
      const binders = `(conjectured : ${closedTerm(lemma)}) ${target.binders}`.trim();
      const consequence = { ...context.target, statement: closeStatement({ ...target, binders }) };
      const closer = await firstProof(context, consequence, consequenceTactics);
      return decide(closer, (tactic) => dropped(`gives the target by ${tactic}`));
    },
  },
} as const satisfies Readonly<Record<string, ConjectureFilter>>;

export type FilterName = keyof typeof conjectureFilters;

const contradictionTactics = ["omega", "linarith", "nlinarith", "norm_num at *", "simp_all"];
const consequenceTactics = [
  "exact conjectured",
  "apply conjectured <;> assumption",
  "exact conjectured ..",
  "simpa using conjectured",
];

export interface FilteredConjecture {
  readonly index: number;
  readonly theorem: Theorem;
  readonly accepted: boolean;
  /** The first filter that dropped it, and why. */
  readonly droppedBy?: FilterName;
  readonly reason?: string;
  /** Every filter that was asked. */
  readonly outcomes: Readonly<Partial<Record<FilterName, FilterOutcome>>>;
}

/**
 * Runs conjectures for one target through the filters, in order; the first that drops one settles it.
 *
 * @param options.known further statements that a conjecture may not repeat, such as the training corpus: theorems, or, to hash a
 *   corpus once for many targets, id by statement hash.
 * @param options.filters which to ask; all unless told.
 */
export async function filterConjectures(
  target: Theorem,
  conjectures: readonly Theorem[],
  options: {
    readonly verifier?: Verifier;
    readonly refuter?: Refuter;
    readonly settings?: Partial<FilterSettings>;
    readonly filters?: readonly FilterName[];
    readonly known?: readonly Theorem[] | ReadonlyMap<string, string>;
  } = {},
): Promise<FilteredConjecture[]> {
  const { filters = Object.keys(conjectureFilters) as FilterName[], verifier, refuter, known = [] } = options;
  const settings = { ...filterDefaults, ...options.settings };
  const rows: FilteredConjecture[] = [];
  const others = new Map<string, string>(
    known instanceof Map
      ? known
      : (known as readonly Theorem[]).map(({ id, statement }) => [statementHash(statement), id]),
  );
  for (const [index, theorem] of conjectures.entries()) {
    let refutation: Promise<Refutation | undefined> | undefined;
    const context: FilterContext = {
      target,
      conjecture: theorem,
      others,
      settings,
      ...(verifier === undefined ? {} : { verifier }),
      refutation: () => (refutation ??= Promise.resolve(refuter?.refute(theorem))),
    };
    const outcomes: Partial<Record<FilterName, FilterOutcome>> = {};
    let verdict: Pick<FilteredConjecture, "droppedBy" | "reason"> = {};
    for (const name of filters) {
      const outcome = await conjectureFilters[name].check(context);
      outcomes[name] = outcome;
      if (outcome.status !== "dropped") continue;
      verdict = { droppedBy: name, reason: outcome.reason };
      break;
    }
    if (verdict.droppedBy === undefined) others.set(statementHash(theorem.statement), theorem.id);
    rows.push({ index, theorem, accepted: verdict.droppedBy === undefined, ...verdict, outcomes });
  }
  return rows;
}

/** How many conjectures each filter saw and dropped, or could not judge. */
export function filterCounts(
  rows: readonly FilteredConjecture[],
): Record<FilterName, { readonly asked: number; readonly dropped: number; readonly unknown: number }> {
  const count = (name: FilterName, status?: FilterOutcome["status"]): number =>
    rows.filter(
      ({ outcomes }) => outcomes[name] !== undefined && (status ?? outcomes[name].status) === outcomes[name].status,
    ).length;
  const names = Object.keys(conjectureFilters) as FilterName[];
  return Object.fromEntries(
    names.map((name) => [
      name,
      { asked: count(name), dropped: count(name, "dropped"), unknown: count(name, "unknown") },
    ]),
  ) as ReturnType<typeof filterCounts>;
}

function opening(theorem: Theorem): Theorem | undefined {
  const opened = openStatement(theorem.statement);
  return opened === undefined ? undefined : { ...theorem, statement: closeStatement(opened) };
}

async function verify(
  { verifier, settings }: FilterContext,
  theorem: Theorem,
  tactics: string,
): Promise<Verdict | undefined> {
  return verifier?.verify({ theorem, proof: { kind: "tactics", tactics } }, settings.verify);
}

/** The first tactic that proves the theorem; `"unknown"` when some check was inconclusive and none proved it. */
async function firstProof(
  context: FilterContext,
  theorem: Theorem,
  tactics: readonly string[],
): Promise<{ readonly tactic: string } | "none" | "unknown"> {
  if (context.verifier === undefined) return "unknown";
  let inconclusive = false;
  for (const tactic of tactics) {
    const verdict = await verify(context, theorem, tactic);
    if (verdict?.status === "proved") return { tactic };
    if (verdict === undefined || !isConclusive(verdict)) inconclusive = true;
  }
  return inconclusive ? "unknown" : "none";
}

function decide(
  closer: { readonly tactic: string } | "none" | "unknown",
  drop: (tactic: string) => FilterOutcome,
): FilterOutcome {
  if (closer === "none") return passed;
  return closer === "unknown" ? unknown("a check was inconclusive") : drop(closer.tactic);
}
