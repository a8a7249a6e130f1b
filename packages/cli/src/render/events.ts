import { type LemmaEvent, reasonOf, type Verdict } from "@lemma/interfaces";
import { statementBody } from "@lemma/lean-text";
import { match } from "ts-pattern";
import type { Palette } from "./palette.ts";

/** What happened, in lines for a person; an event that needs none gives none. */
export function describeEvent(event: LemmaEvent, color: Palette): readonly string[] {
  return match(event)
    .with({ type: "started" }, ({ theorem }) => ["", color.bold(oneLine(theorem.statement))])
    .with({ type: "conjectured" }, ({ index, statement, accepted, reason }) => [
      `  ${color.dim("conjecture")} ${index + 1}  ${statement === undefined ? color.dim("(none)") : shortStatement(statement)}${accepted ? "" : color.dim(`  dropped: ${reason}`)}`,
    ])
    .with({ type: "verified" }, ({ index, attempt, proof, verdict, kept, cut }) => [
      `  ${color.dim(`lemma ${index + 1}.${attempt + 1}`)}     ${describeVerdict(verdict, color)}  ${oneLine(proof)}${kept ? color.dim("  kept") : ""}${cutNote(cut, color)}`,
    ])
    .with({ type: "weighed" }, ({ examples }) =>
      examples.map(
        ({ statement, proof, weight }) =>
          `  ${color.dim("weight")} ${weight.toFixed(3)}  ${shortStatement(statement)}  ${color.dim("by")} ${oneLine(proof)}`,
      ),
    )
    .with({ type: "adapted" }, ({ trace, skipped, elapsedMs }) => [
      skipped === undefined
        ? `  ${color.dim("adapted")}       loss ${trace.losses[0]!.toFixed(4)} → ${color.bold(trace.losses.at(-1)!.toFixed(4))}  in ${stepsOf(trace)}, ${(elapsedMs / 1000).toFixed(1)} s`
        : `  ${color.dim("not adapted:")} ${skipped}`,
    ])
    .with({ type: "attempted" }, ({ attempt, adapted, proof, verdict, cut }) => [
      `  ${color.dim(`${adapted ? "adapted" : "unadapted"} attempt`)} ${attempt + 1}  ${describeVerdict(verdict, color)}  ${oneLine(proof)}${color.dim(whyNot(verdict))}${cutNote(cut, color)}`,
    ])
    .with({ type: "replayed" }, ({ of, proof, verdict }) => [
      `  ${color.dim(`replayed ${of}`)}  ${describeVerdict(verdict, color)}  ${oneLine(proof)}${color.dim(whyNot(verdict))}`,
    ])
    .with({ type: "proved" }, () => [])
    .with({ type: "finished" }, ({ status, message, elapsedMs }) => [
      `  ${status === "proved" ? color.green("proved") : color.yellow(status)}${message === undefined ? "" : `: ${message}`}  ${color.dim(`${(elapsedMs / 1000).toFixed(1)} s`)}`,
    ])
    .exhaustive();
}

/** The longest status that a proof usually has. */
const statusWidth = "unsupported".length;

const cutNote = (cut: true | undefined, color: Palette): string =>
  cut === undefined ? "" : color.yellow("  cut at its limit of tokens");

function describeVerdict(verdict: Verdict, color: Palette): string {
  const paint = verdict.status === "proved" ? color.green : verdict.status === "unsupported" ? color.yellow : color.red;
  return paint(verdict.status.padEnd(statusWidth));
}

/** Why a proof was not accepted, in one line; nothing for one that was. */
export function whyNot(verdict: Verdict): string {
  const said = verdict.status === "proved" ? undefined : reasonOf(verdict);
  return said === undefined ? "" : `  ${oneLine(said.split("\n")[0]!)}`;
}

function shortStatement(statement: string): string {
  return oneLine(statementBody(statement));
}

/** A proof or statement on one line, for lists. */
export function oneLine(text: string): string {
  const flat = text
    .trim()
    .replaceAll(/\s*\n\s*/g, "; ")
    .replaceAll(/\s+/g, " ");
  return flat.length > 160 ? `${flat.slice(0, 157)}…` : flat;
}

function stepsOf({ gradientNorms: { length } }: Extract<LemmaEvent, { readonly type: "adapted" }>["trace"]): string {
  return length === 1 ? "1 step" : `${length} steps`;
}
