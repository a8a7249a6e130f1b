/** A computation spent its steps. Says nothing about what it was asked. */
export class StepLimitError extends Error {
  readonly code = "step-limit";
  readonly limit: number;

  constructor(limit: number) {
    super(`the limit of ${limit} steps is spent`);
    this.limit = limit;
    this.name = "StepLimitError";
  }
}

/** Steps after which the clock is looked at again: about a tenth of a millisecond. */
const betweenLooks = 1000;

/**
 * Counted work, so that the same input ends the same way on every machine. One step is about one arithmetic operation on a
 * term of a polynomial (10–100 ns).
 */
export class Budget {
  readonly limit: number;
  readonly #isLate: (() => boolean) | undefined;
  #spent = 0;
  #nextLook = betweenLooks;

  /**
   * @param limit steps that may be spent; infinite when absent.
   * @param isLate whether time is up, asked now and then while steps are spent: a backstop.
   */
  constructor(limit: number = Number.POSITIVE_INFINITY, isLate?: () => boolean) {
    this.limit = limit;
    this.#isLate = isLate;
  }

  get spent(): number {
    return this.#spent;
  }

  get left(): number {
    return this.limit - this.#spent;
  }

  /** Steps of their own for a part of the work, within the same time. */
  part(limit: number): Budget {
    return new Budget(limit, this.#isLate);
  }

  /** @throws {StepLimitError} when fewer than `steps` are left, or time is up. */
  spend(steps: number): void {
    this.#spent += steps;
    if (this.#spent > this.limit) throw new StepLimitError(this.limit);
    if (this.#isLate === undefined || this.#spent < this.#nextLook) return;
    this.#nextLook = this.#spent + betweenLooks;
    if (this.#isLate()) throw new StepLimitError(this.limit);
  }
}
