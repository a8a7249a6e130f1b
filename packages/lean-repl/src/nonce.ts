import { randomBytes } from "node:crypto";

/** 96 random bits, as a word that is in no proof. */
export const nonce = (): string => `nonce-${randomBytes(12).toString("hex")}`;
