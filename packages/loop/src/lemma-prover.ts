import { Resources } from "@lemma/async";
import { DisposedError, type LemmaEvent, type Theorem } from "@lemma/interfaces";
import type { Tracer } from "@opentelemetry/api";
import { prove } from "./prove.ts";
import { type LemmaParts, type ProveOptions, isSame } from "./run.ts";
import type { LemmaSettings } from "./settings.ts";

/**
 * LeMMA over given parts. Disposing it disposes the parts.
 */
export class LemmaProver implements AsyncDisposable {
  readonly parts: LemmaParts;
  readonly settings: LemmaSettings;
  #isDisposed = false;

  constructor(parts: LemmaParts, settings: LemmaSettings) {
    this.parts = parts;
    this.settings = settings;
  }

  /**
   * Studies for `theorem` and attempts it. The stream ends in one `finished` event.
   *
   * @throws {DisposedError} when the parts are disposed of.
   * @throws {AbortedError} when the signal fires.
   */
  prove(theorem: Theorem, options?: ProveOptions): AsyncGenerator<LemmaEvent, void, undefined> {
    if (this.#isDisposed) throw new DisposedError("prove: this prover is disposed");
    const events = prove(theorem, this.parts, this.settings, options);
    return options?.tracer === undefined ? events : spansOf(events, options.tracer);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isDisposed = true;
    await using held = new Resources();
    const { prover, trainer, verifier, refuter, weigher } = this.parts;
    if (!isSame(prover, trainer)) held.use({ [Symbol.asyncDispose]: async () => trainer[Symbol.asyncDispose]?.() });
    held.use(prover);
    held.use(verifier);
    if (refuter !== undefined) held.use({ [Symbol.asyncDispose]: async () => refuter[Symbol.asyncDispose]?.() });
    if (weigher !== undefined) held.use(weigher);
  }
}

/** OpenTelemetry is loaded where it was asked for. */
async function* spansOf(
  events: AsyncIterable<LemmaEvent>,
  tracer: Tracer,
): AsyncGenerator<LemmaEvent, void, undefined> {
  const { traced } = await import("./trace.ts");
  yield* traced(events, tracer);
}
