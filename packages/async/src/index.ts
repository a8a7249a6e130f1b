export { onAbort, untilAbort } from "./abort.ts";
export { asDone, inOrder } from "./bounded.ts";
export { Resources } from "./resources.ts";
