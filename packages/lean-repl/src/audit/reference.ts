import { OnceEach } from "@lemma/async";
import type { Elaborator } from "../elaborator.ts";
import { nonce } from "../nonce.ts";
import { persist } from "../persist.ts";
import { reasonOf } from "../reason.ts";
import { questionsAbout, readAnswers } from "./questions.ts";

/** How a statement reads, fully spelled out, where nothing but its header stands before it. */
export type Reference =
  | { readonly kind: "known"; readonly type: string }
  /** The statement itself does not elaborate under this header. */
  | { readonly kind: "refused"; readonly message: string }
  | { readonly kind: "unavailable"; readonly reason: string };

/**
 * Elaborates statements on their own, once each. The elaborator it is given must not be one that candidates run on, wherever
 * an audit depends on it.
 */
export class ReferenceStatements implements AsyncDisposable {
  readonly #open: () => Promise<Elaborator>;
  #elaborator: Promise<Elaborator> | undefined;
  readonly #known = new OnceEach<string, Reference>({ most: 10_000, keep: ({ kind }) => kind !== "unavailable" });

  /** @param open called when the first statement is asked about, and again where that failed. */
  constructor(open: () => Promise<Elaborator>) {
    this.#open = open;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const elaborator = await this.#elaborator?.catch(() => undefined);
    await elaborator?.[Symbol.asyncDispose]();
  }

  async type(header: string, statement: string, name: string, wallMs: number): Promise<Reference> {
    const key = `${header}\u0000${statement}\u0000${name}`;
    return await this.#known.of(key, () =>
      this.#ask(header, statement, name, wallMs).catch((error: unknown): Reference => ({
        kind: "unavailable",
        reason: reasonOf(error),
      })),
    );
  }

  /** A failure to open is nobody's for ever: whoever asks next tries anew. */
  async #opened(): Promise<{ readonly elaborator: Elaborator } | { readonly reason: string }> {
    const opening = (this.#elaborator ??= this.#open());
    try {
      return { elaborator: await opening };
    } catch (error) {
      if (this.#elaborator === opening) this.#elaborator = undefined;
      return { reason: reasonOf(error) };
    }
  }

  async #ask(header: string, statement: string, name: string, wallMs: number): Promise<Reference> {
    const opened = await persist(
      async () => await this.#opened(),
      (each) => "elaborator" in each,
    );
    if (!("elaborator" in opened)) return { kind: "unavailable", reason: opened.reason };
    const { elaborator } = opened;
    const questions = questionsAbout(name, nonce());
    // One request: the statement with a hole for a proof, and the question after it.
    const elaboration = await elaborator.elaborate({
      header,
      body: `${statement.trimEnd()}\n  sorry\n${questions.text}`,
      limits: { wallMs },
      group: "reference",
    });
    if (elaboration.kind !== "elaborated")
      return { kind: "unavailable", reason: "reason" in elaboration ? elaboration.reason : elaboration.kind };
    const answers = readAnswers(questions, elaboration.messages);
    const error = elaboration.messages.find(({ severity }) => severity === "error");
    if (answers.type !== undefined && error === undefined) return { kind: "known", type: answers.type };
    return { kind: "refused", message: error?.text.split("\n")[0] ?? "Lean did not print its type" };
  }
}
