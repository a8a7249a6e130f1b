import { inOrder, Resources } from "@lemma/async";
import { openVerifier } from "@lemma/core";
import { type ProofRecord, readProofRecords } from "@lemma/datasets";
import { InputError, type Verdict, type Verifier, reasonOf } from "@lemma/interfaces";
import { placeIn } from "@lemma/lean-text";
import { type Command, type ExitStatus, printJson } from "../command.ts";
import { commonFlags, jsonFlag, recordFlags, verifierFlags } from "../flags.ts";
import { defined, verifierChoices } from "../opening.ts";
import { readOptions } from "../problems.ts";
import { palette } from "../render/palette.ts";

export const checkCommand: Command = {
  positionals: 1,
  usage: "FILE.jsonl | FILE.lean | DIR | - [--verifier lite|repl|lsp|http|A,B] [flags]",
  flags: {
    types: { summary: "each statement with all its types, as the verifier reads it" },
    ...recordFlags,
    ...verifierFlags,
    verifier: { value: "V", summary: "lite, repl, lsp or http; two of them with a comma between (lite)" },
    axioms: { summary: "say below each proof which lemmas of lite's book it uses, and which of them are assumed" },
    ...jsonFlag,
  },
  ignored: commonFlags,
  examples: [
    "lemma check proofs.jsonl",
    "lemma check Basic.lean --types",
    "lemma check proofs.jsonl --verifier lite,repl --repl-command 'lake exe repl' --json",
  ],
  async run(given, terminal) {
    const [file, extra] = given.positionals;
    if (file === undefined) throw new InputError("check: give a file of proofs");
    if (extra !== undefined) throw new InputError(`unexpected argument "${extra}"`);
    const choices = verifierChoices(given);
    const timeoutMs = given.integer("timeout-ms");
    const memoryMb = given.integer("memory-mb");
    const limits = defined({ wallMs: timeoutMs, memoryBytes: memoryMb === undefined ? undefined : memoryMb * 2 ** 20 });
    const color = palette(terminal.hasColor);
    await using stack = new Resources();
    const verifiers: Verifier[] = [];
    for (const choice of choices) verifiers.push(stack.use(await openVerifier(choice)));

    const statuses: Verdict["status"][] = [];
    const names = new Names();
    let disagreements = 0;
    let proofs = 0;
    const records = readProofRecords(file, readOptions(given, terminal));
    const judged = (record: ProofRecord) =>
      Promise.all(
        verifiers.map(async (verifier) => {
          const options = { limits, signal: terminal.signal };
          const verdict = await verifier.verify({ theorem: record.theorem, proof: record.proof }, options);
          const reading = given.has("types") ? await verifier.read(record.theorem, options) : undefined;
          const typed = reading?.status === "read" ? reading.typed : undefined;
          return { ...inFile(verdict, record), ...defined({ typed }) };
        }),
      ).then((verdicts) => ({ record, verdicts }));
    // Several checks are under way at once, so that a pool is kept busy; verdicts still come out in the file's order.
    const atOnce = (given.integer("concurrency") ?? 4) * 2;
    for await (const { record, verdicts } of inOrder(records, atOnce, judged)) {
      proofs += 1;
      const name = names.of(record);
      for (const verdict of verdicts) {
        statuses.push(verdict.status);
        if (given.has("json"))
          printJson(terminal, { ...verdict, ...defined({ index: record.index }), file: record.origin.file });
        else for (const line of describe(verdict, record, name, choices.length > 1, color)) terminal.out(`${line}\n`);
        if (given.has("axioms") && !given.has("json")) terminal.out(restsOn(verdict).map(color.dim).join(""));
      }
      const [first, second] = verdicts;
      if (first !== undefined && second !== undefined && first.status !== second.status) {
        disagreements += 1;
        const said = {
          id: record.theorem.id,
          ...defined({ index: record.index }),
          file: record.origin.file,
          line: record.origin.line,
          disagreement: { [first.verifier]: first.status, [second.verifier]: second.status },
        };
        if (given.has("json")) printJson(terminal, said);
        else
          terminal.out(
            color.red(
              `  disagreement on ${name}: ${first.verifier} ${first.status}, ${second.verifier} ${second.status}\n`,
            ),
          );
      }
    }
    if (proofs === 0) throw new InputError("holds no proof to judge", { file });
    const summary = `${proofs} ${proofs === 1 ? "proof" : "proofs"}, ${count(statuses)}${choices.length > 1 ? `, ${disagreements} disagreements` : ""}\n`;
    if (given.has("json")) terminal.progress(summary);
    else terminal.out(summary);
    return exitStatusOf(statuses);
  },
};

