import { profileOf } from "@lemma/core";
import { InputError } from "@lemma/interfaces";
import { LoraAdapter } from "@lemma/lora";
import { mergeAdapters } from "@lemma/prover";
import { type Command, printJson } from "../command.ts";
import { commonFlags } from "../flags.ts";

export const mergeCommand: Command = {
  usage: "--adapter DIR,… --out DIR [--model DIR]",
  flags: {
    model: commonFlags.model,
    adapter: { value: "DIR,…", summary: "PEFT adapters, such as policy/ of `lemma meta-train --out`" },
    out: { value: "DIR", summary: "gets the merged model: the same files, types and shards" },
    json: commonFlags.json,
  },
  examples: ["lemma merge --adapter runs/meta/policy --out runs/merged"],
  async run(given, terminal) {
    const [folders, out] = [given.text("adapter")?.split(",") ?? [], given.text("out")];
    if (folders.length === 0 || out === undefined) throw new InputError("merge: give --adapter DIR and --out DIR");
    const adapters = await Promise.all(folders.map((folder) => LoraAdapter.load(folder)));
    const types = await mergeAdapters(profileOf(given.text("model")).model, adapters, out);
    if (given.has("json")) printJson(terminal, { out, adapters: adapters.map(({ id }) => id), types });
    const what = adapters.length === 1 ? "one adapter" : `${adapters.length} adapters`;
    terminal.progress(`merged ${what} into ${out}; weights stay ${types.join(" and ")}\n`);
    return 0;
  },
};
