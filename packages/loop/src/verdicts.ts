import { OnceEach } from "@lemma/async";
import {
  type Proof,
  type Reading,
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

/** Verdicts by proof, for runs that judge the same proofs. */
export type SharedVerdicts = Map<string, Verdict>;

/** Verdicts that were reached already: the same proof is judged once per run, however often the model repeats it. */
export class VerdictCache {
  // A check that was aborted or broke says nothing: forgotten, so that a later run asks again.
  readonly #verdicts = new OnceEach<string, Verdict>({ keep: ({ status }) => status !== "infrastructure" });
  readonly #readings = new Map<string, Reading>();
  readonly #shared: SharedVerdicts;
  readonly #verifier: Verifier;
  readonly #limits: VerifyLimits;
  #verifications = 0;
  #elapsedMs = 0;
  #sparedMs = 0;

  /** @param shared what other runs found. A run is charged for what it takes from there as if it had asked the verifier. */
  constructor(verifier: Verifier, limits: VerifyLimits, shared: SharedVerdicts = new Map<string, Verdict>()) {
    this.#verifier = verifier;
    this.#limits = limits;
    this.#shared = shared;
  }

  get verifications(): number {
    return this.#verifications;
  }

  /** Time the verifier itself reported, in milliseconds. */
  get elapsedMs(): number {
    return this.#elapsedMs;
  }

  /** The part of `elapsedMs` that another run waited for. */
  get sparedMs(): number {
    return this.#sparedMs;
  }

  /** What the verifier makes of a statement, asked once. */
  async read(theorem: Theorem, signal: AbortSignal | undefined): Promise<Reading> {
    throwIfAborted("read", signal);
    const key = JSON.stringify([theorem.id, theorem.header, theorem.statement]);
    let reading = this.#readings.get(key);
    if (reading === undefined) {
      const started = performance.now();
      reading = await this.#verifier.read(theorem, {
        limits: this.#limits,
        ...(signal === undefined ? {} : { signal }),
      });
      this.#elapsedMs += performance.now() - started;
      if (reading.status !== "infrastructure") this.#readings.set(key, reading);
    }
    return reading;
  }

  async verify(theorem: Theorem, proof: Proof, signal: AbortSignal | undefined): Promise<Verdict> {
    throwIfAborted("verify", signal);
    const key = JSON.stringify([theorem.id, theorem.header, theorem.statement, proof]);
    return this.#verdicts.of(key, () => this.#judge(key, theorem, proof, signal));
  }

  async #judge(key: string, theorem: Theorem, proof: Proof, signal: AbortSignal | undefined): Promise<Verdict> {
    const found = this.#shared.get(key);
    const verdict =
      found ??
      (await this.#verifier.verify(
        { theorem, proof },
        { limits: this.#limits, ...(signal === undefined ? {} : { signal }) },
      ));
    this.#verifications += 1;
    this.#elapsedMs += verdict.elapsedMs;
    if (found !== undefined) this.#sparedMs += verdict.elapsedMs;
    else if (verdict.status !== "infrastructure") this.#shared.set(key, verdict);
    return verdict;
  }
}
