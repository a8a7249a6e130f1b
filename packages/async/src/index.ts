export { onAbort, untilAbort } from "./abort.ts";
export { asDone, inOrder } from "./bounded.ts";
export { OnceEach } from "./once-each.ts";
export type { OnceEachOptions } from "./once-each.ts";
export { Recent } from "./recent.ts";
export { Resources } from "./resources.ts";
