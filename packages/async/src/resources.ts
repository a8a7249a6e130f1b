/**
 * Things to dispose together, last opened first: what `AsyncDisposableStack` is on newer Node versions.
 *
 * `await using` it while opening; `release` once everything is open and has an owner.
 */
export class Resources implements AsyncDisposable {
  #held: AsyncDisposable[] = [];

  /** Takes charge of `resource` and gives it back. */
  use<T extends AsyncDisposable>(resource: T): T {
    this.#held.push(resource);
    return resource;
  }

  /** Gives up charge of everything without disposing it. */
  release(): void {
    this.#held = [];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const held = this.#held.reverse();
    this.#held = [];
    // Every one is disposed whatever the others do; the failures are told together.
    const results = await Promise.allSettled(held.map(async (resource) => resource[Symbol.asyncDispose]()));
    const failures = results.filter((result) => result.status === "rejected").map(({ reason }): unknown => reason);
    if (failures.length > 0) throw new AggregateError(failures, "some resources did not close");
  }
}
