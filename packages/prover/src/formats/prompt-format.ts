import { InputError, type PromptFormat, type Theorem, assemble } from "@lemma/interfaces";
import { firstStatement, lastLeanBlock, statementBody, untilFence } from "@lemma/lean-text";
import type { ChatOptions, ChatTemplate } from "../chat/chat-template.ts";
import {
  type Template,
  chats,
  conjectureQuestion,
  conjectureTemplate,
  leanHeader,
  templates,
  tinyMarks,
} from "./templates.ts";

export type PromptFormatName = keyof typeof templates | "tiny";

export const promptFormatNames: readonly PromptFormatName[] = [
  ...(Object.keys(templates) as (keyof typeof templates)[]),
  "tiny",
];

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
 * The format that a model was trained on, by name; `chat` is any chat model's, by its own template.
 *
 * @throws {InputError} for `chat` without a template, and for another format with what only `chat` takes.
 */
export function promptFormat(name: PromptFormatName, chat: ChatFormatOptions = {}): PromptFormat {
  const { template: _, ...settings } = chat;
  const [setting] = Object.entries(settings).find(([, value]) => value !== undefined) ?? [];
  if (name !== "chat" && setting !== undefined)
    throw new InputError(`the format \`${name}\` fixes its turns: only \`chat\` takes ${setting}`);
  return name === "tiny" ? tinyFormat : templateFormat(templates[name], chat);
}

function templateFormat(template: Template, chat: ChatFormatOptions): PromptFormat {
  const { assistantPrefix: prefix = "" } = chat;
  const turns = template.chat === "model" ? turnsOf(chat) : chats[template.chat];
  const ask = (theorem: Theorem, context: string): string =>
    turns(
      template.system,
      fill(template.user, {
        code: leanFile(theorem, context, template.hole),
        problem: theorem.informal === undefined ? "" : ` ${theorem.informal.trim()}`,
      }),
    );
  return {
    prove: (theorem, lemmas = []) =>
      ask(theorem, lemmas.map((lemma) => `${assemble(lemma.theorem, lemma.proof)}\n`).join("")),
    // As a comment of the file, so that it fits prompts that are continued as well as those that are answered.
    repair: (theorem, { proof, message }) => {
      const said = `Lean rejected this proof:\n\n${assemble(theorem, proof)}\n${message.slice(0, 2000).trim()}`;
      return ask(theorem, `/-\n${said.replaceAll("-/", "- /")}\n-/\n`);
    },
    extractProof: (text) => {
      const completion = prefix + text;
      const block = lastLeanBlock(completion);
      if (template.answer === "file") return block ?? completion.trimEnd();
      // A continuation that starts over with a fence of its own meant that file.
      return completion.includes("```lean") && block !== undefined ? block : untilFence(completion);
    },
    ...(template.chat === "model"
      ? {
          conjecture: (theorem) =>
            turns(template.system, fill(conjectureQuestion, { code: leanFile(theorem, "", "\n  sorry") })),
          extractStatement: (completion) => {
            const block = lastLeanBlock(prefix + completion);
            return block === undefined ? undefined : firstStatement(block);
          },
        }
      : stpConjectures),
    stop: { prove: template.stop, conjecture: template.chat === "model" ? [] : [conjectureTemplate.closing] },
    writesBeginning: template.chat === "model",
  };
}

/** The turns of the model's own template, up to where its answer begins. */
function turnsOf({ template, system, assistantPrefix = "", ...options }: ChatFormatOptions) {
  if (template === undefined)
    throw new InputError("the format `chat` needs a model with a chat template; this one has none");
  return (own: string | undefined, user: string): string => {
    const first = system ?? own;
    const messages = [
      ...(first === undefined ? [] : [{ role: "system", content: first }]),
      { role: "user", content: user },
    ];
    return template.render(messages, { ...options, addGenerationPrompt: true }) + assistantPrefix;
  };
}

const stpConjectures: Pick<PromptFormat, "conjecture" | "extractStatement"> = {
  conjecture: (theorem) => fill(conjectureTemplate.user, { lemma: "", statement: theorem.statement.trim() }),
  extractStatement: (completion) =>
    firstStatement(completion.split(conjectureTemplate.closing)[0]!.replace(/<\/?(?:hard|easy) theorem>/g, "")),
};

/** Header, what stands before the theorem, the problem as a docstring, and the statement with its hole. */
function leanFile(theorem: Theorem, context: string, hole: string): string {
  const header = theorem.header === undefined ? leanHeader : `${theorem.header.trimEnd()}\n\n`;
  const docstring = theorem.informal === undefined ? "" : `/-- ${theorem.informal.trim()}-/\n`;
  return `${header}${context}${docstring}${theorem.statement.trim()}${hole}`;
}

/**
 * The embedded model's: nothing but the statement's binders and goal, since every token costs it time. The theorem's name,
 * which carries no meaning there, is left out. Lemmas and rejected proofs stand before it as whole answers: it has seen none
 * in training.
 */
const tinyFormat: PromptFormat = {
  prove: (theorem, lemmas = []) => {
    const ask = (one: Theorem): string => `${tinyMarks.prove}${statementBody(one.statement)}\n`;
    return lemmas.map((lemma) => ask(lemma.theorem) + lemma.proof.trim() + tinyMarks.end).join("") + ask(theorem);
  },
  repair: (theorem, { proof, message }) => {
    const said = message.split("\n")[0]!.slice(0, 120);
    return tinyFormat.prove(theorem, [{ theorem, proof: `${proof.trimEnd()}\n-- ${said}` }]);
  },
  extractProof: (completion) => completion.replace(/^\n+|\s+$/g, ""),
  conjecture: (theorem) => `${tinyMarks.conjecture}${statementBody(theorem.statement)}\n`,
  extractStatement: (completion) => {
    const body = completion.trim();
    return body.includes(":") && !body.includes("\n") ? firstStatement(`theorem conjecture ${body}`) : undefined;
  },
  stop: { prove: [], conjecture: [] },
  writesBeginning: false,
};

function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
