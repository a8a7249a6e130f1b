import { readFile } from "node:fs/promises";
import path from "node:path";
import { Template } from "@huggingface/jinja";
import { InputError, type InputLocation } from "@lemma/interfaces";
import { type TokenizerConfig, readTokenizerConfig, specialToken, specialTokenNames } from "./tokenizer-config.ts";

/** One turn, with the fields that transformers' templates read. Further fields are passed on as they are. */
export interface ChatMessage {
  readonly role: string;
  readonly content: string;
  /** What the model thought before this content; templates that know no such field ignore it. */
  readonly reasoning_content?: string;
  readonly [field: string]: unknown;
}

export interface ChatOptions {
  /** Ends with the marks that begin the assistant's turn. Default: whether the last message is not the assistant's. */
  readonly addGenerationPrompt?: boolean;
  /** Ends within the last message, which the model is to go on with: what the template puts after it is cut off. */
  readonly continueFinalMessage?: boolean;
  /** The switch `enable_thinking` of Qwen's templates and others; left out, the template decides. */
  readonly enableThinking?: boolean;
  /** Further variables of the template (`date_string`, `thinking`). */
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** How a model's turns are written, by the template that its maker published. */
export interface ChatTemplate {
  /** The template itself, Jinja. */
  readonly source: string;
  /**
   * The conversation as the model reads it, byte for byte what transformers' `apply_chat_template(tokenize=False)` gives. It
   * holds its own beginning-of-sequence token where the model wants one: encode it with `Tokenizer.encode`.
   *
   * @throws {InputError} naming the template's file: what the template refuses (two user turns in a row, say), or what is not
   *   Jinja.
   */
  render(messages: readonly ChatMessage[], options?: ChatOptions): string;
}

/**
 * The chat template of a Hugging Face folder: `chat_template.jinja`, or `chat_template` of `tokenizer_config.json`, whose list
 * form is searched for `name`. Undefined where the folder has none.
 *
 * @param name which of several, `default` when left out.
 * @throws {InputError} naming file and field.
 */
export async function loadChatTemplate(directory: string, name = "default"): Promise<ChatTemplate | undefined> {
  const config = await readTokenizerConfig(directory);
  const file = path.join(directory, "chat_template.jinja");
  const own = await readTextIfPresent(file);
  if (own !== undefined) return createChatTemplate(own, config, { file });
  const location = { file: path.join(directory, "tokenizer_config.json"), field: "chat_template" };
  const source = templateIn(config.chat_template ?? undefined, name, location);
  return source === undefined ? undefined : createChatTemplate(source, config, location);
}

/**
 * @param config the special tokens that the template may write, as `tokenizer_config.json` names them.
 * @param location what errors name.
 */
export function createChatTemplate(
  source: string,
  config: TokenizerConfig = {},
  location: InputLocation = {},
): ChatTemplate {
  const tokens = Object.fromEntries(
    specialTokenNames.flatMap((name) => {
      const token = specialToken(config, name);
      return token === undefined ? [] : [[name, token]];
    }),
  );
  // A model may be used by another format, so that a template which cannot be read is no fault until it is asked for.
  let parsed: Template | undefined;
  const write = (values: Readonly<Record<string, unknown>>): string => {
    try {
      parsed ??= new Template(source);
      return parsed.render(values);
    } catch (cause) {
      throw new InputError(`chat template: ${(cause as Error).message}`, location, { cause });
    }
  };
  return {
    source,
    render: (messages, options = {}) => {
      const last = messages.at(-1);
      if (last === undefined) throw new InputError("chat template: expected at least one message", location);
      const { continueFinalMessage = false, enableThinking, variables } = options;
      const addGenerationPrompt = options.addGenerationPrompt ?? (!continueFinalMessage && last.role !== "assistant");
      if (addGenerationPrompt && continueFinalMessage)
        throw new InputError("chat template: a turn is either begun or gone on with, not both", location);
      const text = write({
        ...tokens,
        tools: null,
        documents: null,
        messages: continueFinalMessage
          ? [...messages.slice(0, -1), { ...last, content: last.content + mark }]
          : messages,
        ...(enableThinking === undefined ? {} : { enable_thinking: enableThinking }),
        ...variables,
        add_generation_prompt: addGenerationPrompt,
      });
      return continueFinalMessage ? untilMark(text, location) : text;
    },
  };
}

/** Of several, the one of that name. */
function templateIn(
  given: NonNullable<TokenizerConfig["chat_template"]> | undefined,
  wanted: string,
  location: InputLocation,
): string | undefined {
  if (given === undefined || typeof given === "string") return given;
  const found = given.find(({ name }) => name === wanted);
  if (found === undefined)
    throw new InputError(
      `expected one of ${given.map(({ name }) => `"${name}"`).join(", ")}, received "${wanted}"`,
      location,
    );
  return found.template;
}

/** Undefined where there is no such file. */
async function readTextIfPresent(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return undefined;
    throw new InputError("expected a readable file", { file }, { cause });
  }
}

/** Stands after a message that goes on, so that the template's own words for the turn's end can be told from it. */
const mark = "<|the message goes on here|> ";

/** What stands before the mark; without the blanks before it where the template trims messages. */
function untilMark(text: string, location: InputLocation): string {
  const place = text.lastIndexOf(mark.trimEnd());
  if (place < 0)
    throw new InputError("chat template: it does not write the last message, which was to go on", location);
  const before = text.slice(0, place);
  return text.startsWith(mark, place) ? before : before.trimEnd();
}
