import { readFileSync } from "node:fs";

/** How this distribution installs a package of that name. */
export function installCommand(name: string): string {
  const release = readRelease();
  if (/fedora|rhel|centos/.test(release)) return `dnf install ${name}`;
  if (release.includes("arch")) return `pacman -S ${name}`;
  if (release.includes("alpine")) return `apk add ${name}`;
  return `apt-get install ${name}`;
}

function readRelease(): string {
  try {
    return readFileSync("/etc/os-release", "utf8").toLowerCase();
  } catch {
    return "";
  }
}
