import { openLemma, tinySettings } from "@lemma/core";
import type { LemmaEvent } from "@lemma/interfaces";
import { type Command, printJson } from "../command.ts";
import { commonFlags } from "../flags.ts";
import { describeEvent } from "../render/events.ts";
import { palette } from "../render/palette.ts";

// From miniF2F (Zheng et al. 2022, Lean 4 port of DeepSeek-Prover-V1.5), in no training set of the tiny prover. Of the 244 of split test it is
// the one that from seed 1 five attempts leave unproved and a lemma of the model's own settles: its proof, tried on the theorem.
const theorem = {
  id: "mathd_algebra_113",
  statement: "theorem mathd_algebra_113 (x : ℝ) : x ^ 2 - 14 * x + 3 ≥ 7 ^ 2 - 14 * 7 + 3 := by",
};

export const demoCommand: Command = {
  usage: "[--seed N] [--json]",
  flags: { seed: commonFlags.seed, json: commonFlags.json },
  examples: ["lemma demo", "lemma demo --seed 2"],
  async run(given, terminal) {
    const color = palette(terminal.hasColor);
    const seed = given.integer("seed") ?? 1;
    const isJson = given.has("json");
    const say = (text: string): void => (isJson ? undefined : terminal.out(text));
    say(
      `LeMMA studies for a miniF2F theorem, then proves it. Model: the embedded tiny prover. Verifier: lean-lite. Seed ${seed}.\n`,
    );
    await using lemma = await openLemma({ settings: { ...tinySettings, unadaptedAttempts: 5, stopAtProof: false } });
    let proved = false;
    for await (const event of lemma.prove(theorem, { seed, signal: terminal.signal })) {
      if (isJson) printJson(terminal, event);
      for (const line of describeEvent(event, color)) say(`${line}\n`);
      if (event.type === "proved")
        say(`\n${color.green("verified proof")}, ${partOf(event)}\n${theorem.statement}\n${indent(event.proof)}\n\n`);
      if (event.type === "finished") proved = event.proved;
    }
    return proved ? 0 : 1;
  },
};

/** Which part of the method found the proof. */
const partOf = ({ replayed, adapted }: Pick<Extract<LemmaEvent, { type: "proved" }>, "replayed" | "adapted">): string =>
  replayed === undefined
    ? `sampled ${adapted ? "after adapting" : "without adapting"}`
    : "by replay: the proof of a lemma of the model's own, fitted to the theorem";

function indent(proof: string): string {
  return proof
    .trim()
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n");
}
