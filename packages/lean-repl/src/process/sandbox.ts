import { execFile } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { dirname } from "node:path";
import { words } from "../text/lexer.ts";
import { markerVariable } from "./tree.ts";

/** `auto` uses bubblewrap where its probe passes; `required` refuses to start without; `off` is the explicit opt-out. */
export type SandboxMode = "auto" | "required" | "off";

export interface SandboxReport {
  readonly active: boolean;
  /** What was proven, or why there is no sandbox. */
  readonly reason: string;
}

export interface SandboxPaths {
  /** Readable inside, never writable: toolchain, project, the REPL itself. */
  readonly readOnly: readonly string[];
  /** Writable inside. */
  readonly writable: readonly string[];
  readonly workingDirectory: string;
}

const systemPaths = [
  "/usr",
  "/bin",
  "/sbin",
  "/lib",
  "/lib32",
  "/lib64",
  "/opt",
  "/nix",
  "/etc/ld.so.cache",
  "/etc/ld.so.conf",
];

/** Variables that Lean, Lake and elan read; everything else of the environment, secrets included, stays outside. */
const keptVariables = words(`
  PATH LANG LC_ALL LEAN_PATH LEAN_SYSROOT LEAN_SRC_PATH ELAN_HOME ELAN_TOOLCHAIN LAKE_HOME LD_LIBRARY_PATH
`);

/**
 * The command line that runs `command` without network, with its own PID, IPC, UTS and user namespace, over a read-only file
 * system of the listed paths only, with a cleared environment, ending when its parent ends.
 */
export function sandboxed(
  command: readonly string[],
  paths: SandboxPaths,
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const binds: string[] = [];
  const seen = new Set<string>();
  // A path and what it links to: elan's and nvm's programs are links into other directories.
  const bind = (flag: string, path: string): void => {
    for (const each of new Set([path, realPath(path)])) {
      if (each === undefined || !existsSync(each) || seen.has(each)) continue;
      seen.add(each);
      binds.push(flag, each, each);
    }
  };
  for (const path of systemPaths) bind("--ro-bind", path);
  for (const path of paths.readOnly) bind("--ro-bind", path);
  for (const path of paths.writable) bind("--bind", path);
  const variables = [...keptVariables, markerVariable].flatMap((name) => {
    const value = environment[name];
    return value === undefined ? [] : ["--setenv", name, value];
  });
  return [
    "bwrap",
    "--unshare-all",
    "--die-with-parent",
    "--new-session",
    // First /tmp, then the binds: a project may itself live under /tmp.
    ...words("--tmpfs /tmp --proc /proc --dev /dev"),
    ...binds,
    ...words("--clearenv --setenv HOME /tmp"),
    ...variables,
    "--chdir",
    paths.workingDirectory,
    "--",
    ...command,
  ];
}

/** The program's own folder, when it is named by a path. Its toolchain must be among the caller's read-only paths. */
export function programDirectory(program: string): string | undefined {
  const path = program.includes("/") ? realPath(program) : undefined;
  return path === undefined ? undefined : dirname(path);
}

// Nothing but the shell's own commands: what a distribution links through /etc is not there.
const probeScript = `
test -w /usr && echo "usr writable"
for p in "$@"; do ( : > "$p/.lemma-probe" ) 2>/dev/null && echo "writable $p"; done
{ read -r _; read -r _; while read -r name _; do [ "$name" = lo: ] || echo "network $name"; done; } < /proc/net/dev || echo "network unknown"
set -- /proc/[0-9]*
[ "$#" -gt 12 ] && echo "sees foreign processes"
[ -n "$LEMMA_PROBE_SECRET" ] && echo "environment leaks"
echo done
`;

/** Runs a small shell program in the sandbox and looks at what it could do. */
export async function probeSandbox(paths: SandboxPaths): Promise<SandboxReport> {
  const command = sandboxed(["/bin/sh", "-c", probeScript, "probe", ...paths.readOnly], paths, {
    ...process.env,
    LEMMA_PROBE_SECRET: "1",
  });
  const { output, problem } = await new Promise<{ output: string; problem: string | undefined }>((resolve) => {
    execFile(command[0]!, command.slice(1), { timeout: 10_000 }, (error, stdout, stderr) => {
      const code = error === null ? undefined : (error as NodeJS.ErrnoException).code;
      const problem =
        code === "ENOENT" ? "bubblewrap (bwrap) is not installed" : error === null ? undefined : stderr.trim();
      resolve({ output: stdout, problem });
    });
  });
  if (problem !== undefined) return { active: false, reason: problem === "" ? "bwrap failed" : problem };
  const leaks = output.split("\n").filter((line) => line !== "" && line !== "done");
  if (!output.includes("done")) return { active: false, reason: "the sandbox probe did not finish" };
  if (leaks.length > 0) return { active: false, reason: `the sandbox probe found: ${leaks.join(", ")}` };
  return {
    active: true,
    reason: "bubblewrap: no network, own PID, IPC and user namespaces, read-only toolchain, cleared environment",
  };
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
