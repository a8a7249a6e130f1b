import { execFile } from "node:child_process";
import { persist } from "../../persist.ts";
import { isShortage } from "../shortage.ts";
import { inBubblewrap } from "./bubblewrap.ts";
import type { SandboxPaths } from "./mounts.ts";
import { inNamespaces } from "./unshare.ts";

/** What can put a program into a sandbox, the first that works first. */
export const sandboxTools = ["bubblewrap", "unshare"] as const;
export type SandboxTool = (typeof sandboxTools)[number];

/**
 * The command line that runs `command` without network, with its own PID, IPC, UTS and user namespace, without capabilities,
 * over a read-only file system of the listed paths only, with a private /tmp and a cleared environment.
 */
export const sandboxed: Readonly<Record<SandboxTool, typeof inBubblewrap>> = {
  bubblewrap: inBubblewrap,
  unshare: inNamespaces,
};

export interface SandboxReport {
  readonly active: boolean;
  /** Undefined where there is none. */
  readonly tool: SandboxTool | undefined;
  /** What was proven, or why there is no sandbox. */
  readonly reason: string;
}

// Nothing but the shell's own commands: what a distribution links through /etc is not there.
const probeScript = `
[ -w /usr ] && echo "usr writable"
[ -w /proc/sys/kernel/core_pattern ] && echo "sysctl writable"
for p in / "$@"; do ( : > "$p/.lemma-probe" ) 2>/dev/null && echo "writable $p"; done
{ read -r _; read -r _; while read -r name _; do [ "$name" = lo: ] || echo "network $name"; done; } < /proc/net/dev || echo "network unknown"
while read -r name value; do [ "$name" = CapEff: ] && [ "$value" != 0000000000000000 ] && echo "capabilities $value"; done < /proc/self/status
set -- /proc/[0-9]*
[ "$#" -gt 12 ] && echo "sees foreign processes"
[ -n "$LEMMA_PROBE_SECRET" ] && echo "environment leaks"
echo done
`;

/** Runs a small shell program in each tool's sandbox, until one holds it, and looks at what it could do. */
export async function probeSandbox(paths: SandboxPaths): Promise<SandboxReport> {
  const problems: string[] = [];
  for (const tool of sandboxTools) {
    const problem = await problemWith(tool, paths);
    if (problem === undefined)
      return {
        active: true,
        tool,
        reason: `${tool}: no network, own PID, IPC and user namespaces, read-only toolchain, cleared environment`,
      };
    problems.push(`${tool}: ${problem}`);
  }
  return { active: false, tool: undefined, reason: problems.join("; ") };
}

/**
 * @returns why this tool's sandbox is none, or undefined when it held. What a machine is short of for a moment is asked for
 *   again.
 */
export async function problemWith(tool: SandboxTool, paths: SandboxPaths): Promise<string | undefined> {
  return await persist(
    async () => await lookInside(tool, paths),
    (problem) => problem === undefined || !isShortage(problem),
  );
}

async function lookInside(tool: SandboxTool, paths: SandboxPaths): Promise<string | undefined> {
  const kept = paths.readOnly.filter((path) => !paths.writable.some((each) => `${path}/`.startsWith(`${each}/`)));
  const command = sandboxed[tool](["/bin/sh", "-c", probeScript, "probe", ...kept], paths, {
    ...process.env,
    LEMMA_PROBE_SECRET: "1",
  });
  const { output, problem } = await new Promise<{ output: string; problem: string | undefined }>((resolve) => {
    execFile(command[0]!, command.slice(1), { timeout: 10_000 }, (error, stdout, stderr) => {
      const code = error === null ? undefined : (error as NodeJS.ErrnoException).code;
      const said = stderr.trim().split("\n")[0]!;
      resolve({
        output: stdout,
        problem: error === null ? undefined : code === "ENOENT" ? "not installed" : said === "" ? "failed" : said,
      });
    });
  });
  if (problem !== undefined) return problem;
  if (!output.includes("done")) return "its probe did not finish";
  const leaks = output.split("\n").filter((line) => line !== "" && line !== "done");
  return leaks.length === 0 ? undefined : `its probe found: ${leaks.join(", ")}`;
}
