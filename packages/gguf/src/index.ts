export { GgufError } from "./errors.ts";
export { readGguf } from "./file.ts";
export type { GgufFile, GgufTensor, GgufValue } from "./file.ts";
export type { GgufType } from "./types.ts";
