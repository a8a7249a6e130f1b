import { type Adapter, type Completion, type Theorem, type Verifier, throwIfAborted } from "@lemma/interfaces";
import { type FilteredConjecture, filterConjectures, newStatements } from "../conjectures/filters.ts";
import { type Run, type Stage, generation } from "../run.ts";

/** Why a conjecture is not worth proving. */
export interface Drop {
  /** A filter's name, `no statement`, or `cannot be judged`. */
  readonly droppedBy: string;
  readonly reason: string;
}

/** What the conjecturer wrote, and the lemmas worth proving among it. */
export interface Conjectures {
  readonly completions: readonly Completion[];
  /** Of each completion, the statement and what speaks against it, where there is one. */
  readonly written: readonly { readonly statement?: string; readonly drop?: Drop }[];
  /** Of each completion, the lemma, where it is worth proving. */
  readonly lemmas: readonly (Theorem | undefined)[];
}

/**
 * Proposes lemmas and drops those not worth proving.
 *
 * @param redraws as the settings have it, unless what is drawn must be the model's own sample.
 */
export async function* conjecture(
  run: Run,
  adapters: readonly Adapter[],
  redraws = run.settings.conjectureRedraws,
): Stage<Conjectures> {
  const { theorem, shown, parts, settings, signal } = run;
  if (parts.prover.room(parts.prover.format.conjecture(shown)) < 1) return { completions: [], written: [], lemmas: [] };
  const proposals = await parts.prover.conjecture(shown, settings.conjectures, {
    ...generation(run, settings.conjectureSampling, "conjecture", adapters),
    redraws,
    accepts: newStatements(shown),
  });
  const { id, header } = theorem;
  const written = proposals.map(({ statement }, index) =>
    statement === undefined
      ? undefined
      : { id: `${id}/lemma-${index}`, statement, ...(header === undefined ? {} : { header }) },
  );
  const judged = await filterConjectures(shown, written.filter(isPresent), {
    verifier: asVerifier(run),
    ...(parts.refuter === undefined ? {} : { refuter: parts.refuter }),
    filters: settings.conjectureFilters,
  });
  const rows = new Map(judged.map((row) => [row.theorem.id, row]));
  const drops = written.map((lemma) => (lemma === undefined ? noStatement : reasonToDrop(rows.get(lemma.id)!)));
  for (const [index, lemma] of written.entries()) {
    throwIfAborted("conjecture", signal);
    yield {
      id,
      type: "conjectured",
      index,
      ...(lemma === undefined ? {} : { statement: lemma.statement }),
      accepted: drops[index] === undefined,
      ...drops[index],
    };
  }
  return {
    completions: proposals.map(({ completion }) => completion),
    written: written.map((lemma, index) => ({
      ...(lemma === undefined ? {} : { statement: lemma.statement }),
      ...(drops[index] === undefined ? {} : { drop: drops[index] }),
    })),
    lemmas: written.map((lemma, index) => (drops[index] === undefined ? lemma : undefined)),
  };
}

const noStatement: Drop = { droppedBy: "no statement", reason: "no statement in the completion" };

/** One that the verifier cannot judge is not worth proving either: no proof of it could be verified. */
function reasonToDrop({ droppedBy, reason = "", outcomes }: FilteredConjecture): Drop | undefined {
  if (droppedBy !== undefined) return { droppedBy, reason };
  const { elaborates } = outcomes;
  return elaborates?.status === "unknown"
    ? { droppedBy: "cannot be judged", reason: `cannot be judged: ${elaborates.reason}` }
    : undefined;
}

/** The run's verdicts as a verifier: with its limits, its signal, and no proof judged twice. */
function asVerifier({ verdicts, parts, signal }: Run): Verifier {
  return {
    name: parts.verifier.name,
    capabilities: parts.verifier.capabilities,
    read: async (theorem) => verdicts.read(theorem, signal),
    verify: async ({ theorem, proof }) => verdicts.verify(theorem, proof, signal),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

const isPresent = <T>(value: T | undefined): value is T => value !== undefined;
