import { z } from "zod";
import { RequestError } from "./errors.ts";

// OpenAI's parameters and those of vLLM that are understood here. What is not listed is refused: a parameter that is passed over would
// change what the caller believes it measured. https://platform.openai.com/docs/api-reference/completions

/** A parameter that only its neutral value is taken for. */
const neutral = <T extends string | number | boolean | null>(...values: readonly T[]) =>
  z
    .unknown()
    .refine((value) => values.some((one) => one === value), {
      message: `only ${values.map((value) => JSON.stringify(value)).join(" or ")} is supported here`,
    })
    .optional();

const count = z.number().int().positive();

const sampling = {
  model: z.string(),
  temperature: z.number().min(0).max(100).nullish(),
  top_p: z.number().positive().max(1).nullish(),
  /** vLLM's: 0 or −1 is all. */
  top_k: z.number().int().min(-1).nullish(),
  seed: z.number().int().nullish(),
  n: count.max(128).nullish(),
  stop: z.union([z.string(), z.array(z.string()).max(16)]).nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.strictObject({ include_usage: z.boolean().optional() }).nullish(),
  stop_token_ids: z.array(z.number().int()).max(16).nullish(),
  return_token_ids: z.boolean().nullish(),
  user: z.string().optional(),
  frequency_penalty: neutral(0, null),
  presence_penalty: neutral(0, null),
  repetition_penalty: neutral(1, null),
  min_p: neutral(0, null),
  logit_bias: neutral(null),
};

const completionRequest = z.strictObject({
  ...sampling,
  prompt: z.union([
    z.string(),
    z.array(z.string()).min(1).max(128),
    z.array(z.number().int()).min(1),
    z.array(z.array(z.number().int()).min(1)).min(1).max(128),
  ]),
  max_tokens: count.nullish(),
  /** Log-probabilities of the tokens that were drawn; those of others are not told. */
  logprobs: z.number().int().min(0).max(1).nullish(),
  /** vLLM's: whether a text prompt gets what the tokenizer puts before it. */
  add_special_tokens: z.boolean().optional(),
  echo: neutral(false, null),
  best_of: neutral(1, null),
  suffix: neutral("", null),
});

const chatRequest = z.strictObject({
  ...sampling,
  messages: z.array(z.looseObject({ role: z.string(), content: z.string() })).min(1),
  max_tokens: count.nullish(),
  max_completion_tokens: count.nullish(),
  logprobs: z.boolean().nullish(),
  top_logprobs: z.number().int().min(0).max(1).nullish(),
});

export const loadRequest = z.strictObject({
  lora_name: z.string().min(1).max(200),
  lora_path: z.string().min(1),
  load_inplace: neutral(false, null),
});
export const unloadRequest = z.strictObject({
  lora_name: z.string().min(1),
  lora_int_id: z.number().nullish(),
});

export type SamplingRequest = Omit<z.infer<typeof completionRequest>, "prompt" | "logprobs" | "echo">;

/** A request for completions of either kind, with what only one of them has brought to one form. */
export interface CompletionAsk extends Readonly<SamplingRequest> {
  readonly logprobsWanted: boolean;
  readonly input:
    | { readonly kind: "tokens"; readonly prompts: readonly (readonly number[])[] }
    | { readonly kind: "texts"; readonly prompts: readonly string[]; readonly plain: boolean }
    | { readonly kind: "chat"; readonly messages: z.infer<typeof chatRequest>["messages"] };
}

/** @throws {RequestError} */
export function readCompletion(body: unknown): CompletionAsk {
  const { prompt, logprobs, add_special_tokens: special = true, ...rest } = parsed(completionRequest, body);
  const list = (Array.isArray(prompt) ? prompt : [prompt]) as (string | number | number[])[];
  const input: CompletionAsk["input"] =
    typeof list[0] === "string"
      ? { kind: "texts", prompts: list as string[], plain: !special }
      : { kind: "tokens", prompts: typeof list[0] === "number" ? [list as number[]] : (list as number[][]) };
  return { ...rest, input, logprobsWanted: typeof logprobs === "number" };
}

/** @throws {RequestError} */
export function readChat(body: unknown): CompletionAsk {
  const { messages, logprobs, max_completion_tokens: most, max_tokens: older, ...rest } = parsed(chatRequest, body);
  return {
    ...rest,
    max_tokens: most ?? older ?? undefined,
    logprobsWanted: logprobs === true,
    input: { kind: "chat", messages },
  };
}

/** @throws {RequestError} naming the first field that is wrong. */
export function parsed<T>(schema: z.ZodType<T>, body: unknown): T {
  const { data, error } = schema.safeParse(body);
  if (error === undefined) return data;
  const [issue] = error.issues;
  const unknown = issue!.code === "unrecognized_keys" ? issue!.keys[0]! : undefined;
  const param = unknown ?? issue!.path.join(".");
  throw new RequestError(400, unknown === undefined ? `${param}: ${issue!.message}` : `${param}: not supported`, param);
}
