// Writes packages/lean-kernel/TRUST.md.
import { writeFileSync } from "node:fs";
import { trustText } from "../trust.ts";

const text = trustText();
writeFileSync(new URL("../../../../lean-kernel/TRUST.md", import.meta.url), text);
process.stdout.write(text.slice(0, text.indexOf("\n## The book")));
