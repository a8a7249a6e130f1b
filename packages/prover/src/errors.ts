import { LemmaError } from "@lemma/interfaces";

/** A checkpoint lacks a tensor that its configuration promises. */
export class MissingTensorError extends LemmaError {
  readonly code = "missing-tensor";

  constructor(directory: string, tensor: string, options?: ErrorOptions) {
    super(`${directory}: expected a tensor "${tensor}", found none in its files`, options);
  }
}

/** A checkpoint holds tensors that its configuration has no use for: one of the two is another model's. */
export class UnusedTensorError extends LemmaError {
  readonly code = "unused-tensor";

  constructor(directory: string, family: string, tensors: readonly string[]) {
    const others = tensors.length === 1 ? "" : ` and ${tensors.length - 1} more`;
    super(`${directory}: a ${family} model of its config.json has no use for tensor "${tensors[0]!}"${others}`);
  }
}

/** A tensor's shape does not follow from the checkpoint's configuration. */
export class TensorShapeError extends LemmaError {
  readonly code = "wrong-tensor-shape";

  constructor(file: string, tensor: string, expected: readonly number[], received: readonly number[]) {
    super(`${file}: tensor "${tensor}": expected [${expected.join(", ")}], received [${received.join(", ")}]`);
  }
}

/** A tensor is of a type that the model cannot compute with. */
export class TensorTypeError extends LemmaError {
  readonly code = "wrong-tensor-type";

  constructor(file: string, tensor: string, received: string) {
    super(`${file}: tensor "${tensor}": expected float32, float16 or bfloat16, received ${received}`);
  }
}

/** Weights that are NaN or infinite: every completion would be noise. */
export class NotFiniteError extends LemmaError {
  readonly code = "not-finite";

  constructor(place: string, what: string) {
    super(`${place}: expected finite numbers, received ${what}`);
  }
}

/** The tokenizer can produce ids that the model has no embedding for. */
export class VocabularyMismatchError extends LemmaError {
  readonly code = "vocabulary-mismatch";

  constructor(directory: string, modelSize: number, tokenizerSize: number) {
    super(
      `${directory}: the model has ${modelSize} embeddings, but its tokenizer's ids reach ${tokenizerSize - 1}: ` +
        `they do not belong together`,
    );
  }
}

/** A prompt (with room for at least one new token) does not fit the model's context. */
export class PromptTooLongError extends LemmaError {
  readonly code = "prompt-too-long";

  constructor(index: number, tokens: number, { contextLength }: { readonly contextLength: number }) {
    super(
      `prompt ${index}: expected at most ${contextLength - 1} tokens (the context holds ${contextLength}), received ${tokens}`,
    );
  }
}
