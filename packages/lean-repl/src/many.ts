import { asDone } from "@lemma/async";
import {
  AbortedError,
  type Theorem,
  type Verdict,
  type Verifier,
  type VerifyOptions,
  type VerifyRequest,
} from "@lemma/interfaces";

export interface IndexedVerdict {
  readonly index: number;
  readonly verdict: Verdict;
}

export interface FirstSuccess {
  /** Which proof was proved first. */
  readonly proved: number | undefined;
  readonly verdicts: ReadonlyMap<number, Verdict>;
}

/** A stream in, a stream out: at most `concurrency` (64) under way, whoever is done first comes first. */
export async function* verifyAll(
  verifier: Verifier,
  requests: Iterable<VerifyRequest> | AsyncIterable<VerifyRequest>,
  { concurrency = 64, ...options }: VerifyOptions & { readonly concurrency?: number } = {},
): AsyncGenerator<IndexedVerdict> {
  let next = 0;
  yield* asDone(requests, concurrency, async (request) => {
    const index = next;
    next += 1;
    return { index, verdict: await verifier.verify(request, options) };
  });
}

/** Tries proofs of one theorem, all at once as far as the verifier has room, and calls off what is left when one is proved. */
export async function firstSuccess(
  verifier: Verifier,
  theorem: Theorem,
  proofs: readonly VerifyRequest["proof"][],
  options: VerifyOptions = {},
): Promise<FirstSuccess> {
  const stop = new AbortController();
  const signal = options.signal === undefined ? stop.signal : AbortSignal.any([stop.signal, options.signal]);
  const verdicts = new Map<number, Verdict>();
  let proved: number | undefined;
  await Promise.all(
    proofs.map(async (proof, index) => {
      try {
        const verdict = await verifier.verify({ theorem, proof }, { ...options, signal });
        verdicts.set(index, verdict);
        if (verdict.status !== "proved") return;
        proved ??= index;
        stop.abort("another attempt was proved");
      } catch (error) {
        if (!(error instanceof AbortedError) || options.signal?.aborted === true) throw error;
      }
    }),
  );
  return { proved, verdicts };
}
