import { Recent } from "@lemma/async";
import type { ElaborationJob } from "../elaborator.ts";
import type { Elaboration } from "../verdict.ts";

const maxEntries = 10_000;

/** Texts that have killed as many processes as one may, and what became of the last: they are not given another. */
export class Quarantine {
  readonly #condemned = new Recent<string, Elaboration>(maxEntries);

  get(job: ElaborationJob): Elaboration | undefined {
    return this.#condemned.get(keyOf(job));
  }

  condemn(job: ElaborationJob, elaboration: Elaboration): void {
    this.#condemned.set(keyOf(job), elaboration);
  }
}

const keyOf = ({ header, body }: ElaborationJob): string => `${header}\u0000${body}`;
