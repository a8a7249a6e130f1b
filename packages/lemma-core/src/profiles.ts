import { type LemmaSettings, paperSettings, tinySettings } from "@lemma/loop";
import { type MetaSettings, paperMetaSettings, tinyMetaSettings } from "@lemma/meta";
import type { FormatChoice } from "@lemma/prover";
import { tinyProverDirectory, tinyWeigherDirectory } from "@lemma/tiny-prover";

/** Everything that goes with a model unless the caller says otherwise. */
export interface ModelProfile {
  readonly name: "tiny" | "paper";
  readonly model: string;
  readonly format: FormatChoice;
  /** Absent where none is shipped: examples are then weighted alike. */
  readonly weigher?: string;
  readonly loop: LemmaSettings;
  readonly meta: MetaSettings;
}

/** @param model a Hugging Face folder; the embedded prover when absent. */
export function profileOf(model?: string): ModelProfile {
  return model === undefined
    ? {
        name: "tiny",
        model: tinyProverDirectory,
        format: "tiny",
        weigher: tinyWeigherDirectory,
        loop: tinySettings,
        meta: tinyMetaSettings,
      }
    : { name: "paper", model, format: "auto", loop: paperSettings, meta: paperMetaSettings };
}
