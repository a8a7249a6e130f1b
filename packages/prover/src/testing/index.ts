export { characterTokenizer } from "./character-tokenizer.ts";
export { writeRandomModel } from "./random-model.ts";
export { sevenBillion, writeSparseCheckpoint } from "./sparse-checkpoint.ts";
