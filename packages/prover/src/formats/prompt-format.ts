import { InputError, type PromptFormat, type Theorem, assemble } from "@lemma/interfaces";
import {
  afterThought,
  dedent,
  firstStatement,
  isLeanFile,
  lastLeanBlock,
  splitFile,
  statementBody,
  untilFence,
} from "@lemma/lean-text";
import {
  type Template,
  conjectureQuestion,
  conjectureTemplate,
  leanHeader,
  templates,
  tinyMarks,
} from "./templates.ts";
import { type ChatFormatOptions, type Turns, turnsByName, turnsOf } from "./turns.ts";

export type PromptFormatName = keyof typeof templates | "tiny";

export const promptFormatNames: readonly PromptFormatName[] = [
  ...(Object.keys(templates) as (keyof typeof templates)[]),
  "tiny",
];

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
  const turns: Turns = template.chat === "model" ? turnsOf(chat) : turnsByName[template.chat];
  const ask = (theorem: Theorem, context: string): string =>
    turns.begin(
      template.system,
      fill(template.user, {
        code: leanFile(theorem, context, template.hole),
        problem: theorem.informal === undefined ? "" : ` ${theorem.informal.trim()}`,
      }),
    );
  const shared: Omit<PromptFormat, "answer" | "extractProof"> = {
    prove: (theorem, lemmas = []) =>
      ask(theorem, lemmas.map((lemma) => `${assemble(lemma.theorem, lemma.proof)}\n`).join("")),
    // As a comment of the file, so that it fits prompts that are continued as well as those that are answered.
    repair: (theorem, { proof, message }) => {
      const said = `Lean rejected this proof:\n\n${assemble(theorem, proof)}\n${message.slice(0, 2000).trim()}`;
      return ask(theorem, `/-\n${said.replaceAll("-/", "- /")}\n-/\n`);
    },
    ...(template.chat === "model"
      ? {
          conjecture: (theorem) =>
            turns.begin(template.system, fill(conjectureQuestion, { code: leanFile(theorem, "", "\n  sorry") })),
          extractStatement: (completion) => {
            const block = blockOf(turns.prefix + completion, false);
            return block === undefined ? undefined : firstStatement(block);
          },
        }
      : stpConjectures),
    stop: { prove: template.stop, conjecture: template.chat === "model" ? [] : [conjectureTemplate.closing] },
    writesBeginning: template.chat === "model",
    ...(turns.turnEnd === undefined ? {} : { turnEnd: turns.turnEnd }),
  };
  return template.answer === "file"
    ? {
        ...shared,
        answer: ({ theorem, proof }) => {
          const file = isLeanFile(proof)
            ? proof.trim()
            : leanFile({ ...theorem, statement: whole(theorem, proof) }, "", "");
          const text = `${turns.silence}\`\`\`lean4\n${file}\n\`\`\``;
          // What the prompt has written already, the model need not.
          return turns.prefix !== "" && text.startsWith(turns.prefix) ? text.slice(turns.prefix.length) : text;
        },
        extractProof: (text, wasCut = false) => {
          const answer = turns.prefix + text;
          return blockOf(answer, wasCut) ?? (afterThought(answer) ?? answer).trimEnd();
        },
      }
    : {
        ...shared,
        answer: ({ theorem, proof }) => {
          const tactics = isLeanFile(proof) ? tacticsOf(theorem, proof) : proof;
          // A file that is more than this theorem and its proof is no continuation of the prompt.
          return tactics === undefined
            ? `\n\`\`\`lean4\n${proof.trim()}\n\`\`\``
            : `${whole(theorem, tactics).slice(theorem.statement.trim().length)}\n\`\`\``;
        },
        extractProof: (text, wasCut = false) => {
          const block = text.includes("```lean") ? lastLeanBlock(text, wasCut) : undefined;
          // A continuation that starts over with a fence of its own meant that file.
          return block ?? untilFence(text);
        },
      };
}

/** A statement with its proof below, as a verifier reads them. */
const whole = (theorem: Theorem, tactics: string): string =>
  assemble({ ...theorem, statement: theorem.statement.trim() }, tactics).trimEnd();

/** The Lean block that an answer ends with; what was drafted while thinking counts where nothing else is there. */
const blockOf = (answer: string, wasCut: boolean): string | undefined =>
  lastLeanBlock(afterThought(answer) ?? "", wasCut) ?? lastLeanBlock(answer, wasCut);

/** The proof in a file that proves the theorem and declares nothing else. */
function tacticsOf({ statement }: Theorem, code: string): string | undefined {
  const found = splitFile(code);
  const isAlone = found !== undefined && !isLeanFile(found.header);
  return isAlone && statementBody(found.statement) === statementBody(statement) ? found.proof : undefined;
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
  answer: ({ theorem, proof }) => dedent((isLeanFile(proof) ? tacticsOf(theorem, proof) : undefined) ?? proof),
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
