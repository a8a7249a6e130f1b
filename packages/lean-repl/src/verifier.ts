import { rm } from "node:fs/promises";
import { join } from "node:path";
import {
  throwIfAborted,
  type Evidence,
  type Message,
  type Theorem,
  type Verdict,
  type Verifier,
  type VerifyOptions,
  type VerifyRequest,
} from "@lemma/interfaces";
import { checkExternally, type ExternalChecker } from "./audit/external.ts";
import { questionsAbout, readAnswers, type Answers } from "./audit/questions.ts";
import type { ReferenceStatements } from "./audit/reference.ts";
import type { FreshAudit } from "./audit/fresh.ts";
import { assembleProof, type Assembled } from "./assembled.ts";
import { contentAddress, VerdictCache } from "./cache.ts";
import type { Capabilities, ElaborationJob, Elaborator } from "./elaborator.ts";
import { firstSuccess, verifyAll, type FirstSuccess, type IndexedVerdict } from "./many.ts";
import type { MetricsSnapshot } from "./metrics.ts";
import { nonce } from "./nonce.ts";
import { findCommand, findForbidden, type Policy } from "./text/policy.ts";
import {
  alterationBefore,
  declarationIn,
  fullName,
  normalizeStatement,
  splitFile,
  splitHeader,
  statementHead,
} from "./text/statement.ts";
import { judgeAxioms, judgeMessages, standardAxioms, type Elaboration } from "./verdict.ts";

export interface LeanVerifierSettings {
  readonly elaborator: Elaborator;
  readonly references: ReferenceStatements;
  readonly audit?: FreshAudit | undefined;
  readonly externalCheckers: readonly ExternalChecker[];
  readonly workingDirectory: string;
  readonly defaultHeader: string;
  readonly wallMs: number;
  readonly policy: Policy;
  readonly allowedAxioms?: readonly string[] | undefined;
  readonly cache?: VerdictCache | undefined;
  /** Closed after the elaborator. */
  readonly dispose: () => Promise<void>;
}

/** What a verdict says beyond who said it and how long it took. */
type Bare<V = Verdict> = V extends Verdict
  ? Omit<V, "id" | "verifier" | "elapsedMs" | "messages"> & { messages?: readonly Message[] }
  : never;

/**
 * Judges proofs by real Lean, however it is reached. The rule, in order: the text policy; what Lean said; the nonce; the
 * declaration's statement as Lean understood it; its axioms; the same two again in a fresh process; external checkers.
 */
export class LeanVerifier implements Verifier {
  readonly name: string;
  readonly #settings: LeanVerifierSettings;

  constructor(settings: LeanVerifierSettings) {
    this.#settings = settings;
    this.name = settings.elaborator.name;
  }

  get capabilities(): Capabilities {
    return this.#settings.elaborator.capabilities;
  }

  get metrics(): MetricsSnapshot {
    return this.#settings.elaborator.metrics.snapshot();
  }

  /** The same in Prometheus' text format. */
  get metricsText(): string {
    return this.#settings.elaborator.metrics.toText();
  }

