import type { VerifyRequest } from "@lemma/interfaces";
import {
  alterationBefore,
  declarationIn,
  normalizeStatement,
  splitFile,
  splitHeader,
  statementHead,
} from "../text/statement.ts";

/**
 * For servers that answer no questions: whether a file states the theorem in the same words, with nothing before them that may
 * change what they mean. @returns why not.
 */
export function differsInWords({ theorem, proof }: VerifyRequest, name: string, header: string): string | undefined {
  if (proof.kind !== "file") return undefined;
  const local = statementHead(theorem.statement)?.name ?? name.slice(name.lastIndexOf(".") + 1);
  const declared = declarationIn(proof.code, local);
  if (declared === undefined) return `the file does not declare ${name}`;
  if (declared !== normalizeStatement(theorem.statement).replace(/^.*?\btheorem /, "theorem "))
    return `${name} has another statement in the file`;
  const file = splitFile(proof.code);
  const own = normalizeStatement(splitHeader(file.header).rest);
  const isUsual = theorem.header === undefined && file.customary;
  if (own !== "" && own !== normalizeStatement(splitHeader(header).rest) && !isUsual)
    return "the file opens other namespaces, or sets other options, than the theorem's header";
  const altered = alterationBefore(file.body, local);
  return altered === undefined ? undefined : `\`${altered}\` before the statement may change what it means`;
}
