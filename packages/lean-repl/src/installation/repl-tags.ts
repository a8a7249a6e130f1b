import { compareLeanVersions, leanVersion, type LeanVersion } from "./lean-version.ts";

/** Where the community REPL is developed. */
export const replRepository = "https://github.com/leanprover-community/repl";

/**
 * Its tags, as of August 2026: each is for the Lean release of that name, and several releases have none.
 *
 * @see https://github.com/leanprover-community/repl/tags
 */
const tags = `
  v4.3.0 v4.4.0-rc1 v4.4.0 v4.5.0 v4.6.0 v4.7.0-rc1 v4.7.0 v4.8.0 v4.9.0-rc1 v4.9.0 v4.10.0-rc1 v4.10.0 v4.11.0-rc1 v4.14.0
  v4.15.0-rc1 v4.15.0 v4.16.0-rc2 v4.16.0 v4.17.0-rc1 v4.17.0 v4.18.0-rc1 v4.18.0 v4.19.0-rc2 v4.19.0 v4.21.0-rc3 v4.21.0
  v4.22.0-rc2 v4.22.0-rc4 v4.22.0 v4.23.0-rc2 v4.24.0-rc1 v4.24.0 v4.25.0-rc2 v4.25.0 v4.25.1 v4.26.0-rc1 v4.26.0-rc2 v4.26.0
  v4.27.0-rc1 v4.27.0 v4.28.0-rc1 v4.28.0 v4.29.0-rc1 v4.29.0-rc2 v4.29.0-rc3 v4.29.0-rc4 v4.29.0-rc6 v4.29.0-rc7 v4.29.0-rc8
  v4.29.0 v4.30.0-rc1 v4.30.0-rc2 v4.30.0 v4.31.0-rc1 v4.31.0-rc2 v4.31.0 v4.32.0-rc1 v4.32.0 v4.33.0-rc1 v4.33.0-rc2
`
  .trim()
  .split(/\s+/);
const newest = tags.at(-1)!;

/**
 * The REPL's tags to build for a Lean release, best first: its own, else the nearest older one. A release younger than the list
 * may have one of its own, or that of its minor version.
 */
export function replTagsFor(version: LeanVersion): readonly string[] {
  if (compareLeanVersions(version, leanVersion(newest)!) > 0) {
    const { numbers, candidate } = version;
    const suffix = Number.isFinite(candidate) ? `-rc${candidate}` : "";
    const [major, minor, patch] = numbers;
    const own = `v${numbers.join(".")}${suffix}`;
    return patch === 0 ? [own, newest] : [own, `v${major}.${minor}.0`, newest];
  }
  const older = tags.findLast((tag) => compareLeanVersions(leanVersion(tag)!, version) <= 0);
  return [older ?? tags[0]!];
}

/**
 * The command that builds a REPL inside a project, by the project's own toolchain: a mismatch is refused when it starts, and
 * Lake would take the tag's.
 *
 * @param toolchain as `lean-toolchain` names it. A nightly or a link has no tag: the REPL's newest state is tried.
 */
export function replBuildCommand(project: string, toolchain: string | undefined): string {
  const version = toolchain === undefined ? undefined : leanVersion(toolchain);
  const checkouts = (version === undefined ? [] : replTagsFor(version)).map((tag) => `git checkout -q ${tag}`);
  const checkout =
    checkouts.length === 0 ? "" : ` && ${checkouts.length === 1 ? checkouts[0]! : `{ ${checkouts.join(" || ")}; }`}`;
  return (
    `cd ${project} && git clone ${replRepository} .lake/packages/repl && cd .lake/packages/repl${checkout} && ` +
    "cp ../../../lean-toolchain . && lake build"
  );
}
