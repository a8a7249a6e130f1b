// Every relative link of every Markdown file must lead to a file, and its #fragment to a heading there. Addresses of the web
// are left alone: a check that fails when somebody else's server does is no check of ours.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";

const files = spawnSync("git", ["ls-files", "-co", "--exclude-standard", "*.md"], { encoding: "utf8" })
  .stdout.trim()
  .split("\n")
  .filter((file) => existsSync(file));

/** A heading's fragment as GitHub makes it. */
const slug = (heading) =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(" ", "-");

const withoutCode = (text) =>
  text.replace(/^(```|~~~).*?^\1/gms, "").replace(/`[^`\n]*`/g, (code) => code.replace(/[[\]]/g, ""));
const fragments = (file) =>
  new Set([...withoutCode(readFileSync(file, "utf8")).matchAll(/^#+ +(.+)$/gm)].map(([, heading]) => slug(heading)));

const dead = [];
for (const file of files) {
  const text = withoutCode(readFileSync(file, "utf8"));
  const links = [
    ...text.matchAll(/\]\(<?([^)\s>]+)>?(?: "[^"]*")?\)/g),
    ...text.matchAll(/^\[[^\]]+\]: +(\S+)/gm),
    ...text.matchAll(/(?:src|href)="([^"]+)"/g),
  ];
  for (const [, link] of links) {
    if (/^[a-z][a-z+.-]*:/i.test(link)) continue;
    const [target, fragment] = link.split("#");
    const to = target === "" ? file : path.join(path.dirname(file), decodeURI(target));
    if (!existsSync(to)) dead.push(`${file}: ${link}: no such file`);
    else if (fragment !== undefined && statSync(to).isFile() && to.endsWith(".md") && !fragments(to).has(fragment))
      dead.push(`${file}: ${link}: no such heading`);
  }
}
process.stdout.write(dead.length === 0 ? `${files.length} Markdown files, no dead link\n` : `${dead.join("\n")}\n`);
process.exitCode = dead.length === 0 ? 0 : 1;
