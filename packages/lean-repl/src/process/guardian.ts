import { spawn, type ChildProcess } from "node:child_process";
import { markerVariable } from "./tree.ts";

/**
 * Reads `+GROUP` and `-GROUP` lines; when the pipe closes, which happens however the parent died, kills what is left:
 * process groups first, then whoever still carries the pool's marker, then the control groups; and removes their folder, which
 * an orderly end leaves to whoever made it.
 */
const script = `
trap '' INT TERM HUP
groups=' '
cgroups=
folder=$2
while IFS= read -r line; do
  case "$line" in
    +*) groups="$groups\${line#+} " ;;
    -*) gone="\${line#-}"; rest=' '; for g in $groups; do [ "$g" = "$gone" ] || rest="$rest$g "; done; groups="$rest" ;;
    !) folder= ;;
    =*) cgroups="$cgroups \${line#=}" ;;
  esac
done
for g in $groups; do kill -KILL -- "-$g" 2>/dev/null; done
for c in $cgroups; do [ -e "$c/cgroup.kill" ] && echo 1 2>/dev/null > "$c/cgroup.kill"; done
for round in 1 2 3 4 5; do
  # One program for all of them: a machine in trouble starts programs slowly.
  found=$(grep -l "$1" /proc/[0-9]*/environ 2>/dev/null)
  [ -z "$found" ] && break
  for f in $found; do f="\${f#/proc/}"; kill -KILL "\${f%/environ}" 2>/dev/null; done
done
for c in $cgroups; do rmdir "$c" 2>/dev/null; done
[ -n "$folder" ] && rm -rf -- "$folder"
`;

/**
 * A tiny shell process in a session of its own that outlives this one by a moment, to kill the workers of a parent that was
 * itself killed with SIGKILL. It holds no memory to speak of and does nothing until its pipe closes.
 */
export class Guardian implements Disposable {
  readonly #child: ChildProcess;

  /** @param marker the pool's part of the workers' marker. @param folder goes where this process was killed. */
  constructor(marker: string, folder?: string) {
    const child = spawn("/bin/sh", ["-c", script, "lemma-guardian", `${markerVariable}=${marker}\\.`, folder ?? ""], {
      detached: true,
      stdio: ["pipe", "ignore", "ignore"],
      env: { PATH: process.env["PATH"] ?? "/usr/bin:/bin" },
    });
    // A parent that has nothing else to do may end; the pipe then closes by itself.
    child.unref();
    child.stdin?.on("error", () => {});
    child.on("error", () => {});
    (child.stdin as unknown as { unref?: () => void })?.unref?.();
    this.#child = child;
  }

  watch(group: number): void {
    this.#child.stdin?.write(`+${group}\n`);
  }

  release(group: number): void {
    this.#child.stdin?.write(`-${group}\n`);
  }

  watchCgroup(path: string): void {
    this.#child.stdin?.write(`=${path}\n`);
  }

  [Symbol.dispose](): void {
    this.#child.stdin?.end("!\n");
  }
}
