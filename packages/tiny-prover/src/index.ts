export { tinyProverDirectory, tinyWeigherDirectory } from "./paths.ts";
export { families, generateGroup } from "./corpus/generate.ts";
export type { GeneratedGroup, GeneratedTheorem } from "./corpus/generate.ts";
