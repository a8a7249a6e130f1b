import type { Random, Verdict } from "@lemma/interfaces";
import { LeanLite, refute, searchProof } from "@lemma/lean-lite";
import { type Claim, makeClaim } from "./claim.ts";
import { scripts, unfolding } from "./scripts.ts";

export interface Breach {
  readonly header: string;
  readonly statement: string;
  readonly proof: string;
  readonly wrongly: readonly string[];
}

export interface Report {
  readonly statements: number;
  readonly proofs: number;
  readonly byStatus: Readonly<Record<string, number>>;
  /** Statements of which at least one proof was judged: not all were `unsupported`. */
  readonly understood: number;
  readonly twinsProved: number;
  readonly breaches: readonly Breach[];
}

// Steps are the limit: on a busy machine a proof must get as far as on a free one.
const limits = { steps: 200_000, wallMs: 60_000 };

/** A proof as a record has it, or as a whole file: the two ways in. */
export function submit(
  lean: LeanLite,
  { header, statement }: { readonly header: string; readonly statement: string },
  proof: string,
  asFile: boolean,
): Promise<Verdict> {
  const tactics = `  ${proof.replaceAll("\n", "\n  ")}`;
  const theorem = { id: "t", statement, header };
  const code = `${header}\n${statement}\n${tactics}\n`;
  return lean.verify({ theorem, proof: asFile ? { kind: "file", code } : { kind: "tactics", tactics } }, { limits });
}

/** Tries all scripts on false statements; none may be proved. Their true twins say whether proofs get through at all. */
export async function campaign(random: Random, statements: number, tryTwins = true): Promise<Report> {
  const lean = new LeanLite();
  const byStatus: Record<string, number> = {};
  const breaches: Breach[] = [];
  let [understood, twinsProved, proofs] = [0, 0, 0];
  for (let i = 0; i < statements; i += 1) {
    const claim = makeClaim(random.fork("claim", i));
    proofs += scriptsFor(claim).length;
    if (await attack(lean, claim, i, byStatus, breaches)) understood += 1;
    if (tryTwins && (await isTwinProved(lean, claim))) twinsProved += 1;
  }
  return { statements, proofs, byStatus, understood, twinsProved, breaches };
}

/** The scripts, and those that name what the header defines. */
function scriptsFor({ problem }: Claim): readonly string[] {
  const names = problem.context.flatMap((command) => (command.kind === "definition" ? [command.name] : []));
  return [...scripts, ...names.flatMap((name) => unfolding.map((script) => script.replaceAll("NAME", name)))];
}

/** Whether any proof was judged. */
async function attack(
  lean: LeanLite,
  claim: Claim,
  turn: number,
  byStatus: Record<string, number>,
  breaches: Breach[],
): Promise<boolean> {
  let judged = false;
  for (const [i, proof] of scriptsFor(claim).entries()) {
    const { status } = await submit(lean, claim, proof, (i + turn) % 4 === 0);
    byStatus[status] = (byStatus[status] ?? 0) + 1;
    judged ||= status !== "unsupported";
    if (status === "proved") {
      const { header, statement, wrongly } = claim;
      breaches.push({ header, statement, proof, wrongly });
    }
  }
  return judged;
}

async function isTwinProved(lean: LeanLite, { twin }: Claim): Promise<boolean> {
  for (const proof of twin.proofs) if ((await submit(lean, twin, proof, false)).status === "proved") return true;
  return false;
}

export interface SearchReport {
  readonly statements: number;
  /** False statements of which the search says that it found a proof. */
  readonly found: readonly { readonly statement: string; readonly proof: string }[];
  /** True statements, here the twins, of which the refuter says that it found a counterexample. */
  readonly refuted: readonly string[];
  readonly falseRefuted: number;
}

/** Lets lean-lite's own search, which looks at the goal, try false statements; and its refuter try true ones. */
export function searchCampaign(random: Random, statements: number): SearchReport {
  const found: { statement: string; proof: string }[] = [];
  const refuted: string[] = [];
  let [count, falseRefuted] = [0, 0];
  for (let i = 0; count < statements; i += 1) {
    const { problem, statement, twin } = makeClaim(random.fork("search", i));
    // Both take a statement without a header.
    if (problem.context.some(({ kind }) => kind !== "text")) continue;
    count += 1;
    const proof = searchProof(statement, { steps: 400_000 });
    if (proof !== undefined) found.push({ statement, proof: proof.proof });
    if (refute(statement).status === "refuted") falseRefuted += 1;
    if (refute(twin.statement).status === "refuted") refuted.push(twin.statement);
  }
  return { statements, found, refuted, falseRefuted };
}
