export { audit } from "./audit.ts";
export type { Audited, AuditOptions } from "./audit.ts";
export { faultKinds } from "./finding.ts";
export type { FaultKind, Finding } from "./finding.ts";