  async verify(request: VerifyRequest, options: VerifyOptions = {}): Promise<Verdict> {
    throwIfAborted("verify", options.signal);
    const started = performance.now();
    const { theorem } = request;
    const { cache, elaborator } = this.#settings;
    const seal = (bare: Bare): Verdict =>
      ({
        ...bare,
        id: theorem.id,
        verifier: this.name,
        messages: bare.messages ?? [],
        elapsedMs: performance.now() - started,
      }) as Verdict;
    elaborator.metrics.add("checks");
    const key = cache === undefined ? undefined : this.#cacheKey(request, options);
    const known = key === undefined ? undefined : cache?.get(key);
    if (known !== undefined) {
      elaborator.metrics.add("cacheHits");
      return { ...known, id: theorem.id, elapsedMs: performance.now() - started };
    }
    const verdict = seal(await this.#judge(request, options));
    if (verdict.status === "proved") elaborator.metrics.add("proved");
    if (key !== undefined) cache?.set(key, verdict);
    return verdict;
  }

  /**
   * Judges many, in the order in which they are done, each with its index. Takes the next request only when there is room
   * for it, so an endless source does not fill memory, and one that fails does not touch the others.
   */
  verifyAll(
    requests: Iterable<VerifyRequest> | AsyncIterable<VerifyRequest>,
    options: VerifyOptions & { readonly concurrency?: number } = {},
  ): AsyncGenerator<IndexedVerdict> {
    return verifyAll(this, requests, options);
  }

  /**
   * Tries proofs of one theorem until one is proved, and calls the others off.
   *
   * @returns one verdict per proof that was judged, by index; those called off are left out.
   */
  async firstSuccess(
    theorem: Theorem,
    proofs: readonly VerifyRequest["proof"][],
    options: VerifyOptions = {},
  ): Promise<FirstSuccess> {
    return await firstSuccess(this, theorem, proofs, options);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#settings.elaborator[Symbol.asyncDispose]();
    await this.#settings.dispose();
  }

  async #judge(request: VerifyRequest, options: VerifyOptions): Promise<Bare> {
    const { elaborator, audit } = this.#settings;
    const refusal = this.#refuseText(request);
    if (refusal !== undefined) return refusal;
    const assembled = assembleProof(request, this.#settings.defaultHeader);
    if ("unsupported" in assembled)
      return { status: "unsupported", construct: assembled.unsupported, evidence: "messages" };
    const questions = questionsAbout(assembled.name, nonce());
    const willAudit = audit !== undefined && (await audit.available());
    const pickle = willAudit ? join(audit.directory, `${nonce()}.olean`) : undefined;
    try {
      const job: ElaborationJob = {
        header: assembled.header,
        body: assembled.body,
        questions,
        pickleTo: pickle,
        limits: { wallMs: this.#settings.wallMs, ...options.limits },
        group: request.theorem.id,
        signal: options.signal,
      };
      let { linesBefore } = assembled;
      let elaboration = await elaborator.elaborate(job);
      const { proof } = request;
      if (elaboration.kind === "infrastructure" && proof.kind === "file" && proof.code.startsWith(job.header)) {
        const blamed = await this.#blameHeader(request, proof.code, job, elaboration);
        elaboration = blamed.elaboration;
        linesBefore = blamed.linesBefore;
      }
      if (elaboration.kind === "timeout" || elaboration.kind === "memory")
        return { status: elaboration.kind, limit: elaboration.limit, evidence: "messages" };
      if (elaboration.kind === "crash" || elaboration.kind === "infrastructure")
        return { status: elaboration.kind, reason: elaboration.reason, evidence: "messages" };
      const messages = elaboration.messages.map((message) => shift(message, -linesBefore));
      const found = judgeMessages(messages, elaboration.sorries);
      if (found.status !== "clean") return { ...found, evidence: "messages", messages };
      const answers = elaboration.answers === undefined ? undefined : readAnswers(questions, elaboration.answers);
      const judged = await this.#judgeDeclaration(request, assembled, answers, "messages");
      if (judged.status !== "proved" || pickle === undefined)
        return await this.#external(request, assembled, { ...judged, messages });
      const audited = await this.#audit(request, assembled, pickle);
      return await this.#external(request, assembled, { ...audited, messages: audited.messages ?? messages });
    } finally {
      if (pickle !== undefined) await rm(pickle, { force: true });
    }
  }

  /** A file's header is the candidate's own: what is wrong with it is wrong with the proof, as far as that can be told. */
  async #blameHeader(
    { theorem }: VerifyRequest,
    code: string,
    job: ElaborationJob,
    failed: Elaboration & { readonly kind: "infrastructure" },
  ): Promise<{ readonly elaboration: Elaboration; readonly linesBefore: number }> {
    const { imports, rest } = splitHeader(job.header);
    const end = imports === "" ? 0 : code.indexOf(imports) + imports.length;
    const linesBefore = 1 - code.slice(0, end).split("\n").length;
    if (rest !== "" && failed.reason.includes("header has an error")) {
      const again = await this.#settings.elaborator.elaborate({ ...job, header: imports, body: code.slice(end) });
      return { elaboration: again, linesBefore };
    }
    // The theorem's own imports work and the file's do not: it imports what there is not.
    const own = theorem.header === undefined ? undefined : splitHeader(theorem.header).imports;
    const head = statementHead(theorem.statement);
    if (own === undefined || own === imports || head?.name === undefined || !failed.reason.includes("import"))
      return { elaboration: failed, linesBefore };
    const name = fullName(head.name, theorem.header ?? "");
    const { references, wallMs } = this.#settings;
    const reference = await references.type(theorem.header ?? "", theorem.statement, name, wallMs);
    if (reference.kind === "unavailable") return { elaboration: failed, linesBefore };
    const message: Message = { severity: "error", text: failed.reason };
    return { elaboration: { kind: "elaborated", messages: [message], sorries: [] }, linesBefore };
  }

  #refuseText({ theorem, proof }: VerifyRequest): Bare | undefined {
    const source = proof.kind === "tactics" ? proof.tactics : proof.code;
    const construct =
      // A model may have written the statement, too.
      findForbidden(theorem.statement, this.#settings.policy) ??
      findForbidden(source, this.#settings.policy) ??
      (proof.kind === "tactics" ? this.#foreignCommand(proof.tactics) : undefined);
    return construct === undefined ? undefined : { status: "forbidden", construct, evidence: "messages" };
  }

  #foreignCommand(tactics: string): string | undefined {
    const command = findCommand(tactics);
    return command === undefined || this.#settings.policy.allow?.includes(command) === true ? undefined : command;
  }

  /** Statement and axioms, from whichever process the answers are. */
  async #judgeDeclaration(
    { theorem, proof }: VerifyRequest,
    assembled: Assembled,
    answers: Answers | undefined,
    evidence: Evidence,
  ): Promise<Bare> {
    const { name } = assembled;
    if (answers === undefined) {
      // A server that tells nothing but messages: the words of the statement are all there is to go by.
      if (assembled.statementIsLocked || proof.kind === "tactics") return { status: "proved", evidence };
      const local = name.slice(name.lastIndexOf(".") + 1);
      const declared = declarationIn(proof.code, statementHead(theorem.statement)?.name ?? local);
      if (declared === undefined) return { status: "mismatch", reason: `the file does not declare ${name}`, evidence };
      if (declared !== normalizeStatement(theorem.statement).replace(/^.*?\btheorem /, "theorem "))
        return { status: "mismatch", reason: `${name} has another statement in the file`, evidence };
      const altered = alterationBefore(proof.code.slice(splitFile(proof.code).header.length), local);
      if (altered !== undefined)
        return { status: "mismatch", reason: `\`${altered}\` before the statement may change what it means`, evidence };
      return { status: "proved", evidence };
    }
    if (!answers.inStep) return { status: "crash", reason: "a reply was forged or out of step", evidence };
    if (answers.unknown && answers.type === undefined)
      return { status: "mismatch", reason: `the text does not declare ${name}`, evidence };
    if (answers.axioms === undefined)
      return { status: "crash", reason: `Lean did not report the axioms of ${name}`, evidence };
    const axioms = judgeAxioms(name, answers.axioms, this.#settings.allowedAxioms ?? standardAxioms);
    if (axioms.status === "sorry" || axioms.status === "error") return { status: axioms.status, evidence };
    if (axioms.status === "forbidden") return { status: "forbidden", construct: axioms.construct, evidence };
    // Locked, and judged where the candidate had no say: nothing stood before it that could change its meaning.
    if (!assembled.statementIsLocked || evidence === "axioms") {
      const mismatch = await this.#compareStatement(assembled, answers.type);
      if (mismatch !== undefined) return { ...mismatch, evidence };
    }
    return { status: "proved", axioms: axioms.axioms, evidence };
  }

  async #compareStatement(
    assembled: Assembled,
    type: string | undefined,
  ): Promise<{ readonly status: "mismatch" | "infrastructure"; readonly reason: string } | undefined> {
    const { name } = assembled;
    if (type === undefined) return { status: "mismatch", reason: `Lean did not print the statement of ${name}` };
    let problem = "";
    for (const header of assembled.referenceHeaders) {
      const reference = await this.#settings.references.type(header, assembled.statement, name, this.#settings.wallMs);
      if (reference.kind === "unavailable")
        return { status: "infrastructure", reason: `the statement could not be read on its own: ${reference.reason}` };
      // `⋯` stands for what was left out, and could be anything.
      if (reference.kind === "known" && reference.type === type && !type.includes("⋯")) return undefined;
      problem =
        reference.kind === "known"
          ? `${name} states ${shorten(type)}, not ${shorten(reference.type)}`
          : `the statement alone does not elaborate: ${reference.message}`;
    }
    return { status: "mismatch", reason: problem };
  }

  async #audit(request: VerifyRequest, assembled: Assembled, pickle: string): Promise<Bare> {
    const { elaborator, audit } = this.#settings;
    elaborator.metrics.add("audits");
    const report = await audit!.audit(pickle, assembled.name);
    if (report.kind === "unavailable")
      return { status: "infrastructure", reason: `the audit did not run: ${report.reason}`, evidence: "messages" };
    if (report.kind === "refused") {
      elaborator.metrics.add("auditRefusals");
      return {
        status: "error",
        evidence: "axioms",
        messages: [{ severity: "error", text: `kernel replay: ${report.reason}` }],
      };
    }
    const judged = await this.#judgeDeclaration(request, assembled, report.answers, "axioms");
    if (judged.status !== "proved") elaborator.metrics.add("auditRefusals");
    return judged;
  }

