import { words } from "./words.ts";
import { variablesOf, viewOf, type SandboxPaths } from "./mounts.ts";

/** `command` inside https://github.com/containers/bubblewrap. */
export function inBubblewrap(
  command: readonly string[],
  paths: SandboxPaths,
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const { mounts, links } = viewOf(paths);
  return [
    // Root keeps its capabilities inside unless they are dropped by name.
    ...words("bwrap --unshare-all --die-with-parent --new-session --cap-drop ALL"),
    // First /tmp, then the binds: a project may itself live under /tmp.
    ...words("--tmpfs /tmp --proc /proc --dev /dev"),
    ...links.flatMap(({ path, target }) => ["--symlink", target, path]),
    ...mounts.flatMap(({ path, isWritable }) => [isWritable ? "--bind" : "--ro-bind", path, path]),
    // Root could write to the folders above those, and to sysctl files of the whole machine.
    ...words("--remount-ro / --remount-ro /proc --clearenv"),
    ...variablesOf(environment, paths).flatMap(([name, value]) => ["--setenv", name, value]),
    "--chdir",
    paths.workingDirectory,
    "--",
    ...command,
  ];
}
