export { allPrimitives } from "../tensor.ts";
export { checkPrimitive, primitiveTolerances } from "./check-primitive.ts";
export type { PrimitiveReport } from "./check-primitive.ts";
export { disagreements } from "./fuzz.ts";
export type { FuzzCase } from "./fuzz.ts";
export { causalMask, layerSpecs, llamaLayer, llamaLoss, llamaSpecs, rotation, stackLoss } from "./llama.ts";
export type { Adapt, LlamaLayer, LlamaParameters, LlamaShape, Rotation } from "./llama.ts";
export { lossOf, runProgram } from "./random-program.ts";
export type { Instruction } from "./random-program.ts";
