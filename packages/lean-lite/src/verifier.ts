import {
  assemble,
  type Proof,
  type Reading,
  type Theorem,
  throwIfAborted,
  type Verdict,
  type Verifier,
  type VerifierCapabilities,
  type VerifyOptions,
  type VerifyRequest,
} from "@lemma/interfaces";
import { codeTokens, declarationOf, readFile, wholeStatement } from "@lemma/lean-text";
import { assumptionsOf, lemmaTitles } from "./book/support.ts";
import { checkDeclaration, type CheckLimits, type CheckOutcome } from "./check.ts";
import { Contexts } from "./context/contexts.ts";
import { elaborateTheorem } from "./elaborate-text.ts";
import { checkFile, type Refused } from "./file.ts";
import { forbiddenIn } from "./policy.ts";

export interface LeanLiteOptions {
  /** Used where a request names no limit of its own. */
  readonly limits?: CheckLimits;
}

/** The embedded verifier. Checks run in the caller's thread, one after the other. */
export class LeanLite implements Verifier {
  readonly name = "lite";
  readonly capabilities: VerifierCapabilities = {
    unsupportedLimits: ["heartbeats", "cpuMs", "memoryBytes", "outputBytes"],
  };
  readonly #limits: CheckLimits;
  readonly #contexts = new Contexts();

  constructor(options: LeanLiteOptions = {}) {
    this.#limits = options.limits ?? {};
  }

  /** @throws {AbortedError} when the signal has fired before the check begins. */
  async verify({ theorem, proof }: VerifyRequest, options: VerifyOptions = {}): Promise<Verdict> {
    throwIfAborted("verify", options.signal);
    const started = performance.now();
    const judged = judge(theorem, proof, this.#limitsOf(options), this.#contexts);
    return verdictOf(theorem.id, judged, performance.now() - started);
  }

  /** @throws {AbortedError} when the signal has fired before it begins. */
  async read(theorem: Theorem, options: VerifyOptions = {}): Promise<Reading> {
    throwIfAborted("read", options.signal);
    const read = elaborateTheorem(theorem, this.#contexts, this.#limitsOf(options));
    switch (read.status) {
      case "elaborated":
        return { status: "read", goal: read.goal, typed: read.typed };
      case "unsupported":
        return { status: "unsupported", construct: read.construct };
      case "error":
        return { status: "error", message: read.messages[0]?.text ?? "the statement does not elaborate" };
      case "timeout":
      case "memory":
        return { status: "infrastructure", reason: read.limit };
    }
  }

  #limitsOf({ limits }: VerifyOptions): CheckLimits {
    const { steps = this.#limits.steps, wallMs = this.#limits.wallMs } = limits ?? {};
    return { ...(steps === undefined ? {} : { steps }), ...(wallMs === undefined ? {} : { wallMs }) };
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}

type Judged = CheckOutcome | Refused;

function judge(theorem: Theorem, proof: Proof, limits: CheckLimits, contexts: Contexts): Judged {
  const { refusal } = contexts.ofHeader(theorem.header);
  if (refusal?.status === "forbidden") return { status: "forbidden", construct: refusal.construct };
  if (proof.kind === "tactics") return judgeTactics(theorem, proof.tactics, limits, contexts);
  const checked = checkFile(theorem, proof.code, limits, contexts);
  if ("status" in checked) return checked;
  const { outcome, given = [] } = checked;
  // A whole file is wrong where any theorem is that this one rests on.
  const failed = given.find(({ rests }) => rests?.endsWith("(error)") === true);
  if (failed === undefined) return outcome;
  const text = `the proof rests on ${failed.rests!}`;
  return { status: "error", steps: outcome.steps, messages: [{ severity: "error", text }] };
}

function judgeTactics(theorem: Theorem, tactics: string, limits: CheckLimits, contexts: Contexts): Judged {
  const forbidden = forbiddenIn(codeTokens(tactics));
  if (forbidden !== undefined) return { status: "forbidden", construct: forbidden };
  const statement = wholeStatement(theorem.statement);
  if ("problem" in statement) return { status: "unsupported", construct: statement.problem };
  if (codeTokens(tactics).length === 0)
    return {
      status: "error",
      steps: 0,
      messages: [{ severity: "error", text: "no proof", start: { line: 1, column: 0 } }],
    };
  const inside = readFile(theorem.statement);
  const second = inside.commands[1];
  if (second !== undefined)
    return { status: "unsupported", construct: `'${inside.tokens[second.from]?.text ?? ""}' in a statement` };
  const file = readFile(assemble(theorem, tactics));
  const [command, next] = file.commands;
  const declaration = command === undefined ? undefined : declarationOf(file, command);
  const place = next === undefined ? undefined : file.tokens[next.from];
  if (declaration === undefined || place !== undefined || file.isOpen) {
    const text = file.isOpen ? "a comment or string that does not end" : `unexpected '${place?.text ?? ""}' in a proof`;
    const start = place === undefined ? {} : { start: { line: place.line, column: place.column } };
    return { status: "error", steps: 0, messages: [{ severity: "error", text, ...start }] };
  }
  // The statement ends where it ended before the proof was put behind it.
  if (declaration.signatureEnd.kind !== "assign" || declaration.signatureEnd.at !== statement.end.at)
    return { status: "unsupported", construct: "a statement whose end depends on its proof" };
  const context = contexts.ofHeader(theorem.header);
  return settled(checkDeclaration({ fullName: "", file, declaration, context }, limits));
}

/** What rests on an earlier theorem that failed, or was not understood, is neither right nor wrong. */
function settled({ outcome, given = [] }: ReturnType<typeof checkDeclaration>): CheckOutcome {
  const lacking = given.find(({ rests }) => rests !== undefined && !rests.endsWith("(sorry)"));
  if (lacking === undefined) return outcome;
  const { steps, messages } = outcome;
  return { status: "unsupported", construct: `a proof that rests on ${lacking.rests!}`, steps, messages };
}

/** Checks a tactic block against a statement that ends in `:= by`, without waiting. */
export function checkProof(statement: string, tactics: string, limits: CheckLimits = {}): CheckOutcome {
  const judged = judgeTactics({ id: "", statement }, tactics, limits, customary);
  if ("steps" in judged) return judged;
  const construct = "construct" in judged ? judged.construct : judged.reason;
  return { status: "unsupported", construct, steps: 0, messages: [] };
}
const customary = new Contexts();

function verdictOf(id: string, outcome: Judged, elapsedMs: number): Verdict {
  const messages = "messages" in outcome ? outcome.messages : [];
  const base = {
    id,
    verifier: "lite",
    evidence: "kernel" as const,
    elapsedMs,
    messages,
    ...("steps" in outcome ? { steps: outcome.steps } : {}),
  };
  if (outcome.status === "proved") {
    const { theorem } = outcome;
    return { ...base, status: "proved", axioms: assumptionsOf(theorem), lemmas: lemmaTitles(theorem) };
  }
  const { steps: _steps, messages: _messages, ...own } = { steps: 0, messages: [], ...outcome };
  return { ...base, ...own };
}
