/** A queued item; `group` says with whom it shares its turn. */
export interface Queued {
  readonly group: string;
}

/**
 * First in, first out within a group, and the groups take turns: a theorem with 1,000 attempts does not keep one with 4 from
 * its answer.
 */
export class FairQueue<T extends Queued> {
  readonly #groups = new Map<string, T[]>();
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(item: T): void {
    const group = this.#groups.get(item.group);
    if (group === undefined) this.#groups.set(item.group, [item]);
    else group.push(item);
    this.#length += 1;
  }

  /**
   * The next item, or the first of the next few groups' turns that `prefers` likes: a small detour for a warm header, never
   * a long one, since a group that was passed over keeps its place.
   */
  shift(prefers?: (item: T) => boolean): T | undefined {
    let chosen: string | undefined;
    let looked = 0;
    for (const [name, items] of this.#groups) {
      chosen ??= name;
      if (prefers === undefined || prefers(items[0]!)) {
        chosen = name;
        break;
      }
      looked += 1;
      if (looked >= 4) break;
    }
    if (chosen === undefined) return undefined;
    const items = this.#groups.get(chosen)!;
    const item = items.shift()!;
    // To the back of the line: a Map keeps the order of insertion.
    this.#groups.delete(chosen);
    if (items.length > 0) this.#groups.set(chosen, items);
    this.#length -= 1;
    return item;
  }

  /** @returns whether it was still there. */
  remove(item: T): boolean {
    const items = this.#groups.get(item.group);
    const index = items?.indexOf(item) ?? -1;
    if (items === undefined || index === -1) return false;
    items.splice(index, 1);
    if (items.length === 0) this.#groups.delete(item.group);
    this.#length -= 1;
    return true;
  }

  drain(): T[] {
    const all = [...this.#groups.values()].flat();
    this.#groups.clear();
    this.#length = 0;
    return all;
  }
}
