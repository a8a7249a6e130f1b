import { InfrastructureError, InputError } from "@lemma/interfaces";
import type { SandboxPaths } from "./mounts.ts";
import { sandboxRemedy } from "./remedy.ts";

/**
 * `required` (the default): no proof is elaborated outside of a sandbox. `auto`: in one where one works, else without, with a
 * warning. `off`: without. The last two must be asked for by name.
 */
export const sandboxModes = ["required", "auto", "off"] as const;
export type SandboxMode = (typeof sandboxModes)[number];

/**
 * @param given by the caller; else `LEMMA_SANDBOX` says, else a sandbox is required.
 * @throws {InputError} when that is no mode: a typing error must not switch a sandbox off.
 */
export function sandboxMode(given: SandboxMode | undefined): SandboxMode {
  const named = given ?? process.env["LEMMA_SANDBOX"] ?? "required";
  const mode = sandboxModes.find((each) => each === named);
  if (mode === undefined)
    throw new InputError(`the sandbox mode must be ${sandboxModes.join(", ")}, received ${JSON.stringify(named)}`);
  return mode;
}

const optOut =
  'to check proofs without one all the same, say so: `--sandbox off`, LEMMA_SANDBOX=off, or the option sandbox: "off"';

/** @param reason what every tool's probe came to. */
export function noSandbox(reason: string): InfrastructureError {
  const { problem, command } = sandboxRemedy(reason);
  return new InfrastructureError(
    `a proof is a program, and there is no sandbox here to check it in (${reason}). ${problem}: \`${command}\`; ${optOut}`,
  );
}

/** The program might start outside: its files may lie where the sandbox does not show them. */
export const notInSandbox = (cause: InfrastructureError, { readOnly }: SandboxPaths): InfrastructureError =>
  new InfrastructureError(
    `${cause.message}. It ran in a sandbox without a network that shows it, besides the system's folders, ` +
      `${[...new Set(readOnly)].join(", ")}, read-only; ${optOut}`,
    { cause },
  );

let warned = false;
/** Once a process: what `auto` goes without, and why. */
export function warnOnce(reason: string): void {
  if (warned) return;
  warned = true;
  process.emitWarning(`proofs are checked without a sandbox, as \`auto\` allows: ${reason}`, {
    type: "LemmaWarning",
    code: "LEMMA_NO_SANDBOX",
  });
}
