import { basename } from "node:path";
import { words } from "./words.ts";
import { variablesOf, viewOf, type SandboxPaths } from "./mounts.ts";

/**
 * Builds a root of its own on top of /sys, which nothing inside needs, and moves into it. Arguments: the working directory;
 * paths to show read-only, outer folders first; `--`; writable ones; `--`; links at the root, as name and target; `--`;
 * `NAME=VALUE` words and the command. As few programs as can be: starting one costs more than what it does.
 */
const script = `
set -eu
# The path of a user who is not root may lack the folder of pivot_root.
PATH=/usr/sbin:/usr/bin:/sbin:/bin:$PATH
root=/sys/lemma
directory=$1
shift
mount -t tmpfs -o mode=755,nosuid,nodev lemma /sys
mkdir $root
# What is moved into must be a mount itself.
mount -t tmpfs -o mode=755,nosuid,nodev lemma $root
mkdir $root/tmp $root/dev $root/proc $root/.old
mount -t tmpfs -o mode=1777,nosuid,nodev lemma $root/tmp
# Whoever is root outside is root's equal here to sysctl files, capabilities or not.
mount -t proc -o ro,nosuid,nodev,noexec lemma $root/proc
for device in null zero urandom; do
  : > $root/dev/$device
  mount --bind /dev/$device $root/dev/$device
done
place() {
  if [ -d "$1" ]; then [ -d "$root$1" ] || mkdir -p "$root$1"
  elif ! [ -e "$root$1" ]; then mkdir -p "$root\${1%/*}"; : > "$root$1"; fi
}
while [ "$1" != -- ]; do
  place "$1"
  # What made the mount noexec may not be taken away.
  mount --rbind -o ro,nosuid,nodev "$1" "$root$1" 2>/dev/null || mount --rbind -o ro,nosuid,nodev,noexec "$1" "$root$1"
  shift
done
shift
# Only the outermost mount is read-only by that: now those within, each with its own flags.
while read -r _ _ _ _ at options _; do
  case "$at" in "$root"/tmp | "$root"/dev* | "$root"/proc) continue ;; "$root"/*) ;; *) continue ;; esac
  case "$options" in ro | ro,*) continue ;; esac
  case ",$options," in *,noexec,*) extra=,noexec ;; *) extra= ;; esac
  mount -o "remount,bind,ro,nosuid,nodev$extra" "$(printf '%b' "$at")"
done < /proc/self/mountinfo
while [ "$1" != -- ]; do place "$1"; mount --rbind "$1" "$root$1"; shift; done
shift
while [ "$1" != -- ]; do ln -s "$2" "$root/$1"; shift 2; done
shift
cd $root
pivot_root . .old
umount -l /.old
mount -o remount,bind,ro,nosuid,nodev /
cd "$directory"
exec setpriv --bounding-set=-all --inh-caps=-all --no-new-privs env -i "$@"
`;

/** The first process inside: reaps what its children leave behind, and says nothing of how they died but by its status. */
const init = `exec 3>&2 2>/dev/null; (exec "$@" 2>&3 3>&-); exit $?`;

/**
 * `command` in namespaces made by util-linux' `unshare`, for machines without bubblewrap: the same view, the same limits, no
 * capabilities. Ends with its parent, as far as the guardian sees to that.
 */
export function inNamespaces(
  command: readonly string[],
  paths: SandboxPaths,
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const { mounts, links } = viewOf(paths);
  const shown = (isWritable: boolean): readonly string[] =>
    mounts.filter((mount) => mount.isWritable === isWritable).map(({ path }) => path);
  return [
    ...words("unshare --user --map-root-user --mount --net --pid --ipc --uts --fork --kill-child /bin/sh -c"),
    script,
    "lemma-sandbox",
    paths.workingDirectory,
    ...shown(false),
    "--",
    ...shown(true),
    "--",
    ...links.flatMap(({ path, target }) => [basename(path), target]),
    "--",
    ...variablesOf(environment, paths).map(([name, value]) => `${name}=${value}`),
    "/bin/sh",
    "-c",
    init,
    "lemma-init",
    ...command,
  ];
}
