import type { ElaborationJob } from "../elaborator.ts";
import { importProbes } from "../import-probes.ts";
import { codeTokens } from "@lemma/lean-text";
import { splitHeader } from "../text/file.ts";
import { wholeDocument, type WholeDocument } from "../whole-document.ts";

/** A job as the text of one request. */
export interface Snippet extends WholeDocument {
  /** Lines at its start that import. */
  readonly importLines: number;
  /** Lines after those that ask for what the imports bring. */
  readonly probeLines: number;
}

/** Python's line ends that are none of Lean's: the server would begin a line where Lean, and the text policy, see none. */
export const otherLineEnds = "\r\v\f\u001c\u001d\u001e\u0085\u2028\u2029";
/** One import a line; what merely begins with `Mathlib` would be taken for it. */
const plainImport = /^import (?:all )?(?!Mathlib[^.\s])\S+$/;

/**
 * Writes a job as servers with Kimina's interface need it. Those cut the leading `import` lines off, give them to a REPL
 * without saying what became of them, and elaborate everything else in that REPL's environment 0. So there is always an import
 * line, since without one environment 0 is what the first text left behind; the next lines ask for a name that each import
 * must have brought; and a text that would be cut elsewhere than Lean does is not sent.
 */
export function snippetOf(job: ElaborationJob): Snippet | { readonly unsendable: string } {
  const { imports, rest } = splitHeader(job.header);
  const lines = commandsOf(imports);
  // Of the header and not of its imports alone: what stands behind one on its line, the server takes for a part of it.
  const odd = commandsOf(job.header)
    .slice(0, lines.length)
    .find((line) => !plainImport.test(line));
  if (odd !== undefined) return { unsendable: `servers of this kind take plain imports alone, not \`${odd}\`` };
  const text = `${rest}\n${job.body}`.replaceAll("\r\n", "\n");
  const other = Array.from(otherLineEnds).find((end) => text.includes(end));
  if (other !== undefined) {
    const code = other.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0");
    return { unsendable: `servers of this kind read U+${code} as the end of a line, and Lean does not` };
  }
  const top = lines.length === 0 ? ["import Init"] : lines;
  const probes = importProbes(top.join("\n"));
  const header = [...top, ...probes, ...(rest === "" ? [] : [rest])].join("\n");
  return { ...wholeDocument({ ...job, header }), importLines: top.length, probeLines: probes.length };
}

/** Each in a line, without comments. */
function commandsOf(header: string): readonly string[] {
  const lines: string[] = [];
  for (const { text, startsLine } of codeTokens(header))
    if (startsLine || lines.length === 0) lines.push(text);
    else lines.push(`${lines.pop()!} ${text}`);
  return lines;
}
