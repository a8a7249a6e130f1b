import type { LeanLite } from "../verifier.ts";

/** What the checker does for others, by name: the threads do the same, so that each answer is the one it gives in process. */
export type Operations = Pick<LeanLite, "verify" | "read" | "refute" | "search">;
export type Operation = keyof Operations;

/** What an operation is given; a signal stays with the caller. */
export type Given<K extends Operation> = readonly [
  subject: Parameters<Operations[K]>[0],
  options: Omit<NonNullable<Parameters<Operations[K]>[1]>, "signal">,
];
export type Found<K extends Operation> = Awaited<ReturnType<Operations[K]>>;

export type Request<K extends Operation = Operation> = {
  readonly [O in K]: { readonly operation: O; readonly given: Given<O> };
}[K];

/** `ready` once, when the thread has its code; then one answer per request. */
export type Response = "ready" | { readonly found: Found<Operation> } | { readonly reason: string };
