import { createHash } from "node:crypto";
import type { Theorem } from "@lemma/interfaces";
import {
  codeTokens,
  contextOf,
  isMissing,
  proofBlock,
  readFile,
  statementHash,
  theoremHash,
  theoremsOf,
} from "@lemma/lean-text";
import { z } from "zod";
import type { ProofRecord } from "../records/proof-record.ts";
import type { ColdStartSettings } from "./settings.ts";

/** A proof that is fit to learn from. */
export const candidateSchema = z.object({
  id: z.string(),
  /** The theorem's own name, by which other proofs may use it. */
  name: z.string(),
  statement: z.string(),
  hash: z.string(),
  proof: z.string(),
  seed: z.string().exactOptional(),
  /** The namespaces that its header opens, as commands, where they are not the customary ones. */
  opens: z.string().exactOptional(),
});
export type Candidate = Readonly<z.infer<typeof candidateSchema>>;

/** What must not be learnt from: by its text under any header, and by its form under its own, which may say the same in other words. */
export class Excluded {
  readonly #hashes = new Set<string>();

  add(theorem: Theorem): void {
    this.#hashes.add(statementHash(theorem.statement)).add(theoremHash(theorem));
  }

  has(theorem: Pick<Theorem, "statement" | "header">): boolean {
    return this.#hashes.has(statementHash(theorem.statement)) || this.#hashes.has(theoremHash(theorem));
  }
}

/** Why records are left out, for the report. */
export const dropReasons = {
  unreadable: "the record could not be used",
  rejected: "its recorded verdict is that Lean rejected it",
  unproved: "no proof, or one with sorry",
  helpers: "the file needs declarations beside the theorem",
  long: "longer than the limit",
  excluded: "its statement is in the excluded set",
  repeated: "the same proof of the same statement came before",
  surplus: "enough proofs of this statement came before",
} as const;

export type DropReason = keyof typeof dropReasons;

/** Decides record by record; remembers 64 bits per statement and per proof, nothing else. */
export class Screen {
  readonly #settings: ColdStartSettings;
  readonly #excluded: Excluded;
  readonly #proofs = new Set<string>();
  readonly #counts = new Map<string, number>();

  constructor(settings: ColdStartSettings, excluded: Excluded) {
    this.#settings = settings;
    this.#excluded = excluded;
  }

  judge(record: ProofRecord): Candidate | DropReason {
    const { theorem, proof, accepted } = record;
    if (accepted === false) return "rejected";
    const block = proof.kind === "tactics" ? proof.tactics : blockOf(proof.code, theorem.statement);
    if (block === "helpers") return "helpers";
    const tokens = codeTokens(block);
    // A task shows the customary header: what speaks of the record's own would mean something else under it, or nothing.
    const own = namesIn(theorem.header ?? "");
    if ([...codeTokens(theorem.statement).slice(2), ...tokens].some(({ text }) => own.has(text.split(".")[0]!)))
      return "helpers";
    if (isMissing(block) || tokens.some(({ text }) => text === "sorry" || text === "admit")) return "unproved";
    if (theorem.statement.length + block.length > this.#settings.maxCharacters) return "long";
    if (this.#excluded.has(theorem)) return "excluded";
    const hash = theoremHash(theorem);
    const words = tokens.map(({ text }) => text).join(" ");
    const proofHash = createHash("sha256").update(hash).update(words).digest("base64").slice(0, 12);
    if (this.#proofs.has(proofHash)) return "repeated";
    const count = this.#counts.get(hash) ?? 0;
    if (count >= this.#settings.proofsPerStatement) return "surplus";
    this.#proofs.add(proofHash);
    this.#counts.set(hash, count + 1);
    const name = /^theorem\s+(\S+)/.exec(theorem.statement)?.[1] ?? theorem.id;
    // A seed that must not be learnt from is not shown either; the proof itself may still be replayed.
    const isShown = record.seed !== undefined && !this.#excluded.has({ ...theorem, statement: record.seed });
    const seed = isShown ? { seed: record.seed! } : {};
    const opens = ownOpens(theorem.header);
    return {
      id: theorem.id,
      name,
      statement: theorem.statement,
      hash,
      proof: indented(block),
      ...seed,
      ...(opens === undefined ? {} : { opens }),
    };
  }
}

/** The theorem's tactic block in a file that has nothing else to say. */
function blockOf(code: string, statement: string): string {
  const file = readFile(code);
  const all = theoremsOf(file);
  if (all.length === 0) return "";
  const own = all.length === 1 ? all[0]! : undefined;
  if (own === undefined || file.commands.some(({ keyword, start }) => start < own.start && definitions.has(keyword)))
    return "helpers";
  // A file that proves another statement than the record's is no proof of it.
  const named = own.name === undefined || statement.includes(own.name);
  return named ? (proofBlock(file, own)?.tactics ?? "") : "helpers";
}

/** What the customary header of a task opens, notation for sums left out: a record without a header stands under it. */
const customary = "Nat Rat Real Topology";

function ownOpens(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const opens = contextOf(header).opens.filter((space) => !space.startsWith("set_option"));
  if (opens.join(" ") === customary) return undefined;
  return opens.map((space) => (/^(open|export) /.test(space) ? `${space}\n` : `open ${space}\n`)).join("");
}

/** Names that a header defines or binds. Its theorems are records of their own. */
function namesIn(header: string): ReadonlySet<string> {
  const { tokens, commands } = readFile(header);
  const names = new Set<string>();
  for (const { keyword, at, to } of commands) {
    const words = definitions.has(keyword)
      ? tokens.slice(at + 1, at + 2)
      : keyword === "variable"
        ? tokens.slice(at + 1, to)
        : [];
    for (const { kind, text } of words) if (kind === "name" && !/^[ℕℤℚℝℂ]$/.test(text)) names.add(text.split(".")[0]!);
  }
  return names;
}
const definitions = new Set(["def", "abbrev", "axiom", "instance", "structure", "inductive"]);

/** The block indented by two spaces where it starts at the margin; blank lines around it dropped. */
function indented(block: string): string {
  const trimmed = block.replace(/^(?:[ \t]*\n)+|\s+$/g, "");
  const atMargin = trimmed.split("\n").some((line) => line !== "" && !/^\s/.test(line));
  return atMargin ? trimmed.replace(/^(?=.)/gm, "  ") : trimmed;
}