/** Names for the eye: a record whose id has been another's says where it stands. */
class Names {
  readonly #seen = new Set<string>();

  of({ theorem, index, origin }: ProofRecord): string {
    const name = `${theorem.id}${index === undefined ? "" : `#${index}`}`;
    if (this.#seen.has(name)) return `${name} (${origin.file}:${origin.line})`;
    this.#seen.add(name);
    return name;
  }
}

/** A verdict with the line of its record or theorem; of a Lean file, messages at the file's own places. */
type Placed = Verdict & { readonly line: number; readonly typed?: string };

function inFile(verdict: Verdict, { origin, proof }: ProofRecord): Placed {
  const { place } = origin;
  if (place === undefined) return { ...verdict, line: origin.line };
  // What was judged as a file has the file's places already.
  if (proof.kind === "file") return { ...verdict, line: place.line };
  const messages = verdict.messages.map((message) => ({
    ...message,
    ...(message.start === undefined ? {} : { start: placeIn(place, message.start) }),
    ...(message.end === undefined ? {} : { end: placeIn(place, message.end) }),
  }));
  const goals =
    verdict.status === "sorry"
      ? verdict.goals?.map(({ goal, start }) => ({ goal, ...(start && { start: placeIn(place, start) }) }))
      : undefined;
  return { ...verdict, line: place.line, messages, ...(goals === undefined ? {} : { goals }) };
}

/** What a verdict says, in lines: status and name, where and why, and the goal that is left. */
function describe(
  verdict: Placed,
  { origin }: ProofRecord,
  name: string,
  named: boolean,
  color: ReturnType<typeof palette>,
): readonly string[] {
  const paint = verdict.status === "proved" ? color.green : verdict.status === "unsupported" ? color.yellow : color.red;
  const said = verdict.messages.find(({ severity }) => severity === "error") ?? verdict.messages[0];
  const start = said?.start ?? { line: verdict.line, column: 0 };
  const isPlaced = origin.place !== undefined && verdict.status !== "proved";
  const place = isPlaced ? `${origin.file}:${start.line}:${start.column}: ` : "";
  const reason = shownReason(verdict, said?.text);
  const detail =
    reason === undefined && place === "" ? "" : color.dim(`  ${place}${reason?.split("\n")[0] ?? verdict.status}`);
  const goal =
    "goal" in verdict && verdict.goal !== undefined && origin.place !== undefined ? verdict.goal.split("\n") : [];
  return [
    `${paint(verdict.status.padEnd(14))} ${name}${named ? color.dim(` (${verdict.verifier})`) : ""}${detail}`,
    ...(verdict.typed === undefined ? [] : [`${" ".repeat(15)}${verdict.typed}`]),
    ...goal.map((line) => color.dim(`${" ".repeat(15)}${line}`)),
  ];
}

/** The reason as a line of `check` has it. @param said the message to show where the verdict names none. */
function shownReason(verdict: Verdict, said: string | undefined): string | undefined {
  const reason = reasonOf(verdict);
  if (verdict.status === "proved") return reason === undefined ? undefined : `evidence ${verdict.evidence}: ${reason}`;
  return reason ?? (verdict.status === "error" || verdict.status === "sorry" ? said : undefined);
}

/** What a proof uses besides the rules of logic and arithmetic, and what of that nobody has proved. */
function restsOn(verdict: Verdict): readonly string[] {
  if (verdict.status !== "proved") return [];
  const line = (what: string, names: readonly string[] | undefined): string[] =>
    names === undefined ? [] : [`  ${what}: ${names.length === 0 ? "nothing" : names.join(", ")}\n`];
  return [...line("uses", verdict.lemmas), ...line("assumes", verdict.axioms)];
}

function count(statuses: readonly Verdict["status"][]): string {
  const counts = new Map<string, number>();
  for (const status of statuses) counts.set(status, (counts.get(status) ?? 0) + 1);
  return [...counts].map(([status, number]) => `${number} ${status}`).join(", ");
}

function exitStatusOf(statuses: readonly Verdict["status"][]): ExitStatus {
  if (statuses.includes("infrastructure")) return 3;
  return statuses.every((status) => status === "proved") ? 0 : 1;
}
