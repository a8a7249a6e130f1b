import { InputError } from "@lemma/interfaces";
import type { ChatOptions, ChatTemplate } from "../chat/chat-template.ts";

/** How a question becomes a prompt, and how the answer to it begins and ends. */
export interface Turns {
  /** The prompt, up to where the answer goes on; the beginning-of-sequence token is the format's business. */
  begin(system: string | undefined, user: string): string;
  /** What the prompt has written of the answer. */
  readonly prefix: string;
  /** What an answer begins with that leaves reasoning out, where it must say so. */
  readonly silence: string;
  /** The token after an answer, where it is not the tokenizer's end-of-sequence token. */
  readonly turnEnd?: string;
}

/** Those that models' makers fixed. */
export const turnsByName = {
  /** Raw text: the model continues it. */
  none: { begin: (_system, user) => user, prefix: "", silence: "" },
  /** DeepSeek-V3's template, which DeepSeek-Prover-V2 shares. */
  deepseek: {
    begin: (system, user) => `${system ?? ""}<｜User｜>${user}<｜Assistant｜>`,
    prefix: "",
    silence: "",
    turnEnd: "<｜end▁of▁sentence｜>",
  },
  /** Qwen's, which Goedel-Prover-V2 and Kimina-Prover are built on. */
  chatml: {
    begin: (system, user) =>
      `${system === undefined ? "" : `<|im_start|>system\n${system}<|im_end|>\n`}<|im_start|>user\n${user}<|im_end|>\n<|im_start|>assistant\n`,
    prefix: "",
    silence: "",
    turnEnd: "<|im_end|>",
  },
} as const satisfies Record<string, Turns>;

/** How the format `chat` asks, and what by. */
export interface ChatFormatOptions extends Pick<ChatOptions, "enableThinking" | "variables"> {
  /** The model's own. */
  readonly template?: ChatTemplate | undefined;
  /** A system turn before the question. Default: the template's own, where it has one. */
  readonly system?: string;
  /** What the answer begins with, written for the model. */
  readonly assistantPrefix?: string;
}

/**
 * Those of the model's own template.
 *
 * @throws {InputError} without one, or where it refuses a question and its answer.
 */
export function turnsOf({ template, system, assistantPrefix = "", ...options }: ChatFormatOptions): Turns {
  if (template === undefined)
    throw new InputError("the format `chat` needs a model with a chat template; this one has none");
  const ask = (own: string | undefined, user: string) => {
    const first = system ?? own;
    return [...(first === undefined ? [] : [{ role: "system", content: first }]), { role: "user", content: user }];
  };
  const begin = (own: string | undefined, user: string, thinking = options.enableThinking): string =>
    template.render(ask(own, user), {
      ...options,
      ...(thinking === undefined ? {} : { enableThinking: thinking }),
      addGenerationPrompt: true,
    }) + assistantPrefix;
  const [question, answer] = ["the question", "the answer"];
  const begun = begin(undefined, question);
  const opensThought = begun.lastIndexOf("<think>") > begun.lastIndexOf("</think>");
  // Where the template has a switch, what it writes for a model that does not reason is what such an answer begins with.
  const silent = assistantPrefix === "" ? begin(undefined, question, false) : begun;
  const closed = template.render([...ask(undefined, question), { role: "assistant", content: answer }], options);
  const turnEnd = /^\s*(\S+)/.exec(closed.slice(closed.lastIndexOf(answer) + answer.length))?.[1];
  return {
    begin,
    prefix: assistantPrefix,
    silence: opensThought ? "\n</think>\n\n" : silent.startsWith(begun) ? silent.slice(begun.length) : "",
    ...(turnEnd === undefined ? {} : { turnEnd }),
  };
}
