import type { Verdict } from "@lemma/interfaces";

export interface FaultEffect {
  /** What a text comes to with which it happens every time. `any` keeps the status that the proof has of its own. */
  readonly status: Verdict["status"] | "any";
  /** It can happen once and not again: the machinery's fault then, not the proof's, and to be made good. */
  readonly canPass?: true;
  /** It befalls the audit, so that only accepted proofs that are audited meet it. */
  readonly atAudit?: true;
}

const crash: FaultEffect = { status: "crash", canPass: true };
const timeout: FaultEffect = { status: "timeout" };
const memory: FaultEffect = { status: "memory" };
const harmless: FaultEffect = { status: "any" };
const trouble: FaultEffect = { status: "infrastructure", canPass: true };
/** Not worth asking again. */
const refused: FaultEffect = { status: "infrastructure" };

/** What can be got wrong over a text, by the way to Lean. */
export const faultTable = {
  repl: {
    hang: timeout,
    "ignore-sigterm": timeout,
    // The reply never comes as long as nothing else is asked.
    "out-of-order": timeout,
    // Nor does a reply end that has no blank line after it.
    "no-blank-line": timeout,
    "die-mid-reply": crash,
    garbage: crash,
    misshapen: crash,
    "odd-severity": crash,
    "odd-refusal": crash,
    forge: crash,
    "flood-stdout": { status: "crash" },
    "eat-memory": memory,
    refuse: trouble,
    "flood-stderr": harmless,
    dribble: harmless,
    "split-utf8": harmless,
    "fork-survivor": harmless,
    "no-ends": harmless,
    "audit-dies": { ...trouble, atAudit: true },
  },
  lsp: {
    hang: timeout,
    die: crash,
    "die-mid-reply": crash,
    garbage: crash,
    misshapen: crash,
    "no-severity": crash,
    "worker-dies": crash,
    "refuse-to-wait": crash,
    "flood-stdout": { status: "crash" },
    "eat-memory": memory,
    "flood-stderr": harmless,
    dribble: harmless,
    "old-version": harmless,
    "unknown-id": harmless,
  },
  http: {
    hang: timeout,
    die: crash,
    abort: crash,
    "long-line": crash,
    flood: { status: "crash" },
    "http-500": trouble,
    "http-429": trouble,
    drop: trouble,
    "drop-mid-body": trouble,
    garbage: trouble,
    "truncated-json": trouble,
    "null-body": trouble,
    "no-results": trouble,
    "wrong-id": trouble,
    "two-results": trouble,
    misshapen: trouble,
    "odd-refusal": trouble,
    "http-400": refused,
    redirect: refused,
    "slow-headers": harmless,
    dribble: harmless,
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, FaultEffect>>>>;

export type FaultyBackend = keyof typeof faultTable;
