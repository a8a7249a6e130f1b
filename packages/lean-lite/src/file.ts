import type { Theorem } from "@lemma/interfaces";
import { equal } from "@lemma/lean-kernel";
import {
  declarationOf,
  differenceOf,
  findForbidden,
  headAt,
  type LeanFile,
  readFile,
  type Statement,
  type StatementHead,
  theoremKeywords,
  unquote,
  wholeStatement,
} from "@lemma/lean-text";
import { type Checked, checkDeclaration } from "./check.ts";
import { type Context, type Earlier, emptyContext, fullNameOf } from "./context/context.ts";
import type { Contexts } from "./context/contexts.ts";
import type { CheckLimits } from "./outcome.ts";
import { meaningOf } from "./read-statement.ts";

/** What comes out before or instead of a check. */
export type Refused =
  | { readonly status: "mismatch"; readonly reason: string }
  | { readonly status: "forbidden" | "unsupported"; readonly construct: string };

/**
 * Checks the theorem of that statement in a file, with what stands before it there.
 *
 * It must be stated in the same words, and the words must mean in the file what they mean under the header they were asked with.
 */
export function checkFile(theorem: Theorem, code: string, limits: CheckLimits, contexts: Contexts): Checked | Refused {
  const file = readFile(code);
  const forbidden = findForbidden(code, { plainLanguage: true });
  if (forbidden !== undefined) return { status: "forbidden", construct: forbidden };
  const statement = wholeStatement(theorem.statement);
  if ("problem" in statement) return { status: "mismatch", reason: `the statement: ${statement.problem}` };
  const found = findIn(file, statement, theorem.header, contexts);
  if ("status" in found) return found;
  const checked = checkDeclaration(found, limits);
  // What does not read is no statement, the same or another.
  if (checked.read === undefined || checked.outcome.status === "unsupported") return checked;
  const asked = checkDeclaration(askedFor(theorem, contexts), limits);
  // Under its own header it may read as nothing: the file says more than the request.
  if (asked.read === undefined) return asked;
  if (!equal(meaningOf(asked.read), meaningOf(checked.read)))
    return { status: "mismatch", reason: "the statement's words mean something else in the file" };
  return checked;
}

/** The theorem that a statement makes under its header, its proof left out. */
export function askedFor({ statement, header }: Theorem, contexts: Contexts, proof = "sorry"): Earlier {
  const file = readFile(`${statement.trimEnd()}${/:=\s*$/.test(statement) ? " by" : ""}\n  ${proof}`);
  const declaration = declarationOf(file, file.commands[0]!)!;
  return { fullName: "", file, declaration, context: contexts.ofHeader(header) };
}

/** The theorem of a file in the statement's words and under its name. */
function findIn(file: LeanFile, asked: Statement, header: string | undefined, contexts: Contexts): Earlier | Refused {
  // A file that imports stands on its own; any other is read where its theorem was asked for.
  const isWhole = file.commands.some(({ keyword }) => keyword === "import");
  let context: Context = isWhole ? emptyContext : contexts.ofHeader(header);
  let difference: string | undefined;
  const found: Earlier[] = [];
  for (const command of file.commands) {
    const declaration = theoremKeywords.has(command.keyword) ? declarationOf(file, command) : undefined;
    if (declaration !== undefined) {
      const head = headAt(file.tokens, declaration.at, declaration.to)!;
      const isNamed = declaration.name !== undefined && declaration.name === asked.name;
      // Of what does not show where it ends nobody can say that it is another statement.
      if (isNamed && head.end.kind !== "assign" && head.end.kind !== "none")
        return { status: "unsupported", construct: endOf(head) };
      const own = differenceOf(asked, head);
      const fullName = fullNameOf(unquote(declaration.name ?? ""), context.namespaces);
      if (own === undefined) found.push({ fullName, file, declaration, context });
      else if (difference === undefined || isNamed) difference = own;
    }
    context = contexts.after(context, file, command);
  }
  const [first, second] = found;
  if (first === undefined)
    return {
      status: "mismatch",
      reason: difference === undefined ? "the file has no theorem" : `the file proves another statement: ${difference}`,
    };
  if (second !== undefined && first.fullName === second.fullName && asked.keyword !== "example")
    return { status: "mismatch", reason: `the file declares '${asked.name}' twice` };
  return first;
}

const endOf = ({ end }: StatementHead): string =>
  end.kind === "undecided" ? end.because : end.kind === "where" ? "a proof by 'where'" : "a proof by alternatives";
