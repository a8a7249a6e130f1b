export { characterTokenizer } from "./character-tokenizer.ts";
export { writeGgufAdapter, writeGgufModel, writeRandomGgufModel } from "./gguf-model.ts";
export { writeRandomQuantizedModel } from "./quantized-checkpoint.ts";
export { writeRandomModel } from "./random-model.ts";
export { sevenBillion, writeSparseCheckpoint } from "./sparse-checkpoint.ts";
