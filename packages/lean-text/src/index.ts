export { afterThought, firstStatement, lastLeanBlock, statementBody, untilFence } from "./answers.ts";
export { isName, unquote } from "./characters.ts";
export { closing, declarationOf, readFile, split, theoremsOf } from "./commands.ts";
export type { Command, Declaration, LeanFile } from "./commands.ts";
export { dedent } from "./dedent.ts";
export { goalToStatement } from "./goal.ts";
export { fillingOf, sorriesOf } from "./holes.ts";
export type { HoleForm, SorryToken } from "./holes.ts";
export { contextOf } from "./context.ts";
export type { Context, Meaning, VariableGroup } from "./context.ts";
export { differenceOf } from "./lock.ts";
export { boundNames, disproofScripts, negationOf } from "./negation.ts";
export { normalForm, statementHash } from "./normal-form.ts";
export {
  headerBefore,
  isLeanFile,
  isMissing,
  leanName,
  normaliseStatement,
  openNamespaces,
  signatureCut,
  splitFile,
} from "./normalise.ts";
export type { SplitFile } from "./normalise.ts";
export { readOpen } from "./open-command.ts";
export type { Opened } from "./open-command.ts";
export { closedTerm, closeStatement, openStatement } from "./opened-statement.ts";
export type { OpenedStatement } from "./opened-statement.ts";
export { gluedKeyword } from "./policy/keywords.ts";
export { findCommand, findForbidden } from "./policy/policy.ts";
export type { Policy } from "./policy/policy.ts";
export { placeIn, proofBlock } from "./proof-block.ts";
export type { Placement, ProofBlock } from "./proof-block.ts";
export { gramsOf, jaccard, similarity, tokenGrams } from "./similarity.ts";
export { signatureEnd } from "./signature.ts";
export type { SignatureEnd } from "./signature.ts";
export { headAt, theoremKeywords, wholeStatement } from "./statement.ts";
export type { Statement, StatementHead, TheoremKeyword } from "./statement.ts";
export { bracketStep } from "./symbols.ts";
export { formOf, theoremHash } from "./theorem-form.ts";
export type { Stated } from "./theorem-form.ts";
export { code, codeTokens, tokenize } from "./tokens.ts";
export type { CodeKind, CodeToken, Token, TokenKind } from "./tokens.ts";
