// Writes the adapters that peft_logits.py reads, as this project does: `node tools/reference/peft_logits.mjs FOLDER CONFIG.json`.
import { readFileSync } from "node:fs";
import path from "node:path";
import { parseLlamaConfig } from "../../packages/prover/dist/index.js";
import { peftAdapters } from "../../packages/prover/dist/testing/noisy-adapter.js";

const [folder, file] = process.argv.slice(2);
const config = parseLlamaConfig(JSON.parse(readFileSync(file, "utf8")), file);
for (const [name, adapter] of Object.entries(peftAdapters(config))) await adapter.save(path.join(folder, name));
