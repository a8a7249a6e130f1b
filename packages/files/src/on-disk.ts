import { InfrastructureError } from "@lemma/interfaces";

/** What goes wrong while writing is told as what it is: a machine that failed, such as a full disk, not a wrong input. */
export async function onDisk<R>(file: string, work: () => Promise<R>): Promise<R> {
  try {
    return await work();
  } catch (cause) {
    throw new InfrastructureError(`${file}: ${(cause as Error).message}`, { cause });
  }
}
