import { rm } from "node:fs/promises";
import { dirname } from "node:path";
import {
  AbortedError,
  readBySorry,
  type Reading,
  throwIfAborted,
  type Theorem,
  type Verdict,
  type Verifier,
  type VerifyOptions,
  type VerifyRequest,
} from "@lemma/interfaces";
import { assembleProof, type Assembled } from "./assembled.ts";
import type { ExternalCheckers } from "./audit/external.ts";
import type { FreshAudit, Readiness } from "./audit/fresh.ts";
import { questionsAbout, readAnswers } from "./audit/questions.ts";
import { contentAddress, type VerdictCache } from "./cache.ts";
import type { Capabilities, ElaborationJob, Elaborator } from "./elaborator.ts";
import { moveLines, type Bare } from "./judge/bare.ts";
import { judgeDeclaration, type DeclarationRules } from "./judge/declaration.ts";
import { blameHeader } from "./judge/header.ts";
import { judgeText } from "./judge/text.ts";
import { firstSuccess, verifyAll, type FirstSuccess, type IndexedVerdict } from "./many.ts";
import type { MetricsSnapshot } from "./metrics.ts";
import { nonce } from "./nonce.ts";
import { persist } from "./persist.ts";
import { isShortage } from "./process/shortage.ts";
import { reasonOf } from "./reason.ts";
import type { Policy } from "@lemma/lean-text";
import { judgeMessages } from "./verdict.ts";

