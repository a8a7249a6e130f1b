export { llamaConfigJson, parseLlamaConfig } from "./config.ts";
export type { LlamaConfig, RopeConfig } from "./config.ts";
export {
  AdapterMismatchError,
  MissingTensorError,
  NotFiniteError,
  PromptTooLongError,
  TensorShapeError,
  TensorTypeError,
  VocabularyMismatchError,
} from "./errors.ts";
export { firstStatement, lastLeanBlock, leanBlocks, statementBody } from "./formats/lean-text.ts";
export { promptFormat, promptFormatNames } from "./formats/prompt-format.ts";
export type { PromptFormatName } from "./formats/prompt-format.ts";
export { tinyMarks } from "./formats/templates.ts";
export { ropeFrequencies, ropeTables } from "./rope.ts";
export type { RopeTables } from "./rope.ts";
export { createTokenizer, loadTokenizer } from "./tokenizer.ts";
export type { Tokenizer } from "./tokenizer.ts";
