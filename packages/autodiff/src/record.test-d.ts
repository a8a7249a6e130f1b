// What the compiler refuses of a record: one that leaves out what the operation is, or says it half.
import type { NoAttributes } from "./primitives/common.ts";
import type { Block, Loop, Primitive, Role } from "./record.ts";

declare const plain: Omit<Primitive<NoAttributes>, "role">;
declare const loop: Loop<NoAttributes>;
declare const block: Block<NoAttributes>;

export const whole: readonly Primitive<NoAttributes>[] = [
  { ...plain, role: "operation" },
  { ...plain, role: "view" },
  { ...plain, role: loop },
  { ...plain, role: block },
];

// @ts-expect-error no role
export const without: Primitive<NoAttributes> = plain;

// @ts-expect-error a role that no reader of graphs knows
export const unknown: Role<NoAttributes> = "window";

// @ts-expect-error a loop that does not say what of it can go
export const halved: Role<NoAttributes> = { ...loop, prune: undefined };

// @ts-expect-error a block that does not say where its graph is
export const empty: Role<NoAttributes> = { kind: "block" };
