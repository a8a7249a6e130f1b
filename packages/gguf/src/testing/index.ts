export { writeGguf } from "./write-gguf.ts";
export type { Metadata, TensorToWrite } from "./write-gguf.ts";
