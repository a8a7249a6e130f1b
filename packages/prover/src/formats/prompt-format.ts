import { type PromptFormat, type Theorem, assemble } from "@lemma/interfaces";
import { firstStatement, lastLeanBlock, statementBody, untilFence } from "./lean-text.ts";
import { type Template, chats, conjectureTemplate, leanHeader, templates, tinyMarks } from "./templates.ts";

export type PromptFormatName = keyof typeof templates | "tiny";

export const promptFormatNames: readonly PromptFormatName[] = [
  ...(Object.keys(templates) as (keyof typeof templates)[]),
  "tiny",
];

/** The format that a model was trained on, by name. */
export function promptFormat(name: PromptFormatName): PromptFormat {
  return name === "tiny" ? tinyFormat : templateFormat(templates[name]);
}

function templateFormat(template: Template): PromptFormat {
  return {
    prove: (theorem, lemmas = []) =>
      chats[template.chat](
        template.system,
        fill(template.user, {
          code: leanFile(theorem, lemmas, template.hole),
          problem: theorem.informal === undefined ? "" : ` ${theorem.informal.trim()}`,
        }),
      ),
    extractProof: (completion) => {
      const block = lastLeanBlock(completion);
      if (template.answer === "file") return block ?? completion.trimEnd();
      // A continuation that starts over with a fence of its own meant that file.
      return completion.includes("```lean") && block !== undefined ? block : untilFence(completion);
    },
    conjecture: (theorem) => fill(conjectureTemplate.user, { lemma: "", statement: theorem.statement.trim() }),
    extractStatement: (completion) =>
      firstStatement(completion.split(conjectureTemplate.closing)[0]!.replace(/<\/?(?:hard|easy) theorem>/g, "")),
    stop: { prove: template.stop, conjecture: [conjectureTemplate.closing] },
  };
}

/** Header, lemmas that are proved already, the problem as a docstring, and the statement with its hole. */
function leanFile(
  theorem: Theorem,
  lemmas: readonly { readonly theorem: Theorem; readonly proof: string }[],
  hole: string,
): string {
  const header = theorem.header === undefined ? leanHeader : `${theorem.header.trimEnd()}\n\n`;
  const context = lemmas.map((lemma) => `${assemble(lemma.theorem, lemma.proof)}\n`).join("");
  const docstring = theorem.informal === undefined ? "" : `/-- ${theorem.informal.trim()}-/\n`;
  return `${header}${context}${docstring}${theorem.statement.trim()}${hole}`;
}

/**
 * The embedded model's: nothing but the statement's binders and goal, since every token costs it time. The theorem's name,
 * which carries no meaning there, is left out. Lemmas are not shown: it learns from them by adapting.
 */
const tinyFormat: PromptFormat = {
  prove: (theorem) => `${tinyMarks.prove}${statementBody(theorem.statement)}\n`,
  extractProof: (completion) => completion.replace(/^\n+|\s+$/g, ""),
  conjecture: (theorem) => `${tinyMarks.conjecture}${statementBody(theorem.statement)}\n`,
  extractStatement: (completion) => {
    const body = completion.trim();
    return body.includes(":") && !body.includes("\n") ? firstStatement(`theorem conjecture ${body}`) : undefined;
  },
  stop: { prove: [], conjecture: [] },
};

function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
