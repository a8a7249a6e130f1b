import type {
  Position,
  Proof,
  Reading,
  Theorem,
  Verdict,
  Verifier,
  VerifyOptions,
  VerifyRequest,
} from "@lemma/interfaces";
import { codeTokens, isLeanFile, type SorryToken, splitFile } from "@lemma/lean-text";
import type { Draft, Filling } from "./draft.ts";
import { asItStands, isSame, type OpenHole, placeOfGoal } from "./hole.ts";

const evasions = new Set(["sorry", "admit", "stop", "sorryAx"]);

/** What leaves a goal open, or what follows unread: no filling has it. */
export const evasionIn = (tactics: string): string | undefined =>
  codeTokens(tactics).find(({ text }) => evasions.has(text))?.text;

/**
 * Judges proofs of a hole where the hole is: in its theorem, with what stands around it. `proved` says that the theorem is complete
 * but for its other holes. Every other theorem is judged as the verifier beneath does.
 */
export class HoleVerifier implements Verifier {
  readonly name: string;
  readonly capabilities: Verifier["capabilities"];
  readonly #verifier: Verifier;
  readonly #draft: Draft;
  readonly #sorry: SorryToken;
  readonly #hole: OpenHole;

  constructor(verifier: Verifier, draft: Draft, sorry: SorryToken, hole: OpenHole) {
    this.name = verifier.name;
    this.capabilities = verifier.capabilities;
    this.#verifier = verifier;
    this.#draft = draft;
    this.#sorry = sorry;
    this.#hole = hole;
  }

  async verify({ theorem, proof }: VerifyRequest, options?: VerifyOptions): Promise<Verdict> {
    if (theorem.id !== this.#hole.id) return this.#verifier.verify({ theorem, proof }, options);
    const tactics = tacticsOf(theorem, proof);
    const wrong = (text: string): Verdict => ({
      id: theorem.id,
      verifier: this.name,
      evidence: "messages",
      elapsedMs: 0,
      status: "error",
      messages: [{ severity: "error", text }],
    });
    if (tactics === undefined) return wrong("the file that was answered with does not prove it");
    const evasion = evasionIn(tactics);
    if (evasion !== undefined) return wrong(`'${evasion}' in place of 'sorry'`);
    const filling = this.filling(tactics);
    if ("problem" in filling) return wrong(filling.problem);
    const declared = filling.draft.declared[this.#draft.theoremOf(this.#sorry)!]!;
    const verdict = await this.#verifier.verify(
      { theorem: { ...declared.theorem, id: theorem.id }, proof: asItStands(declared) },
      options,
    );
    if (verdict.status !== "sorry") return placed(verdict, (position) => placeOfGoal(declared, position));
    const left = filling.draft.sorries.map((sorry) => filling.draft.placeOf(sorry));
    const isElsewhere = (start: Position | undefined): boolean =>
      start !== undefined && left.some((other) => isSame(other, placeOfGoal(declared, start)));
    const { goals = [], rests = [], id, verifier, evidence, elapsedMs, messages, steps } = verdict;
    // What is open must be another hole's, or an earlier theorem's.
    if ((goals.length === 0 && rests.length === 0) || !goals.every(({ start }) => isElsewhere(start)))
      return wrong("it leaves a goal open");
    return { id, verifier, evidence, elapsedMs, messages, ...(steps === undefined ? {} : { steps }), status: "proved" };
  }

  /** Its goal is known already. */
  async read(theorem: Theorem, options?: VerifyOptions): Promise<Reading> {
    if (theorem.id !== this.#hole.id || this.#hole.isWhole) return this.#verifier.read(theorem, options);
    const [goal] = this.#hole.goals;
    return { status: "read", ...(goal === undefined ? {} : { goal }) };
  }

  /** The file with a proof of the hole in its place. */
  filling(tactics: string): Filling | { readonly problem: string } {
    return this.#draft.filled(this.#sorry, this.#hole.form, tactics);
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}

/** The tactic block of an answer: of a whole file the block of the theorem that was asked for. */
export function tacticsOf({ id }: Theorem, proof: Proof): string | undefined {
  if (proof.kind === "tactics" && !isLeanFile(proof.tactics)) return proof.tactics;
  return splitFile(proof.kind === "file" ? proof.code : proof.tactics, id)?.proof;
}

const placed = (verdict: Verdict, place: (position: Position) => Position): Verdict => ({
  ...verdict,
  messages: verdict.messages.map((message) => ({
    ...message,
    ...(message.start === undefined ? {} : { start: place(message.start) }),
    ...(message.end === undefined ? {} : { end: place(message.end) }),
  })),
});
