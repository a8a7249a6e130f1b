type Source<T> = Iterable<T> | AsyncIterable<T>;

/**
 * `f` of each item, in the items' order, with at most `width` under way: the next item is taken when there is room for it. What fails
 * is thrown in its turn, when the others under way have ended.
 */
export async function* inOrder<T, R>(source: Source<T>, width: number, f: (item: T) => Promise<R>): AsyncGenerator<R> {
  const underWay: Promise<R>[] = [];
  try {
    for await (const item of source) {
      underWay.push(heard(f(item)));
      if (underWay.length >= width) yield await underWay.shift()!;
    }
    while (underWay.length > 0) yield await underWay.shift()!;
  } finally {
    await Promise.allSettled(underWay);
  }
}

/** The same, but what is done first comes first. */
export async function* asDone<T, R>(source: Source<T>, width: number, f: (item: T) => Promise<R>): AsyncGenerator<R> {
  const underWay = new Set<Promise<() => R>>();
  const firstDone = async (): Promise<R> => (await Promise.race(underWay))();
  const begin = (item: T): void => {
    const done: Promise<() => R> = heard(
      f(item).then((result) => () => {
        underWay.delete(done);
        return result;
      }),
    );
    underWay.add(done);
  };
  try {
    for await (const item of source) {
      begin(item);
      if (underWay.size >= width) yield await firstDone();
    }
    while (underWay.size > 0) yield await firstDone();
  } finally {
    await Promise.allSettled(underWay);
  }
}

/** It may fail before its turn comes to be awaited; it is heard then, and must not count as unhandled before. */
function heard<R>(work: Promise<R>): Promise<R> {
  work.catch(() => undefined);
  return work;
}
