import { audit, type Audited, faultKinds } from "@lemma/audit";
import { readTheorems } from "@lemma/datasets";
import { InputError } from "@lemma/interfaces";
import { type Command, printJson } from "../command.ts";
import { jsonFlag, recordFlags } from "../flags.ts";
import { defined } from "../opening.ts";
import { readOptions } from "../problems.ts";
import { oneLine } from "../render/events.ts";
import { type Palette, palette } from "../render/palette.ts";

export const auditCommand: Command = {
  positionals: 1,
  usage: "FILE | DIR [flags]",
  flags: {
    ...recordFlags,
    steps: { value: "N", summary: "deterministic steps for one search of a proof (50000)" },
    notes: { summary: "tell what may be meant as well: one closing tactic, digits, halves" },
    ...jsonFlag,
  },
  examples: [
    "lemma audit benchmark.jsonl",
    "lemma audit Basic.lean --notes",
    "lemma audit problems.jsonl --json > audit.jsonl",
  ],
  async run(given, terminal) {
    const [file] = given.positionals;
    if (file === undefined) throw new InputError("audit: give a file or a folder of theorems");
    const color = palette(terminal.hasColor);
    const theorems = readTheorems(file, readOptions(given, terminal));
    const counts = new Map<string, number>();
    let [all, faulty, unread] = [0, 0, 0];
    for await (const audited of audit(theorems, {
      signal: terminal.signal,
      ...defined({ steps: given.integer("steps") }),
    })) {
      all += 1;
      const faults = audited.findings.filter(({ level }) => level === "fault");
      if (faults.length > 0) faulty += 1;
      if (audited.unread !== undefined) unread += 1;
      for (const { kind } of faults) counts.set(kind, (counts.get(kind) ?? 0) + 1);
      if (given.has("json")) printJson(terminal, audited);
      else for (const line of describe(audited, given.has("notes"), color)) terminal.out(`${line}\n`);
    }
    const kinds = faultKinds.flatMap((kind) => (counts.has(kind) ? [`${counts.get(kind)} ${kind}`] : []));
    const summary = `${all} statements, ${faulty} faulty${kinds.length === 0 ? "" : ` (${kinds.join(", ")})`}, ${unread} not read\n`;
    if (given.has("json")) terminal.progress(summary);
    else terminal.out(summary);
    return faulty === 0 ? 0 : 1;
  },
};

function describe({ id, findings }: Audited, withNotes: boolean, color: Palette): readonly string[] {
  return findings
    .filter(({ level }) => withNotes || level === "fault")
    .flatMap(({ kind, level, message, certificate }) => [
      `${(level === "fault" ? color.red : color.yellow)(kind.padEnd(14))} ${id}  ${message}`,
      ...(certificate === undefined
        ? []
        : [color.dim(`${" ".repeat(15)}${oneLine(certificate.statement)} ${oneLine(certificate.proof)}`)]),
    ]);
}