export interface LeanVerifierSettings extends DeclarationRules {
  readonly elaborator: Elaborator;
  readonly audit?: FreshAudit | undefined;
  readonly external: ExternalCheckers;
  readonly workingDirectory: string;
  readonly defaultHeader: string;
  readonly policy: Policy;
  readonly cache?: VerdictCache | undefined;
  /** What verdicts depend on beyond text, Lean's version and settings: the libraries as they are built, or whose server. */
  readonly surroundings: () => string;
  /** Closed after the elaborator. */
  readonly dispose: () => Promise<void>;
}

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
    const verdict = seal(await this.#judgeOne(request, options));
    if (verdict.status === "proved") elaborator.metrics.add("proved");
    // Weaker evidence than was asked for is not kept: tomorrow's may be as strong.
    if (key !== undefined && verdict.evidenceReason === undefined) cache?.set(key, verdict);
    return verdict;
  }

  read(theorem: Theorem, options: VerifyOptions = {}): Promise<Reading> {
    return readBySorry(this, theorem, options);
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
    await this.#settings.external[Symbol.asyncDispose]();
    await this.#settings.dispose();
  }

  /** Whatever fails with one request is that request's own `infrastructure`, and nobody else's. */
  async #judgeOne(request: VerifyRequest, options: VerifyOptions): Promise<Bare> {
    try {
      return await this.#judge(request, options);
    } catch (error) {
      if (error instanceof AbortedError) throw error;
      this.#settings.elaborator.metrics.add("infrastructureFailures");
      return { status: "infrastructure", reason: reasonOf(error), evidence: "messages" };
    }
  }

  async #judge(request: VerifyRequest, options: VerifyOptions): Promise<Bare> {
    const { elaborator, audit, policy, defaultHeader, wallMs } = this.#settings;
    const refusal = judgeText(request, policy);
    if (refusal !== undefined) return refusal;
    const assembled = assembleProof(request, defaultHeader);
    if ("unsupported" in assembled)
      return { status: "unsupported", construct: assembled.unsupported, evidence: "messages" };
    const questions = questionsAbout(assembled.name, nonce());
    const ready = await audit?.readiness();
    const pickle = ready?.kind === "shown" ? await audit?.place() : undefined;
    try {
      const job: ElaborationJob = {
        header: assembled.header,
        body: assembled.body,
        questions,
        pickleTo: pickle,
        limits: { wallMs, ...options.limits },
        group: request.theorem.id,
        signal: options.signal,
      };
      let { linesBefore } = assembled;
      let elaboration = await elaborator.elaborate(job);
      const { proof } = request;
      if (elaboration.kind === "infrastructure" && proof.kind === "file" && proof.code.startsWith(job.header))
        ({ elaboration, linesBefore } = await blameHeader(
          elaborator,
          this.#settings,
          request,
          proof.code,
          job,
          elaboration,
        ));
      if (elaboration.kind === "timeout" || elaboration.kind === "memory")
        return { status: elaboration.kind, limit: elaboration.limit, evidence: "messages" };
      if (elaboration.kind === "crash" || elaboration.kind === "infrastructure")
        return { status: elaboration.kind, reason: elaboration.reason, evidence: "messages" };
      const messages = moveLines(elaboration.messages, -linesBefore);
      const found = judgeMessages(messages, moveLines(elaboration.sorries, -linesBefore));
      if (found.status !== "clean") return { ...found, evidence: "messages", messages };
      const answers = elaboration.answers === undefined ? undefined : readAnswers(questions, elaboration.answers);
      const judged = await judgeDeclaration(this.#settings, request, assembled, answers, "messages");
      const audited =
        judged.status !== "proved" || audit === undefined || ready === undefined
          ? judged
          : ready.kind !== "shown"
            ? unaudited(judged, ready)
            : await this.#audit(audit, request, assembled, judged, pickle!);
      return await this.#external(request, assembled, { ...audited, messages: audited.messages ?? messages });
    } finally {
      if (pickle !== undefined) await rm(dirname(pickle), { recursive: true, force: true });
    }
  }

  async #audit(
    audit: FreshAudit,
    request: VerifyRequest,
    assembled: Assembled,
    judged: Bare,
    pickle: string,
  ): Promise<Bare> {
    const { metrics } = this.#settings.elaborator;
    metrics.add("audits");
    const report = await audit.audit(pickle, assembled.name);
    if (report.kind === "unavailable" || report.kind === "absent") return unaudited(judged, report);
    if (report.kind === "refused") {
      metrics.add("auditRefusals");
      const text = `kernel replay: ${report.reason}`;
      return { status: "error", evidence: "axioms", messages: [{ severity: "error", text }] };
    }
    const audited = await judgeDeclaration(this.#settings, request, assembled, report.answers, "axioms");
    if (audited.status !== "proved" && audited.status !== "infrastructure") metrics.add("auditRefusals");
    return audited;
  }

  async #external(request: VerifyRequest, assembled: Assembled, bare: Bare): Promise<Bare> {
    const { external } = this.#settings;
    if (bare.status !== "proved" || external.checkers.length === 0) return bare;
    const { theorem } = request;
    const header = assembled.referenceHeaders[0] ?? "";
    const texts = {
      solution: `${assembled.header}\n\n${assembled.body}`,
      challenge: `${header}\n\n${theorem.statement.trimEnd()}\n  sorry\n`,
      name: assembled.name,
    };
    const checkedBy: string[] = [];
    for (const checker of external.checkers) {
      const finding = await persist(
        async () => await external.check(checker, texts),
        (found) => found.kind !== "unavailable" || !isShortage(found.reason),
      );
      if (finding.kind === "unavailable")
        return { status: "infrastructure", reason: finding.reason, evidence: bare.evidence };
      if (finding.kind === "refused") return refusal(finding.as, finding.reason);
      checkedBy.push(finding.tier);
    }
    return { ...bare, evidence: "external", checkedBy };
  }

  #cacheKey({ theorem, proof }: VerifyRequest, { limits }: VerifyOptions): string {
    const { capabilities } = this.#settings.elaborator;
    return contentAddress([
      this.name,
      capabilities.leanVersion,
      this.#settings.workingDirectory,
      this.#settings.surroundings(),
      theorem.header ?? this.#settings.defaultHeader,
      theorem.statement,
      proof.kind,
      proof.kind === "tactics" ? proof.tactics : proof.code,
      limits?.heartbeats,
      JSON.stringify(this.#settings.policy),
      this.#settings.allowedAxioms?.join(),
      String(this.#settings.audit !== undefined),
      JSON.stringify(this.#settings.external.checkers),
    ]);
  }
}

/**
 * What is left of an accepted proof where no replay was had: less evidence, and why, where none can be had here; no verdict
 * at all where the machinery failed, or a passing fault would lower the evidence in silence.
 */
function unaudited(judged: Bare, found: Exclude<Readiness, { kind: "shown" }>): Bare {
  return found.kind === "absent"
    ? { ...judged, evidenceReason: found.reason }
    : { status: "infrastructure", reason: `the audit did not run: ${found.reason}`, evidence: "messages" };
}

/** An external checker's refusal, by what it refused. */
function refusal(as: "error" | "forbidden" | "mismatch", reason: string): Bare {
  const evidence = "external";
  if (as === "mismatch") return { status: "mismatch", reason, evidence };
  if (as === "forbidden") return { status: "forbidden", construct: reason, evidence };
  return { status: "error", messages: [{ severity: "error", text: reason }], evidence };
}
