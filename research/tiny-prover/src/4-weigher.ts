import { loadModel } from "@lemma/prover";
import { modelFiles, type Place } from "./place.ts";
import { type StageOptions, filesIn, runStage } from "./stage.ts";
import { trainingSettings } from "./training/settings.ts";
import { saveFreshWeigher } from "./training/weigher.ts";

/** A Weigher that weights all examples alike: what `lemma meta-train` begins with. */
export async function weigher(place: Place, options: StageOptions): Promise<void> {
  const names = ["weigher.json", "weigher.safetensors", "tokenizer.json", "tokenizer_config.json"];
  const stage = {
    name: "4-weigher",
    settings: { seed: trainingSettings.seed },
    inputs: modelFiles(place.checkpoint, "checkpoint"),
    outputs: filesIn(place.weigher, names, "weigher/"),
  };
  await runStage(
    stage,
    async () => {
      const { config } = await loadModel(place.checkpoint);
      await saveFreshWeigher(place.weigher, config, place.checkpoint, trainingSettings.seed);
    },
    options,
  );
}
