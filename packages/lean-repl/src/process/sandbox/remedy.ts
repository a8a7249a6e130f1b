import { existsSync, readFileSync } from "node:fs";
import { installCommand } from "../../install-command.ts";

/** What stands in the way of a sandbox, and the command that takes it out of it. */
export interface Remedy {
  readonly problem: string;
  readonly command: string;
}

/** Kernel settings that keep a user from making namespaces, with the value that does and the one that does not. */
const settings = [
  // Ubuntu 23.10 and later: AppArmor lets a namespace be made, and takes its capabilities away.
  ["kernel.apparmor_restrict_unprivileged_userns", "1", "0"],
  // Debian's own switch.
  ["kernel.unprivileged_userns_clone", "0", "1"],
  ["user.max_user_namespaces", "0", "15000"],
] as const;

/**
 * @param reason what every tool's probe came to.
 * @param read the text of a file, or undefined where there is none.
 */
export function sandboxRemedy(reason: string, read: (path: string) => string | undefined = readText): Remedy {
  if (/bubblewrap: not installed/.test(reason))
    return { problem: "bubblewrap is not installed", command: installCommand("bubblewrap") };
  for (const [name, bad, good] of settings)
    if (read(`/proc/sys/${name.replaceAll(".", "/")}`)?.trim() === bad)
      return {
        problem: `bubblewrap is installed, and the kernel does not let it work: ${name} is ${bad}`,
        command: `sudo sysctl -w ${name}=${good}`,
      };
  const isContainer = read("/.dockerenv") !== undefined || read("/run/.containerenv") !== undefined;
  if (isContainer)
    return {
      problem: "bubblewrap is installed, and this container does not let it make namespaces",
      // The default profiles refuse `unshare` and `mount`, and masked parts of /proc a new one.
      command:
        "docker run --security-opt seccomp=unconfined --security-opt apparmor=unconfined --security-opt systempaths=unconfined …",
    };
  return {
    problem: "bubblewrap is installed, and is not permitted to make a sandbox",
    command: "bwrap --unshare-all --ro-bind / / true   # says why; namespaces for users must be enabled",
  };
}

function readText(path: string): string | undefined {
  try {
    return existsSync(path) ? readFileSync(path, "utf8") : undefined;
  } catch {
    return undefined;
  }
}
