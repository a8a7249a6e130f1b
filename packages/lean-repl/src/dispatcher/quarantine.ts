import type { ElaborationJob } from "../elaborator.ts";
import type { Elaboration } from "../verdict.ts";

const maxEntries = 10_000;

/** Texts that have killed as many processes as one may, and what became of the last: they are not given another. */
export class Quarantine {
  readonly #condemned = new Map<string, Elaboration>();

  get(job: ElaborationJob): Elaboration | undefined {
    return this.#condemned.get(keyOf(job));
  }

  condemn(job: ElaborationJob, elaboration: Elaboration): void {
    this.#condemned.set(keyOf(job), elaboration);
    if (this.#condemned.size > maxEntries) this.#condemned.delete(this.#condemned.keys().next().value!);
  }
}

const keyOf = ({ header, body }: ElaborationJob): string => `${header}\u0000${body}`;
