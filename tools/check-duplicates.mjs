// No stretch of more than 20 lines of code may stand in two places. Lines are compared without indentation; blank lines,
// comments and imports do not count, nor do files that a tool wrote and that say so in their first line. The formatter lays
// equal code out equally, so that lines serve as well as tokens would.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

const longest = 20;

const patterns = ["*.ts", "*.mjs", "*.py", ":!**/fixtures/**"];
const files = spawnSync("git", ["ls-files", "-co", "--exclude-standard", ...patterns], { encoding: "utf8" })
  .stdout.trim()
  .split("\n")
  .filter((file) => existsSync(file));

/** The lines of a file that count, each with its number. */
function codeLines(file) {
  const source = readFileSync(file, "utf8");
  if (source.startsWith("// Written by ")) return [];
  const text = source
    // Emptied rather than removed, so that the numbers stay.
    .replaceAll(/^import\b[^;]*;$/gm, (statement) => statement.replaceAll(/[^\n]/g, ""))
    .replaceAll(/^\s*\/\*\*[^]*?\*\//gm, (comment) => comment.replaceAll(/[^\n]/g, ""));
  return text
    .split("\n")
    .map((line, index) => ({ file, number: index + 1, text: line.trim() }))
    .filter((line) => line.text !== "" && !/^(\/\/|#)/.test(line.text));
}

const windows = new Map(); // text of `longest + 1` lines → where it first began
const duplicates = [];
for (const lines of files.map(codeLines)) {
  let current; // the duplicate that the window before belonged to
  for (let start = 0; start + longest < lines.length; start++) {
    const window = lines.slice(start, start + longest + 1);
    const key = window.map((line) => line.text).join("\n");
    const first = windows.get(key);
    if (first === undefined) {
      windows.set(key, window);
      current = undefined;
    } else if (current === undefined) {
      current = { first, from: window[0], to: window.at(-1) };
      duplicates.push(current);
    } else current.to = window.at(-1);
  }
}

for (const { first, from, to } of duplicates)
  process.stdout.write(`${from.file}:${from.number}-${to.number} repeats ${first[0].file}:${first[0].number}\n`);
if (duplicates.length === 0)
  process.stdout.write(`${files.length} files, no stretch of more than ${longest} lines twice\n`);
process.exitCode = duplicates.length === 0 ? 0 : 1;
