import type { Message, VerifyRequest } from "@lemma/interfaces";
import type { ElaborationJob, Elaborator } from "../elaborator.ts";
import { splitHeader } from "../text/file.ts";
import { fullName, statementHead } from "../text/statement.ts";
import type { Elaboration } from "../verdict.ts";
import type { DeclarationRules } from "./declaration.ts";

/** What a file came to whose header failed, and how its lines are to be moved. */
export interface Blamed {
  readonly elaboration: Elaboration;
  readonly linesBefore: number;
}

/** A file's header is the candidate's own: what is wrong with it is wrong with the proof, as far as that can be told. */
export async function blameHeader(
  elaborator: Elaborator,
  { references, wallMs }: DeclarationRules,
  { theorem }: VerifyRequest,
  code: string,
  job: ElaborationJob,
  failed: Elaboration & { readonly kind: "infrastructure" },
): Promise<Blamed> {
  const { imports, rest } = splitHeader(job.header);
  const end = imports === "" ? 0 : code.indexOf(imports) + imports.length;
  const linesBefore = 1 - code.slice(0, end).split("\n").length;
  if (rest !== "" && failed.reason.includes("header has an error")) {
    const again = await elaborator.elaborate({ ...job, header: imports, body: code.slice(end) });
    return { elaboration: again, linesBefore };
  }
  // The theorem's own imports work and the file's do not: it imports what there is not.
  const own = theorem.header === undefined ? undefined : splitHeader(theorem.header).imports;
  const head = statementHead(theorem.statement);
  if (own === undefined || own === imports || head?.name === undefined || !failed.reason.includes("import"))
    return { elaboration: failed, linesBefore };
  const name = fullName(head.name, theorem.header ?? "");
  const reference = await references.type(theorem.header ?? "", theorem.statement, name, wallMs);
  if (reference.kind === "unavailable") return { elaboration: failed, linesBefore };
  const message: Message = { severity: "error", text: failed.reason };
  return { elaboration: { kind: "elaborated", messages: [message], sorries: [] }, linesBefore };
}
