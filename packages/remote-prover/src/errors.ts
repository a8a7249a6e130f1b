import { InfrastructureError } from "@lemma/interfaces";

/** What a server, or the way to it, got wrong. */
export type ServerFault =
  /** No connection, or one that broke before an answer began. */
  | "unreachable"
  /** An answer that did not come in time. */
  | "timeout"
  /** A status other than 200. */
  | "refused"
  /** An answer that is not what was asked for: no JSON, or JSON without what it must have. */
  | "malformed"
  /** A stream that ended before its end. */
  | "cut"
  /** The server has no way to take an adapter, or cannot load this one. */
  | "adapter"
  /** An adapter was asked for and the base model, or another one, answered. */
  | "wrong-model";

/** A sampling server failed; it says nothing about any theorem or proof. */
export class ServerError extends InfrastructureError {
  readonly fault: ServerFault;
  /** The HTTP status, where there was one. */
  readonly status: number | undefined;

  constructor(fault: ServerFault, message: string, options: ErrorOptions & { readonly status?: number } = {}) {
    super(message, options);
    this.fault = fault;
    this.status = options.status;
  }
}
