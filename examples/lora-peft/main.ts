// Fine-tunes a LoRA on proofs of your own and writes it as a PEFT folder: `pnpm example lora-peft [FILE.jsonl] [OUT]`.
import { loadProofRecords } from "@lemma/datasets";
import { LoraAdapter } from "@lemma/lora";
import { LocalProver } from "@lemma/prover";
import { tinyProverDirectory } from "@lemma/tiny-prover";

const file = process.argv[2] ?? `${import.meta.dirname}/../../lora-peft/proofs.jsonl`;
const out = process.argv[3] ?? `${import.meta.dirname}/adapter`;

const records = await loadProofRecords(file);
const examples = records.flatMap(({ theorem, proof }) =>
  proof.kind === "tactics" ? [{ theorem, proof: proof.tactics, weight: 1 / records.length }] : [],
);

// For a model of your own: LocalProver.open("/path/to/a/hugging-face/folder", { format: "deepseek-v2" }).
await using prover = await LocalProver.open(tinyProverDirectory, { format: "tiny" });
const settings = { rank: 8, alpha: 16, learningRate: 2e-3, epochs: 8, optimizer: "adamw", seed: 7 } as const;
const { adapter, trace } = await prover.adapt(examples, settings);
console.log(`loss ${trace.losses.map((loss) => loss.toFixed(3)).join(" → ")}`);

await adapter.save(out);
const loaded = await LoraAdapter.load(out);
console.log(
  `wrote ${out}: ${Object.keys(loaded.parameters).length} modules, the same again: ${loaded.id === adapter.id}`,
);
