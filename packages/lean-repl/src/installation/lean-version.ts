/** `4.27.0`, `4.9.0-rc1`, as numbers; a release candidate comes before its release. */
export interface LeanVersion {
  readonly numbers: readonly [major: number, minor: number, patch: number];
  /** Infinity for the release itself. */
  readonly candidate: number;
}

/** The version in a toolchain's or a tag's name, or in what Lean says of itself; undefined for nightlies and links. */
export function leanVersion(text: string): LeanVersion | undefined {
  const match = /(?:^|[^\d.])(\d+)\.(\d+)\.(\d+)(?:-(?:rc(\d+)|(pre|nightly)))?/.exec(text);
  if (match === null || match[5] === "nightly") return undefined;
  const [, major, minor, patch, candidate] = match;
  const numbers = [Number(major), Number(minor), Number(patch)] as const;
  return { numbers, candidate: candidate === undefined ? Number.POSITIVE_INFINITY : Number(candidate) };
}

/** Negative where `a` is the older one. */
export function compareLeanVersions(a: LeanVersion, b: LeanVersion): number {
  for (const [index, number] of a.numbers.entries()) if (number !== b.numbers[index]) return number - b.numbers[index]!;
  return a.candidate === b.candidate ? 0 : a.candidate < b.candidate ? -1 : 1;
}

/** @param bound a version's name, such as `v4.9.1`. */
export function isOlderThan(version: LeanVersion, bound: string): boolean {
  return compareLeanVersions(version, leanVersion(bound)!) < 0;
}
