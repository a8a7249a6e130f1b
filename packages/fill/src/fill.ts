import {
  type Evidence,
  type LemmaEvent,
  type Theorem,
  throwIfAborted,
  type Verdict,
  type VerifyOptions,
} from "@lemma/interfaces";
import {
  type Disproof,
  disprove,
  type KnownProof,
  type LemmaParts,
  type LemmaSettings,
  limitsOf,
  ProofPool,
  prove,
  type ProveOptions,
} from "@lemma/loop";
import { Draft } from "./draft.ts";
import { asItStands, findHoles, type FoundHole, type Hole, type OpenHole } from "./hole.ts";
import { HoleVerifier, tacticsOf } from "./hole-verifier.ts";
import { FileAdapters, settingsFor, type StudyKind, verifiedLemmas, withRoom } from "./study.ts";

/** What became of a hole. */
export type HoleReport = Hole &
  (
    | {
        readonly status: "filled";
        /** What stands in place of the `sorry` now. */
        readonly text: string;
        readonly evidence: Evidence;
        /** What its theorem still rests on: other holes, earlier theorems that are not proved. Empty where it is proved. */
        readonly rests: readonly string[];
        /** The theorem whose proof was replayed; absent where it was sampled. */
        readonly replayed?: string;
        /** Whether the model had been adapted to this hole. */
        readonly adapted: boolean;
      }
    | { readonly status: "open"; readonly best?: BestAttempt; readonly message?: string }
    | { readonly status: "refused"; readonly reason: string }
    /** Its goal, read on its own, is false: no proof fills it. */
    | { readonly status: "false"; readonly disproof: Disproof }
  );

/** The attempt that came furthest, and what was said of it. */
export interface BestAttempt {
  readonly proof: string;
  readonly verdict: Verdict;
}

/** A theorem of the finished file, judged once more. */
export interface CheckedTheorem {
  readonly id: string;
  readonly line: number;
  readonly verdict: Verdict;
}

export type FillEvent =
  | { readonly type: "found"; readonly holes: readonly FoundHole[] }
  /** What the loop does for a hole. */
  | { readonly type: "working"; readonly hole: string; readonly event: LemmaEvent }
  /** A hole is done with; `source` is the file with everything that was filled so far. */
  | { readonly type: "settled"; readonly report: HoleReport; readonly source: string }
  /** The whole file, judged again, and its holes with what that says of them. */
  | { readonly type: "checked"; readonly theorems: readonly CheckedTheorem[]; readonly holes: readonly HoleReport[] };

export interface Filled {
  /** Differs from the file that was given in the holes that were filled, and nowhere else. */
  readonly source: string;
  readonly holes: readonly HoleReport[];
  readonly theorems: readonly CheckedTheorem[];
}

export interface FillOptions extends Omit<ProveOptions, "promptAs" | "known"> {
  /** What is learned from; `both` unless told. */
  readonly study?: StudyKind;
  /** Verified lemmas of elsewhere, such as the project's other files. */
  readonly lemmas?: readonly KnownProof[];
  /** Whether the negation of each goal is tried first. */
  readonly disprove?: boolean;
  /** Where the adapters of files are; those of one run, where none is given. */
  readonly adapters?: FileAdapters;
}

/**
 * Proves the `sorry`s of a Lean file, each where it stands, by the loop; in the file's order, so that what is filled is there for
 * the holes after it. Then judges the whole file again; what does not hold there is taken back.
 *
 * @throws {AbortedError} when the signal fires; the last `settled` event has the file as it is until then.
 */
export async function* fill(
  source: string,
  parts: LemmaParts,
  settings: LemmaSettings,
  options: FillOptions,
): AsyncGenerator<FillEvent, Filled, undefined> {
  const { signal } = options;
  const checking: VerifyOptions = { limits: limitsOf(settings), ...(signal === undefined ? {} : { signal }) };
  const first = new Draft(source);
  const found = await findHoles(first, parts.verifier, checking);
  yield { type: "found", holes: found };
  const patch = new Patch(first);
  const reports: HoleReport[] = [];
  const studied = await study(source, found, parts, settings, options, checking);
  for (const [number, hole] of found.entries()) {
    throwIfAborted("fill", signal);
    const report = "refusal" in hole ? refused(hole) : yield* work(hole, number, patch, studied);
    reports.push(report);
    yield { type: "settled", report, source: patch.draft.source };
  }
  const theorems = yield* settle(patch, reports, parts, checking);
  yield { type: "checked", theorems, holes: reports };
  return { source: patch.draft.source, holes: reports, theorems };
}

