export { llamaLogits, llamaModules, randomLlama } from "./llama.ts";
export type { LlamaOptions, LlamaParameters, LlamaShape } from "./llama.ts";
export { fill } from "./fill.ts";
