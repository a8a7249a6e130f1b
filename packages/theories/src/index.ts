export { checkedTheory, faultsOf } from "./check.ts";
export type { Fault } from "./check.ts";
export { forms } from "./forms.ts";
export type { Form } from "./form.ts";
export type { Split } from "./functions.ts";
export { leanFile } from "./lean-file.ts";
export { drawTheory } from "./theory.ts";
export type { Role, Theory, TheoryOptions, TheoryTheorem } from "./theory.ts";