/** What all holes of a file are worked on with. */
interface Studied {
  readonly parts: LemmaParts;
  readonly settings: LemmaSettings;
  readonly options: ProveOptions;
  /** The file's lemmas, and what was found for its holes. */
  readonly known: ProofPool;
  readonly disproves: boolean;
}

async function study(
  source: string,
  found: readonly FoundHole[],
  parts: LemmaParts,
  given: LemmaSettings,
  {
    study: kind = "both",
    lemmas = [],
    adapters = new FileAdapters(),
    disprove: first = false,
    ...options
  }: FillOptions,
  checking: VerifyOptions,
): Promise<Studied> {
  const settings = settingsFor(kind, given);
  const known = new ProofPool();
  const isNeeded = (kind === "file" || kind === "both") && found.some((hole) => !("refusal" in hole));
  if (!isNeeded) return { parts, settings, options, known, disproves: first };
  const all = [...(await verifiedLemmas(source, parts.verifier, checking)), ...lemmas];
  for (const lemma of all) known.add(lemma);
  const adapter = await adapters.of(all, parts, settings, { ...options, seed: options.seed ?? 1 });
  const policy = [...(parts.policy ?? []), ...(adapter === undefined ? [] : [adapter])];
  return { parts: { ...parts, policy }, settings, options, known, disproves: first };
}

const refused = ({ refusal, ...hole }: Extract<FoundHole, { refusal: string }>): HoleReport => ({
  ...hole,
  status: "refused",
  reason: refusal,
});

/** The file as it is and which of its holes are still open, by their numbers in the file that was given. */
class Patch {
  readonly #original: Draft;
  readonly #texts = new Map<number, string>();
  draft: Draft;

  constructor(draft: Draft) {
    this.#original = draft;
    this.draft = draft;
  }

