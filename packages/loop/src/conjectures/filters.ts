import type { Refutation, Refuter, Theorem, Verifier } from "@lemma/interfaces";
import { statementHash, theoremHash } from "@lemma/lean-text";
import {
  conjectureFilters,
  type FilterContext,
  filterDefaults,
  type FilterName,
  type FilterOutcome,
  type FilterSettings,
} from "./table.ts";

export interface FilteredConjecture {
  readonly index: number;
  readonly theorem: Theorem;
  readonly accepted: boolean;
  /** The first filter that dropped it, and why. */
  readonly droppedBy?: FilterName;
  readonly reason?: string;
  /** Every filter that was asked. */
  readonly outcomes: Readonly<Partial<Record<FilterName, FilterOutcome>>>;
  /** What each took, its waiting for the verifier included. */
  readonly elapsedMs: Readonly<Partial<Record<FilterName, number>>>;
}

export interface FilterOptions {
  readonly verifier?: Verifier;
  readonly refuter?: Refuter;
  readonly settings?: Partial<FilterSettings>;
  /** Which to ask; all unless told. */
  readonly filters?: readonly FilterName[];
  /**
   * Further statements that a conjecture may not repeat, such as the training corpus: theorems, or, to hash a corpus once for
   * many targets, id by `theoremHash`.
   */
  readonly known?: readonly Theorem[] | ReadonlyMap<string, string>;
}

/**
 * Runs conjectures for one target through the filters, in order; the first that drops one settles it. Conjectures are judged
 * side by side, so that a verifier with several processes is kept busy.
 */
export async function filterConjectures(
  target: Theorem,
  conjectures: readonly Theorem[],
  options: FilterOptions = {},
): Promise<FilteredConjecture[]> {
  const { filters = Object.keys(conjectureFilters) as FilterName[], verifier, refuter, known = [] } = options;
  const settings = { ...filterDefaults, ...options.settings };
  const seen = new Map<string, string>(
    known instanceof Map ? known : (known as readonly Theorem[]).map((theorem) => [theoremHash(theorem), theorem.id]),
  );
  const contexts = conjectures.map((conjecture): FilterContext => {
    const hash = theoremHash(conjecture);
    const twin = seen.get(hash);
    if (twin === undefined) seen.set(hash, conjecture.id);
    let refutation: Promise<Refutation | undefined> | undefined;
    return {
      target,
      conjecture,
      settings,
      ...(twin === undefined ? {} : { twin }),
      ...(verifier === undefined ? {} : { verifier }),
      refutation: () => (refutation ??= Promise.resolve(refuter?.refute(conjecture))),
    };
  });
  return Promise.all(contexts.map((context, index) => judge(context, index, filters)));
}

async function judge(
  context: FilterContext,
  index: number,
  filters: readonly FilterName[],
): Promise<FilteredConjecture> {
  const outcomes: Partial<Record<FilterName, FilterOutcome>> = {};
  const elapsedMs: Partial<Record<FilterName, number>> = {};
  const row = { index, theorem: context.conjecture, outcomes, elapsedMs };
  for (const name of filters) {
    const started = performance.now();
    const outcome = await conjectureFilters[name].check(context);
    elapsedMs[name] = performance.now() - started;
    outcomes[name] = outcome;
    if (outcome.status === "dropped") return { ...row, accepted: false, droppedBy: name, reason: outcome.reason };
  }
  return { ...row, accepted: true };
}

/** Says of each statement it is asked about whether it is new: neither the target nor one asked about before, up to renaming. */
export function newStatements(target: Theorem): (statement: string) => boolean {
  const seen = new Set([statementHash(target.statement)]);
  return (statement) => {
    const hash = statementHash(statement);
    if (seen.has(hash)) return false;
    seen.add(hash);
    return true;
  };
}
