import { TensorFileError } from "@lemma/interfaces";

/** A file that is not what it should be: truncated, corrupt, of a version or with a tensor type that is not read here. */
export class GgufError extends TensorFileError {
  readonly code = "bad-gguf";
}
