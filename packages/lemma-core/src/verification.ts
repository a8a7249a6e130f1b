import {
  type Proof,
  type Theorem,
  type Verdict,
  type Verifier,
  type VerifyLimits,
  throwIfAborted,
} from "@lemma/interfaces";
import type { LemmaSettings } from "./settings.ts";

/** The limits of one check, from the settings. */
export function limitsOf(settings: LemmaSettings): VerifyLimits {
  return { steps: settings.verifySteps, wallMs: settings.verifyWallMs };
}

/** Verdicts that were reached already: the same proof is judged once per run, however often the model repeats it. */
export class VerdictCache {
  readonly #verdicts = new Map<string, Promise<Verdict>>();
  readonly #verifier: Verifier;
  readonly #limits: VerifyLimits;
  #verifications = 0;
  #elapsedMs = 0;

  constructor(verifier: Verifier, limits: VerifyLimits) {
    this.#verifier = verifier;
    this.#limits = limits;
  }

  get verifications(): number {
    return this.#verifications;
  }

  /** Time the verifier itself reported, in milliseconds. */
  get elapsedMs(): number {
    return this.#elapsedMs;
  }

  async verify(theorem: Theorem, proof: Proof, signal: AbortSignal | undefined): Promise<Verdict> {
    throwIfAborted("verify", signal);
    const key = JSON.stringify([theorem.id, theorem.header, theorem.statement, proof]);
    const known = this.#verdicts.get(key);
    if (known !== undefined) return known;
    const pending = this.#judge(theorem, proof, signal);
    this.#verdicts.set(key, pending);
    // A check that was aborted or broke says nothing: forget it, so that a later run asks again.
    pending.then(
      (verdict) => verdict.status === "infrastructure" && this.#verdicts.delete(key),
      () => this.#verdicts.delete(key),
    );
    return pending;
  }

  async #judge(theorem: Theorem, proof: Proof, signal: AbortSignal | undefined): Promise<Verdict> {
    const verdict = await this.#verifier.verify(
      { theorem, proof },
      { limits: this.#limits, ...(signal === undefined ? {} : { signal }) },
    );
    this.#verifications += 1;
    this.#elapsedMs += verdict.elapsedMs;
    return verdict;
  }
}
