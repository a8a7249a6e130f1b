import type { Example } from "@lemma/interfaces";
import { type Neighbour, ProofPool, type ProofSource } from "../replay/pool.ts";
import { type PutIn, putIn } from "../replay/put-in.ts";
import { type Run, type Stage, judged } from "../run.ts";

/** What came of trying known proofs on a theorem. */
export interface Replay {
  /** Distinct proofs that were judged. */
  readonly checks: number;
  /** The first that proves the theorem, and whose it was. */
  readonly found?: {
    readonly proof: string;
    readonly of: string;
    readonly source: ProofSource;
    readonly putIn: PutIn;
  };
}

/**
 * Tries known proofs on the theorem, those of the nearest statements first, each as it stands and with the theorem's names and
 * numerals put in, until one proves it or `checks` distinct ones were judged. It takes no model.
 *
 * @param tried proofs that were judged already; those of this stage are added to it.
 */
export async function* replay(
  run: Run,
  pools: readonly ProofPool[],
  { checks, nearest }: { readonly checks: number; readonly nearest: number },
  tried: Set<string> = new Set<string>(),
): Stage<Replay> {
  const { theorem } = run;
  const neighbours = pools
    .flatMap((pool) => pool.nearest(theorem, nearest))
    .sort((a, b) => b.similarity - a.similarity)
    .slice(0, nearest);
  let spent = 0;
  for (const neighbour of neighbours)
    for (const candidate of candidatesOf(run, neighbour)) {
      if (tried.has(candidate.proof)) continue;
      if (spent >= checks) return { checks: spent };
      tried.add(candidate.proof);
      const verdict = await judged(run, theorem, candidate.proof);
      const { source, similarity } = neighbour;
      const from = { of: neighbour.theorem.id, source, putIn: candidate.putIn };
      yield {
        id: theorem.id,
        type: "replayed",
        check: spent,
        ...from,
        similarity,
        proof: candidate.proof,
        verdict,
      };
      spent += 1;
      if (verdict.status === "proved") return { checks: spent, found: { proof: candidate.proof, ...from } };
    }
  return { checks: spent };
}

const candidatesOf = ({ theorem }: Run, known: Neighbour): ReturnType<typeof putIn> => putIn(known, theorem);

/** Examples of one source as a pool. */
export const poolOf = (examples: Iterable<Example>, source: ProofSource): ProofPool =>
  new ProofPool([...examples].map(({ theorem, proof }) => ({ theorem, proof, source })));
