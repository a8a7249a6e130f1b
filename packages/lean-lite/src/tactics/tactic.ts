import type { Session } from "../proof/session.ts";
import type { Tactic } from "../syntax/proofs/tree.ts";

/** Works on the first goal of the session's state. @throws {TacticFailure} when it does not apply. */
export type TacticRule = (session: Session, tactic: Tactic) => void;
