import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Capabilities } from "../elaborator.ts";
import { nonce } from "../nonce.ts";
import { persist } from "../persist.ts";
import type { ProcessFactory } from "../process/process-factory.ts";
import { canaryAxioms, makeCanaries } from "./canaries.ts";
import type { Answers } from "./questions.ts";
import { replay, replayers, type Replay, type Replayer } from "./replay.ts";

/** Whether accepted proofs can be replayed here, as far as was shown. */
export type Readiness =
  | { readonly kind: "shown"; readonly by: Replayer; readonly unchecked: string }
  /** The REPL answers, and replays nothing: a property of it, as far as can be told. */
  | { readonly kind: "absent"; readonly reason: string }
  /** The machinery failed: nothing was found out. */
  | { readonly kind: "unavailable"; readonly reason: string };

export type AuditReport =
  | { readonly kind: "report"; readonly answers: Answers }
  /** The kernel of the fresh process would not take a constant of the candidate's. */
  | { readonly kind: "refused"; readonly reason: string }
  /** No replay can be shown here after all. */
  | { readonly kind: "absent"; readonly reason: string }
  | { readonly kind: "unavailable"; readonly reason: string };

export interface AuditSettings {
  readonly processes: ProcessFactory;
  /** Its capabilities are completed by what the audit finds out. */
  readonly elaborator: { capabilities: Capabilities };
  /** For canaries and saved environments; no candidate's process may see it. */
  readonly directory: string;
  readonly timeoutMs: number;
  /** How long it is believed that a REPL replays nothing. Default 10 minutes. */
  readonly retestMs?: number;
}

/** Replays accepted environments in fresh processes, once it has been shown that they send them through the kernel. */
export class FreshAudit {
  readonly #settings: AuditSettings;
  #found: { readonly readiness: Promise<Readiness>; readonly until: number } | undefined;

  constructor(settings: AuditSettings) {
    this.#settings = settings;
  }

  /** A new folder's file for an environment to be kept in. */
  async place(): Promise<string> {
    const folder = join(this.#settings.directory, nonce());
    await mkdir(folder, { mode: 0o700 });
    return join(folder, "environment.olean");
  }

  /** Shows it, or finds that it cannot be shown; tried anew whenever the machinery failed, and now and then otherwise. */
  async readiness(): Promise<Readiness> {
    const now = performance.now();
    if (this.#found === undefined || this.#found.until < now) {
      const { elaborator, retestMs = 600_000 } = this.#settings;
      const readiness = persist(
        async () => await this.#show(),
        ({ kind }) => kind !== "unavailable",
      );
      const found = { readiness, until: Number.POSITIVE_INFINITY };
      this.#found = found;
      const result = await readiness.catch(() => undefined);
      elaborator.capabilities = {
        ...elaborator.capabilities,
        freshAudit: result?.kind === "shown",
        audit: describe(result),
      };
      if (this.#found === found && result?.kind !== "shown")
        this.#found = result?.kind === "absent" ? { ...found, until: performance.now() + retestMs } : undefined;
      return await readiness;
    }
    return await this.#found.readiness;
  }

  /** @param saved a file of `place`'s. */
  async audit(saved: string, name: string): Promise<AuditReport> {
    const attempt = async (): Promise<AuditReport> => {
      const ready = await this.readiness();
      if (ready.kind !== "shown") return ready;
      const report = await this.#replay(ready.by, { saved, unchecked: ready.unchecked }, [name]);
      if (report.kind === "report") return { kind: "report", answers: report.answers[0]! };
      if (report.kind === "refused") return report;
      // Shown anew, or not at all: the canaries may be gone, or the REPL be another than it was.
      if (report.kind === "unshown" || report.atCanary === true) this.#found = undefined;
      return { kind: "unavailable", reason: report.reason };
    };
    return await persist(attempt, ({ kind }) => kind !== "unavailable");
  }

  async #replay(
    by: Replayer,
    files: { readonly saved: string; readonly unchecked: string },
    names: readonly string[],
  ): Promise<Replay> {
    const { processes, timeoutMs } = this.#settings;
    return await replay(processes, by, files, names, timeoutMs);
  }

  async #show(): Promise<Readiness> {
    const { processes, elaborator, directory, timeoutMs } = this.#settings;
    // An emulation that does not even answer questions cannot be audited.
    if (!elaborator.capabilities.answersQuestions) return { kind: "absent", reason: "this REPL answers no questions" };
    const folder = join(directory, nonce());
    await mkdir(folder, { mode: 0o700 });
    const canaries = await makeCanaries(processes, folder, timeoutMs);
    if (canaries.kind !== "made") return canaries;
    const { good: saved, unchecked } = canaries;
    const problems: string[] = [];
    for (const by of replayers) {
      const report = await this.#replay(by, { saved, unchecked }, [...canaryAxioms.keys()]);
      if (report.kind === "unavailable") return report;
      const problem = report.kind === "report" ? misreported(report.answers) : report.reason;
      if (problem === undefined) return { kind: "shown", by, unchecked };
      problems.push(problem);
    }
    return { kind: "absent", reason: `no kernel replay was shown: ${problems.join("; ")}` };
  }
}

function misreported(answers: readonly Answers[]): string | undefined {
  for (const [index, [name, axioms]] of [...canaryAxioms].entries()) {
    const said = answers[index]?.axioms;
    if (said?.join() !== axioms.join()) return `the canary ${name} was reported with ${String(said)}`;
  }
  return undefined;
}

const describe = (readiness: Readiness | undefined): string =>
  readiness === undefined
    ? "not tried"
    : readiness.kind === "shown"
      ? {
          loader: "replayed by the REPL's own loader",
          program: "replayed by a program of ours in a fresh REPL process",
        }[readiness.by]
      : readiness.reason;
