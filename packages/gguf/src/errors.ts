import { LemmaError } from "@lemma/interfaces";

/** A file that is not what it should be: truncated, corrupt, of a version or with a tensor type that is not read here. */
export class GgufError extends LemmaError {
  readonly code = "bad-gguf";
  readonly file: string;
  readonly tensor: string | undefined;

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
  }
}
