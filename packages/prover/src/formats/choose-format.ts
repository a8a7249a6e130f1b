import path from "node:path";
import type { ChatTemplate } from "../chat/chat-template.ts";
import type { Tokenizer } from "../tokenizer.ts";
import type { PromptFormatName } from "./prompt-format.ts";
import { templates, tinyMarks } from "./templates.ts";
import { turnsByName } from "./turns.ts";

/** A format by name, or `auto`: whichever goes with the model. */
export type FormatChoice = PromptFormatName | "auto";

/** What a model is chosen a format by. */
export interface Chosen {
  readonly format: PromptFormatName;
  /** Why, for a person. */
  readonly reason: string;
}

interface NamedModel {
  /** Its folder or file. */
  readonly directory: string;
  readonly tokenizer: Tokenizer;
  readonly chatTemplate: ChatTemplate | undefined;
}

/** Makers' formats by what their checkpoints are called; the first that fits. */
const byName: readonly (readonly [RegExp, PromptFormatName])[] = [
  [/deepseek-prover-v2/i, "deepseek-v2"],
  [/deepseek-prover-v1/i, "stp"],
  [/goedel-prover-v2/i, "goedel-v2"],
  [/goedel-prover/i, "stp"],
  [/kimina-prover/i, "kimina"],
  [/(?:^|[^a-z])stp(?:[^a-z]|$)/i, "stp"],
];

/** By the checkpoint's name where its maker's format is known, else by its own chat template, else as code to be continued. */
export function chooseFormat({ directory, tokenizer, chatTemplate }: NamedModel): Chosen {
  if (tokenizer.tokenId(tinyMarks.conjecture) !== undefined)
    return { format: "tiny", reason: `its vocabulary has ${tinyMarks.conjecture}` };
  // A hub cache's folder is called by its commit: the name stands two levels above.
  const names = path.resolve(directory).split(path.sep).slice(-3).toReversed();
  for (const name of names) {
    const format = byName.find(([pattern]) => pattern.test(name))?.[1];
    if (format !== undefined) return { format, reason: `it is called ${name}` };
  }
  return chatTemplate === undefined
    ? { format: "stp", reason: "it has no chat template: it is given code to continue" }
    : { format: "chat", reason: "it has a chat template, and no maker's format is known by its name" };
}

/** `choice` itself, or the one that `auto` stands for. */
export const formatFor = (choice: FormatChoice, model: NamedModel): PromptFormatName =>
  choice === "auto" ? chooseFormat(model).format : choice;

/** How a format's fixed turns differ from those of the model's own template; undefined where they do not, or there is nothing to compare. */
export function formatDisagreement(format: PromptFormatName, template: ChatTemplate | undefined): string | undefined {
  if (format === "tiny" || template === undefined) return undefined;
  const { chat, ...fixed } = templates[format];
  if (chat === "model" || chat === "none") return undefined;
  const system = "system" in fixed ? fixed.system : undefined;
  const messages = [
    ...(system === undefined ? [] : [{ role: "system", content: system }]),
    { role: "user", content: "question" },
  ];
  const [ours, own] = [turnsByName[chat].begin(system, "question"), template.render(messages)];
  // The beginning-of-sequence token is added by the tokenizer.
  return own.endsWith(ours) && !own.slice(0, -ours.length).includes("\n")
    ? undefined
    : `${format} asks ${JSON.stringify(ours)}, the model's own template ${JSON.stringify(own)}`;
}
