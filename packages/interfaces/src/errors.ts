const marker = Symbol.for("@lemma/interfaces/error");

/**
 * The base of every error that LeMMA throws. What a careful caller meets on an ordinary day (a refuted proof, a timeout)
 * is a value; what is thrown is a broken contract, and `code` names which.
 */
export abstract class LemmaError extends Error {
  readonly [marker] = true;
  /** Stable, kebab-case, safe to compare against: messages may be reworded, codes may not. */
  abstract readonly code: string;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }

  /**
   * Whether something that was thrown is one of ours, and with this code where one is given. Two copies of a package have two
   * classes of one name, so `instanceof` does not say.
   */
  static is<C extends string>(error: unknown, code?: C): error is LemmaError & { readonly code: C } {
    return (
      error instanceof Error &&
      (error as { readonly [marker]?: unknown })[marker] === true &&
      (code === undefined || (error as LemmaError).code === code)
    );
  }
}

/** Where in a user's input something is wrong. `line` counts from 1. */
export interface InputLocation {
  readonly file?: string;
  readonly line?: number;
  readonly field?: string;
}

/** Input that a user gave is unusable: a missing file, broken JSON, a field of the wrong type, an unknown flag. */
export class InputError extends LemmaError {
  readonly code = "bad-input";
  readonly location: InputLocation;

  constructor(problem: string, location: InputLocation = {}, options?: ErrorOptions) {
    super(`${describeLocation(location)}${problem}`, options);
    this.location = location;
  }
}

/** A file of tensors that is not what it should be. Its subclasses name the format. */
export abstract class TensorFileError extends LemmaError {
  readonly file: string;
  readonly tensor: string | undefined;
  readonly expected: string;
  readonly received: string;

  constructor(
    place: { readonly file: string; readonly tensor?: string },
    expected: string,
    received: string,
    options?: ErrorOptions,
  ) {
    const tensor = place.tensor === undefined ? "" : ` tensor "${place.tensor}":`;
    super(`${place.file}:${tensor} expected ${expected}, received ${received}`, options);
    this.file = place.file;
    this.tensor = place.tensor;
    this.expected = expected;
    this.received = received;
  }
}

/** Something around the work failed (a server, a process, a disk); it says nothing about any theorem or proof. */
export class InfrastructureError extends LemmaError {
  readonly code = "infrastructure";
}

/** Used after `dispose()`, or the end of `await using`. */
export class DisposedError extends LemmaError {
  readonly code = "disposed";
}

/** The caller's `AbortSignal` fired. `cause` is the signal's reason. */
export class AbortedError extends LemmaError {
  readonly code = "aborted";

  constructor(operation: string, signal?: AbortSignal) {
    super(`${operation}: aborted by its signal`, { cause: signal?.reason });
  }
}

/** @throws {AbortedError} when `signal` has fired. */
export function throwIfAborted(operation: string, signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new AbortedError(operation, signal);
}

function describeLocation({ file, line, field }: InputLocation): string {
  const place = [file, line].filter((part) => part !== undefined).join(":");
  const parts = [place, field === undefined ? "" : `field "${field}"`].filter((part) => part !== "");
  return parts.length === 0 ? "" : `${parts.join(": ")}: `;
}
