import { stockLemmas, usedLemmas } from "./lemmas.ts";
import type { Candidate } from "./screen.ts";
import type { ColdStartSettings } from "./settings.ts";
import type { Relation } from "./tasks.ts";

/** A conjecture task in small: records are numbers in the order they came. */
export interface Pair {
  readonly seed: number;
  /** Equal to `seed` where the record itself names what it was conjectured from. */
  readonly target: number;
  readonly lemma: string;
  readonly relation: Relation;
}

/** A record that may be one of a pair. */
interface Member {
  readonly record: number;
  readonly hash: string;
  readonly opens: string | undefined;
}

/** What the index remembers per lemma: the latest proofs that use it. Bounds memory, and pairs neighbours with neighbours. */
const usersKept = 16;

/**
 * Finds conjecture tasks while records stream by. A seed is a proof; its target a theorem that the proof uses, or a later
 * theorem whose proof shares a lemma with it. A lemma is a name that is not a stock hint.
 */
export class PairFinder {
  readonly #settings: ColdStartSettings;
  readonly #byName = new Map<string, Member>();
  readonly #users = new Map<string, Member[]>();
  readonly #perSeed = new Map<number, number>();
  readonly #seen = new Set<string>();
  readonly pairs: Pair[] = [];
  /** Pairs passed over, by reason. */
  readonly dropped = { sameStatement: 0, otherHeader: 0, repeated: 0, seedUsedUp: 0 };

  constructor(settings: ColdStartSettings) {
    this.#settings = settings;
  }

  add(record: number, candidate: Candidate): void {
    const { hash, name, opens } = candidate;
    const own: Member = { record, hash, opens };
    if (candidate.seed !== undefined)
      this.#offer({ seed: record, target: record, lemma: "", relation: "conjectured from it" }, hash);
    const lemmas = usedLemmas(candidate.statement, candidate.proof).filter((lemma) => !stockLemmas.has(lemma));
    for (const lemma of lemmas) {
      const used = this.#byName.get(lemma);
      if (used !== undefined) this.#propose(own, used, lemma, "uses the target");
      const users = this.#users.get(lemma) ?? [];
      // STP: the earlier theorem is the easy one, the later the hard one.
      for (const user of users) this.#propose(user, own, lemma, "shares a lemma");
      users.push(own);
      this.#users.set(lemma, users.slice(-usersKept));
    }
    if (!this.#byName.has(name)) this.#byName.set(name, own);
  }

  #propose(seed: Member, target: Member, lemma: string, relation: Relation): void {
    if (seed.hash === target.hash) this.dropped.sameStatement += 1;
    // Both are shown under one header.
    else if (seed.opens !== target.opens) this.dropped.otherHeader += 1;
    else this.#offer({ seed: seed.record, target: target.record, lemma, relation }, `${seed.hash} ${target.hash}`);
  }

  #offer(pair: Pair, key: string): void {
    const used = this.#perSeed.get(pair.seed) ?? 0;
    if (this.#seen.has(key)) this.dropped.repeated += 1;
    else if (used >= this.#settings.pairsPerSeed) this.dropped.seedUsedUp += 1;
    else {
      this.#seen.add(key);
      this.#perSeed.set(pair.seed, used + 1);
      this.pairs.push(pair);
    }
  }
}

/**
 * The largest choice of pairs in which no lemma has more than its share, at most `most`. Pairs are taken in the order given.
 * Pairs without a lemma are not capped; with fewer than 1/share pairs a lemma may still be used once.
 */
export function capLemmas(pairs: readonly Pair[], lemmaShare: number, most: number): Pair[] {
  const counts = new Map<string, number>();
  for (const { lemma } of pairs) counts.set(lemma, (counts.get(lemma) ?? 0) + 1);
  const capAt = (size: number): number => Math.max(1, Math.floor(lemmaShare * size));
  const available = (size: number): number =>
    [...counts].reduce((sum, [lemma, count]) => sum + (lemma === "" ? count : Math.min(count, capAt(size))), 0);
  // `available(n) ≥ n` holds up to some n only: a bigger set allows more of a lemma, but more slowly than it grows.
  let size = Math.min(most, pairs.length);
  while (size > 0 && available(size) < size) size = Math.min(size - 1, available(size));
  const cap = capAt(size);
  const taken = new Map<string, number>();
  const chosen: Pair[] = [];
  for (const pair of pairs) {
    if (chosen.length === size) break;
    const count = taken.get(pair.lemma) ?? 0;
    if (pair.lemma !== "" && count >= cap) continue;
    taken.set(pair.lemma, count + 1);
    chosen.push(pair);
  }
  return chosen;
}
