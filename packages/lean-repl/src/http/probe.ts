import type { Message } from "@lemma/interfaces";
import type { ProbeReport } from "../dispatcher/backend.ts";
import { probeText, readProbe } from "../dispatcher/probe.ts";
import { fromReplMessage } from "../messages.ts";
import { nonce } from "../nonce.ts";
import { isErrorResponse } from "../repl/shape.ts";
import type { Outcome } from "./client.ts";
import { refusalIn, type LineCount } from "./read-answer.ts";

const importLines = ["import Init", "#check Nat"];

/**
 * Finds out what a server can be relied on for, before any proof is sent: that an import brings what it names, that information
 * is reported and not errors alone, where lines are counted from, and that one text leaves nothing behind for the next.
 */
export async function probeServer(
  post: (text: string) => Promise<Outcome>,
): Promise<(ProbeReport & { readonly kind: "unusable" }) | (ProbeReport & { readonly kind: "usable" } & LineCount)> {
  const word = nonce();
  const left = `lemmaProbe${word.replace("nonce-", "")}`;
  const first = [...importLines, `theorem ${left} : True := trivial`, ...probeText(word).split("\n")];
  const told = messagesOf(await post(`${first.join("\n")}\n`));
  if ("kind" in told) return told;
  const report = readProbe(
    told.map(({ text }) => text),
    word,
  );
  const error = told.find(({ severity }) => severity === "error");
  if (error !== undefined) return unusable(`an import failed at the server: ${error.text.split("\n")[0]}`);
  // Without information there is no statement, no axiom and no sign that an answer is the answer: every proof would be refused.
  if (!report.answersQuestions)
    return unusable(
      'the server answers no questions: `#print "…"` came back without its message. It must report information, not errors and warnings alone',
    );
  const line = told.find(({ text }) => text === word)!.start!.line;
  const countsImports = line === first.length;
  if (!countsImports && line !== first.length - 1)
    return unusable(`the server's positions are not the text's: line ${first.length} came back as line ${line}`);
  const next = messagesOf(await post(`${[...importLines, `#check ${left}`].join("\n")}\n`));
  if ("kind" in next) return next;
  if (!next.some(({ severity, text }) => severity === "error" && text.includes(left)))
    return unusable("the server keeps what one text declares for the next");
  return { ...report, countsImports };
}

function messagesOf(outcome: Outcome): readonly Message[] | (ProbeReport & { readonly kind: "unusable" }) {
  if ("trouble" in outcome) return unusable(`the server does not answer: ${outcome.trouble}`, outcome.retry);
  if ("floodedBytes" in outcome) return unusable("the server does not answer as Lean does");
  const { error, response } = outcome;
  if (error === undefined && response !== undefined && !isErrorResponse(response))
    return (response.messages ?? []).map((message) => fromReplMessage(message));
  return unusable(`the server does not elaborate: ${error ?? refusalIn(response) ?? "neither answer nor error"}`, true);
}

const unusable = (reason: string, mayPass = false): ProbeReport & { readonly kind: "unusable" } => ({
  kind: "unusable",
  reason,
  mayPass,
});