  async #external(request: VerifyRequest, assembled: Assembled, bare: Bare): Promise<Bare> {
    const { externalCheckers, workingDirectory } = this.#settings;
    if (bare.status !== "proved" || externalCheckers.length === 0) return bare;
    const { theorem } = request;
    const header = assembled.referenceHeaders[0] ?? "";
    for (const checker of externalCheckers) {
      const finding = await checkExternally(
        checker,
        {
          solution: `${assembled.header}\n\n${assembled.body}`,
          challenge: `${header}\n\n${theorem.statement.trimEnd()}\n  sorry\n`,
          name: assembled.name,
        },
        workingDirectory,
      );
      if (finding.kind === "unavailable")
        return { status: "infrastructure", reason: finding.reason, evidence: bare.evidence };
      if (finding.kind === "refused") return { status: "forbidden", construct: finding.reason, evidence: "external" };
    }
    return { ...bare, evidence: "external" };
  }

  #cacheKey({ theorem, proof }: VerifyRequest, { limits }: VerifyOptions): string {
    const { capabilities } = this.#settings.elaborator;
    return contentAddress([
      this.name,
      capabilities.leanVersion,
      this.#settings.workingDirectory,
      theorem.header ?? this.#settings.defaultHeader,
      theorem.statement,
      proof.kind,
      proof.kind === "tactics" ? proof.tactics : proof.code,
      limits?.heartbeats,
      JSON.stringify(this.#settings.policy),
      this.#settings.allowedAxioms?.join(),
      String(this.#settings.audit !== undefined),
      JSON.stringify(this.#settings.externalCheckers),
    ]);
  }
}

const shorten = (text: string): string => (text.length <= 200 ? text : `${text.slice(0, 200)}…`);

const shift = (message: Message, lines: number): Message =>
  lines === 0
    ? message
    : {
        ...message,
        ...(message.start === undefined ? {} : { start: { ...message.start, line: message.start.line + lines } }),
        ...(message.end === undefined ? {} : { end: { ...message.end, line: message.end.line + lines } }),
      };
