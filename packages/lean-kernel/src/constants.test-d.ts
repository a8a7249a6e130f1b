import { app, forEach, isApp, nat, num, oneOf, type Op, opsNamed, type Rules } from "./index.ts";

const one = num(1n, nat);

app("add", [one, one]);
// @ts-expect-error a constant that is not there
app("ad", [one, one]);
// @ts-expect-error its name in Lean is not its name here
isApp(one, "gcd");
// @ts-expect-error "≤" is written le
oneOf(app("add", [one, one]).op, "add", "leq");

opsNamed("add sub", "Nat.gcd");
// @ts-expect-error a misspelt one in the middle
opsNamed("add sbu mul");

export const arities: Rules<number> = { add: 2, neg: 1 };
// @ts-expect-error a rule for no constant
export const wrong: Rules<number> = { add: 2, negate: 1 };
// @ts-expect-error a text from outside is none until `isOp` has said so
export const op: Op = "add" as string;
// @ts-expect-error a table over all constants that leaves some out
export const table: Readonly<Record<Op, number>> = { ...forEach("add sub", 2) };
// @ts-expect-error and one that has a constant which is not there
forEach("add sbu", 2);
