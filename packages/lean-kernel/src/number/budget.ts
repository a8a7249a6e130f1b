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

/**
 * Counted work, so that the same input ends the same way on every machine. One step is about one arithmetic operation on a
 * term of a polynomial (10–100 ns).
 */
export class Budget {
  readonly limit: number;
  #spent = 0;

  /** @param limit steps that may be spent; infinite when absent. */
  constructor(limit: number = Number.POSITIVE_INFINITY) {
    this.limit = limit;
  }

  get spent(): number {
    return this.#spent;
  }

  get left(): number {
    return this.limit - this.#spent;
  }

  /** @throws {StepLimitError} when fewer than `steps` are left. */
  spend(steps: number): void {
    this.#spent += steps;
    if (this.#spent > this.limit) throw new StepLimitError(this.limit);
  }
}
