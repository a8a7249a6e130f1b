import { lacks } from "../../../../tools/lacks.ts";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { InputError } from "@lemma/interfaces";
import { describe, expect, test } from "vitest";
import { type ChatMessage, createChatTemplate, loadChatTemplate } from "./chat-template.ts";

/** Written by tools/reference/chat_templates.py. */
interface Reference {
  readonly tokens: Readonly<Record<string, string>>;
  readonly conversations: readonly {
    readonly name: string;
    readonly messages: readonly ChatMessage[];
    readonly options: {
      readonly add_generation_prompt?: boolean;
      readonly continue_final_message?: boolean;
      readonly enable_thinking?: boolean;
    };
  }[];
  readonly templates: readonly {
    readonly name: string;
    readonly source: string;
    readonly rendered: readonly string[];
  }[];
  readonly published: readonly {
    readonly name: string;
    readonly sha256: string;
    readonly rendered: readonly string[];
  }[];
}

const reference = JSON.parse(
  readFileSync(path.join(import.meta.dirname, "../fixtures/chat-templates.json"), "utf8"),
) as Reference;

/** Each of the reference's conversations as our template writes it. */
function renderAll(source: string): readonly string[] {
  const template = createChatTemplate(source, reference.tokens);
  return reference.conversations.map(({ messages, options }) =>
    template.render(messages, {
      addGenerationPrompt: options.add_generation_prompt ?? false,
      continueFinalMessage: options.continue_final_message ?? false,
      ...(options.enable_thinking === undefined ? {} : { enableThinking: options.enable_thinking }),
    }),
  );
}

describe("transformers' apply_chat_template, byte for byte", () => {
  test.for(reference.templates)("$name", ({ source, rendered }) => {
    expect(renderAll(source)).toEqual(rendered);
  });

  const folder = process.env["LEMMA_CHAT_TEMPLATES"];
  if (lacks("templates as published", "LEMMA_CHAT_TEMPLATES", folder === undefined ? "not set" : undefined)) return;
  test.for(reference.published)("$name", ({ name, sha256, rendered }, { skip }) => {
    const file = path.join(folder!, `${name}.jinja`);
    if (!existsSync(file)) skip("LEMMA_CHAT_TEMPLATES names no folder that holds it");
    const source = readFileSync(file, "utf8");
    expect(createHash("sha256").update(source).digest("hex")).toBe(sha256);
    expect(renderAll(source)).toEqual(rendered);
  });
});

describe("where a model keeps its template", () => {
  const ask = [{ role: "user", content: "1 + 1?" }];
  const write = (files: Readonly<Record<string, string>>): string => {
    const directory = mkdtempSync(path.join(tmpdir(), "template-"));
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(directory, name), text);
    return directory;
  };
  const config = (chatTemplate: unknown): string => JSON.stringify({ bos_token: "<s>", chat_template: chatTemplate });
  const named = [
    { name: "tool_use", template: "tools" },
    { name: "default", template: "{{ bos_token }}one of two" },
  ];

  test("in tokenizer_config.json, alone or as a list", async () => {
    const alone = await loadChatTemplate(write({ "tokenizer_config.json": config("{{ messages[0].content }}") }));
    expect(alone?.render(ask)).toBe("1 + 1?");
    const directory = write({ "tokenizer_config.json": config(named) });
    expect((await loadChatTemplate(directory))?.render(ask)).toBe("<s>one of two");
    expect((await loadChatTemplate(directory, "tool_use"))?.render(ask)).toBe("tools");
    await expect(loadChatTemplate(directory, "rag")).rejects.toThrow(
      /tokenizer_config\.json: field "chat_template": expected one of "tool_use", "default", received "rag"/,
    );
  });

  test("in chat_template.jinja, which wins, with tokens that special_tokens_map.json alone names", async () => {
    const directory = write({
      "tokenizer_config.json": config("theirs"),
      "special_tokens_map.json": JSON.stringify({ bos_token: "<b>", eos_token: { content: "</s>" } }),
      "chat_template.jinja": "{{ bos_token }}{{ eos_token }}",
    });
    expect((await loadChatTemplate(directory))?.render(ask)).toBe("<s></s>");
  });

  test("nowhere", async () => {
    expect(await loadChatTemplate(write({}))).toBeUndefined();
    expect(await loadChatTemplate(write({ "tokenizer_config.json": config(null) }))).toBeUndefined();
  });

  test("one that cannot be read is named once it is asked for", async () => {
    await expect(loadChatTemplate(write({ "tokenizer_config.json": config(7) }))).rejects.toThrow(InputError);
    const directory = write({});
    mkdirSync(path.join(directory, "chat_template.jinja"));
    await expect(loadChatTemplate(directory)).rejects.toThrow(/chat_template\.jinja: expected a readable file/);
    const broken = await loadChatTemplate(write({ "chat_template.jinja": "{% for m in %}" }));
    expect(() => broken!.render(ask)).toThrow(/chat_template\.jinja: chat template: /);
  });
});

describe("a conversation", () => {
  const turns = createChatTemplate(
    "{% for m in messages %}[{{ m.role }}]{{ m.content | trim }}{% endfor %}{% if add_generation_prompt %}[assistant]{% endif %}",
  );
  const ask = { role: "user", content: " ask " };

  test("begins the assistant's turn where it is the assistant's", () => {
    expect(turns.render([ask])).toBe("[user]ask[assistant]");
    expect(turns.render([ask, { role: "assistant", content: "no " }])).toBe("[user]ask[assistant]no");
  });

  test("that goes on ends with what was begun", () => {
    const begun = [ask, { role: "assistant", content: "by " }];
    expect(turns.render(begun, { continueFinalMessage: true })).toBe("[user]ask[assistant]by");
    expect(() => turns.render(begun, { continueFinalMessage: true, addGenerationPrompt: true })).toThrow(/not both/);
    const silent = createChatTemplate("nothing");
    expect(() => silent.render(begun, { continueFinalMessage: true })).toThrow(/does not write the last message/);
  });

  test("that the template refuses says so in the template's words", () => {
    const strict = createChatTemplate("{{ raise_exception('a system turn, please') }}", {}, { file: "x.jinja" });
    expect(() => strict.render([ask])).toThrow(/x\.jinja: chat template: a system turn, please/);
    expect(() => strict.render([])).toThrow(/at least one message/);
  });

  test("hands on variables of the template's own", () => {
    const dated = createChatTemplate("{{ date_string }}");
    expect(dated.render([ask], { variables: { date_string: "26 Jul 2024" } })).toBe("26 Jul 2024");
  });
});
