import { InfrastructureError, InputError } from "@lemma/interfaces";
import { Redis } from "ioredis";

/** Where a queue is. */
export interface QueuePlace {
  /** `redis://host:port`, or `rediss://`; with user, password and database where there are any. */
  readonly url: string;
  /** The queue's name there. Default `lemma`. */
  readonly name?: string | undefined;
  /** Hears of a connection that is lost, each time it is tried again. */
  readonly onTrouble?: ((problem: string) => void) | undefined;
}

/** What every connection of BullMQ is made with: once the queue has been reached, an outage is waited out. */
export const connectionTo = (url: string): { readonly url: string; readonly maxRetriesPerRequest: null } => ({
  url,
  maxRetriesPerRequest: null,
});

/** @throws {InputError} for what is no such URL. @throws {InfrastructureError} when nothing answers there, or not as Redis does. */
export async function checkReachable(url: string): Promise<void> {
  if (!URL.canParse(url) || !/^rediss?:$/.test(new URL(url).protocol))
    throw new InputError(`queue: expected a URL such as redis://localhost:6379, received "${url}"`);
  const redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null });
  // Told by `connect`; without a listener it would be told a second time, by itself.
  let last: Error | undefined;
  redis.on("error", (error) => (last = error));
  try {
    await redis.connect();
    await redis.ping();
  } catch (cause) {
    throw new InfrastructureError(`queue: no Redis at ${withoutPassword(url)}: ${(last ?? (cause as Error)).message}`, {
      cause,
    });
  } finally {
    redis.disconnect();
  }
}

function withoutPassword(url: string): string {
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}
