// Writes the book as a Lean file: `lean-file [PATH]`, Book.lean when no path is given.
import { writeFileSync } from "node:fs";
import { leanFile } from "../lean-file.ts";

const [path = "Book.lean"] = process.argv.slice(2);
const text = leanFile();
writeFileSync(path, text);
process.stdout.write(`${path}: ${text.split("\n").filter((line) => line.startsWith("example")).length} examples\n`);