  /** The hole's `sorry` in the file as it is. */
  sorry(number: number): Draft["sorries"][number] {
    const filled = [...this.#texts.keys()].filter((other) => other < number).length;
    return this.draft.sorries[number - filled]!;
  }

  /** Which of the file's theorems a hole stands in. */
  theoremOf(number: number): number | undefined {
    return this.#original.theoremOf(this.#original.sorries[number]!);
  }

  put(number: number, text: string): void {
    this.#texts.set(number, text);
    this.#write();
  }

  takeBack(number: number): void {
    this.#texts.delete(number);
    this.#write();
  }

  #write(): void {
    const { source, file, sorries } = this.#original;
    let text = "";
    let at = 0;
    for (const [number, own] of [...this.#texts].sort(([a], [b]) => a - b)) {
      const { start, end } = file.tokens[sorries[number]!.at]!;
      text += source.slice(at, start) + own;
      at = end;
    }
    this.draft = new Draft(text + source.slice(at));
  }
}

async function* work(
  hole: OpenHole,
  number: number,
  patch: Patch,
  { parts, settings, options, known, disproves }: Studied,
): AsyncGenerator<FillEvent, HoleReport, undefined> {
  const { form: _form, theorem: asked, ...own } = hole;
  // What was filled before it is part of what stands before it.
  const { header } = patch.draft.declared[patch.theoremOf(number)!]!.theorem;
  const theorem = { ...asked, ...(header === undefined ? {} : { header }) };
  if (disproves) {
    const disproof = yield* asWork(hole.id, disprove(theorem, parts, settings, options));
    if (disproof !== undefined) return { ...own, status: "false", disproof };
  }
  await using verifier = new HoleVerifier(parts.verifier, patch.draft, patch.sorry(number), hole);
  let best: BestAttempt | undefined;
  let end: Extract<LemmaEvent, { type: "finished" }> | undefined;
  let proved: Extract<LemmaEvent, { type: "proved" }> | undefined;
  let evidence: Evidence = "messages";
  const run = { ...options, known: [known], promptAs: withRoom(theorem, parts, settings) };
  for await (const event of prove(theorem, { ...parts, verifier }, settings, run)) {
    yield { type: "working", hole: hole.id, event };
    if (event.type === "attempted" || event.type === "replayed") {
      if (event.verdict.status === "proved") ({ evidence } = event.verdict);
      if (isFurther(event.verdict, best?.verdict)) best = { proof: event.proof, verdict: event.verdict };
    }
    if (event.type === "proved") proved = event;
    if (event.type === "finished") end = event;
  }
  const message = end?.message;
  const open: HoleReport = {
    ...own,
    status: "open",
    ...(best === undefined ? {} : { best }),
    ...(message === undefined ? {} : { message }),
  };
  if (end?.proof === undefined || proved === undefined) return open;
  const text = fillingFor(verifier, theorem, end.proof);
  if (text === undefined) return open;
  patch.put(number, text);
  const { adapted, replayed } = proved;
  known.add({ theorem, proof: end.proof, source: "run" });
  const from = replayed === undefined ? {} : { replayed };
  return { ...own, status: "filled", text, evidence, rests: [], adapted, ...from };
}

/** A stage of the loop, its events told as work on a hole. */
async function* asWork<T>(
  hole: string,
  stage: AsyncGenerator<LemmaEvent, T, undefined>,
): AsyncGenerator<FillEvent, T, undefined> {
  for (;;) {
    const next = await stage.next();
    if (next.done === true) return next.value;
    yield { type: "working", hole, event: next.value };
  }
}

function fillingFor(verifier: HoleVerifier, theorem: Theorem, answer: string): string | undefined {
  const tactics = tacticsOf(theorem, { kind: "tactics", tactics: answer });
  const filling = tactics === undefined ? undefined : verifier.filling(tactics);
  return filling === undefined || "problem" in filling ? undefined : filling.text;
}

/** How far a rejected proof came: its first error's place; what could not be judged comes before all of them. */
function isFurther(verdict: Verdict, than: Verdict | undefined): boolean {
  if (than === undefined) return true;
  const [a, b] = [progressOf(verdict), progressOf(than)];
  return a.rank !== b.rank ? a.rank > b.rank : a.line !== b.line ? a.line > b.line : a.column > b.column;
}

function progressOf({ status, messages }: Verdict): {
  readonly rank: number;
  readonly line: number;
  readonly column: number;
} {
  const start = messages.find(({ severity }) => severity === "error")?.start;
  const { line, column } = start ?? { line: 0, column: 0 };
  // What has no place did not get as far as to be read.
  return { rank: status === "proved" ? 2 : status === "error" && start !== undefined ? 1 : 0, line, column };
}

/** Judges the whole file, takes back the fillings of theorems that do not hold in it, and gives the others their evidence. */
async function* settle(
  patch: Patch,
  reports: HoleReport[],
  { verifier }: LemmaParts,
  options: VerifyOptions,
): AsyncGenerator<FillEvent, readonly CheckedTheorem[], undefined> {
  for (;;) {
    const theorems: CheckedTheorem[] = [];
    let tookBack = false;
    for (const [index, declared] of patch.draft.declared.entries()) {
      const { theorem, place } = declared;
      const verdict = await verifier.verify({ theorem, proof: asItStands(declared) }, options);
      theorems.push({ id: theorem.id, line: place.line, verdict });
      const own = reports.flatMap((report, number) =>
        report.status === "filled" && patch.theoremOf(number) === index ? [{ report, number }] : [],
      );
      for (const { report, number } of own) {
        if (verdict.status === "proved" || verdict.status === "sorry") {
          const rests = restsOf(verdict, report, reports);
          reports[number] = { ...report, evidence: verdict.evidence, rests };
          continue;
        }
        tookBack = true;
        const { text, evidence: _evidence, rests: _rests, adapted: _adapted, replayed: _replayed, ...hole } = report;
        patch.takeBack(number);
        reports[number] = { ...hole, status: "open", best: { proof: text, verdict } };
        yield { type: "settled", report: reports[number], source: patch.draft.source };
      }
    }
    if (!tookBack) return theorems;
  }
}

/** What a theorem that is not proved yet still rests on. */
function restsOf(verdict: Verdict, own: HoleReport, reports: readonly HoleReport[]): readonly string[] {
  if (verdict.status !== "sorry") return [];
  const holes = reports.filter(({ status, declaration }) => status !== "filled" && declaration === own.declaration);
  return [...holes.map(({ id, start }) => `${id} at line ${start.line}`), ...(verdict.rests ?? [])];
}
