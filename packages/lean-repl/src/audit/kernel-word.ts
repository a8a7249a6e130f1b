/**
 * What `Lean.Environment.replay` says when it will not take a constant: the kernel's exceptions as
 * `Kernel.Exception.toMessageData` words them (that of an application is the one without the sign), and the replay's own
 * comparison of constructors and recursors with those that the kernel makes.
 *
 * @see https://github.com/leanprover/lean4 src/Lean/Message.lean and src/Lean/Replay.lean
 */
const refusals = /^(?:\(kernel\) |application type mismatch\b|(?:Invalid|No such) (?:constructor|recursor)\b)/;

/** The kernel gave up: the same constant may pass with more time, memory or stack. */
const shortages = /^\(kernel\) (?:deterministic timeout|excessive memory|deep recursion|interrupted)/;

/** @returns whether an error's text says that the kernel refused a constant; nothing else does. */
export const isRefusal = (text: string): boolean => refusals.test(text) && !shortages.test(text);

/**
 * What a Lean program said when it ended itself with status 1, as `uncaught exception: …` on stderr. `INTERNAL PANIC: out of
 * memory`, a file that is missing, a thread that did not start and a sandbox that was not made end with 1 as well.
 *
 * @param stderr its last bytes.
 */
export const uncaughtException = (stderr: string): string | undefined =>
  /(?:^|\n)uncaught exception: ([\s\S]*)$/.exec(stderr)?.[1]?.trim();
