import { InputError } from "@lemma/interfaces";
import { quantizeModel } from "@lemma/prover";
import { type Command, printJson } from "../command.ts";
import { jsonFlag } from "../flags.ts";
import { defined } from "../opening.ts";
import { sized } from "../render/bytes.ts";

export const quantizeCommand: Command = {
  usage: "DIR --out DIR [--bits 4|8] [--block N]",
  positionals: 1,
  flags: {
    out: { value: "DIR", summary: "gets the quantised model; does not exist yet, or is empty" },
    bits: { value: "4|8", summary: "of every linear module's weights (4)" },
    block: { value: "N", summary: "weights that share a scale: 16, 32, 64, 128 or 256 (32)" },
    offsets: { summary: "an offset for each block too: nearer to weights that are not centred, and slower" },
    refits: {
      value: "N",
      summary:
        "make up for rounding: fit each block's scale to its codes and round anew, up to N times (0: to nearest)",
      least: 0,
    },
    embeddings: { value: "8|float", summary: "the embedding and the output layer: in 8 bits, or as they are (8)" },
    ...jsonFlag,
  },
  examples: ["lemma quantize models/prover --bits 4 --block 32 --out models/prover-4bit"],
  async run(given, terminal) {
    const [directory] = given.positionals;
    const out = given.text("out");
    if (directory === undefined || out === undefined) throw new InputError("quantize: give DIR and --out DIR");
    const report = await quantizeModel(directory, out, {
      bits: (given.choice("bits", ["4", "8"]) ?? "4") === "4" ? 4 : 8,
      offsets: given.has("offsets"),
      embeddings: (given.choice("embeddings", ["8", "float"]) ?? "8") === "8" ? 8 : "float",
      ...defined({ block: given.integer("block"), refits: given.integer("refits") }),
      signal: terminal.signal,
      onProgress: (done, all) => {
        if (terminal.isInteractive) terminal.progress(`\r\u001b[2Kquantize ${Math.floor((100 * done) / all)} %`);
      },
    });
    if (terminal.isInteractive) terminal.progress("\n");
    if (given.has("json")) printJson(terminal, { out, ...report });
    else {
      const [before, after] = report.bytes.map(sized);
      terminal.out(
        `${out}: ${before} became ${after}; root mean square error ${(100 * report.relativeError).toFixed(2)} % of the weights'\n`,
      );
    }
    return 0;
  },
};
