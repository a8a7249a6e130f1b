import { LemmaError } from "@lemma/interfaces";

/** A LoRA setting that has no meaning: a rank that is no positive integer, an α that is not finite, no target. */
export class LoraConfigError extends LemmaError {
  readonly code = "bad-lora-config";

  constructor(field: string, expected: string, received: unknown) {
    super(`LoRA config: field "${field}": expected ${expected}, received ${JSON.stringify(received)}`);
  }
}

/** An adapter that does not belong to this model: a module it lacks, or other dimensions. */
export class AdapterMismatchError extends LemmaError {
  readonly code = "adapter-mismatch";

  constructor(adapter: string, module: string, expected: string, received: string) {
    super(`adapter ${adapter}: module "${module}": expected ${expected}, received ${received}`);
  }
}

/** A PEFT folder that cannot be used here: not LoRA, a variant that is not supported, or tensors that do not pair up. */
export class AdapterFormatError extends LemmaError {
  readonly code = "adapter-format";

  constructor(file: string, expected: string, received: string, options?: ErrorOptions) {
    super(`${file}: expected ${expected}, received ${received}`, options);
  }
}
