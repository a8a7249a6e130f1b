import { LemmaError } from "@lemma/interfaces";

/** A request that is refused, as OpenAI's interface tells it. */
export class RequestError extends LemmaError {
  readonly code = "bad-request";
  readonly status: 400 | 401 | 403 | 404 | 413 | 503;
  /** The parameter that is wrong, where it is one. */
  readonly param: string | null;

  constructor(status: RequestError["status"], message: string, param: string | null = null) {
    super(message);
    this.status = status;
    this.param = param;
  }
}
