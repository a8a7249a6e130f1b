import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { TensorValue } from "@lemma/autodiff";
import { writeWhole } from "@lemma/files";
import { z } from "zod";
import { type LoraConfig, checkConfig } from "./config.ts";
import { AdapterFormatError } from "./errors.ts";
import type { LoraParameters } from "./init.ts";
import { toFloats } from "./merge.ts";
import { type SafetensorsEntry, readSafetensorsHeader, readTensor, writeSafetensors } from "@lemma/safetensors";

// PEFT's layout, 0.10 to 0.21: https://github.com/huggingface/peft/blob/main/docs/source/developer_guides/checkpoint.md
const configFile = "adapter_config.json";
const tensorFile = "adapter_model.safetensors";
const prefix = "base_model.model.";

const isOff = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === false ||
  (typeof value === "object" && Object.keys(value).length === 0);

const off = (expected: string) => z.unknown().refine(isOff, expected).optional();
/** What an adapter's numbers do not depend on once they are trained. */
const anything = z.unknown().optional();
const number = z.number("a number");

/**
 * `adapter_config.json` as far as it is understood, each field with what it is to be. PEFT adds fields with every release: any that is not
 * named here must be off, since it may change what the tensors mean, or the model beneath them.
 */
const configSchema = z
  .object({
    peft_type: z.literal("LORA", '"LORA"'),
    r: number,
    lora_alpha: number,
    use_rslora: z.boolean("true or false").nullish(),
    bias: z.literal("none", '"none"').nullish(),
    // Starts that leave the model beneath as it is; others ("pissa", "olora", "corda", "loftq") train against a changed one.
    init_lora_weights: z
      .union([z.boolean(), z.literal("gaussian"), z.literal("orthogonal")], 'true, false, "gaussian" or "orthogonal"')
      .nullish(),
    rank_pattern: off("empty"),
    alpha_pattern: off("empty"),
    // Undefined where PEFT was given a pattern instead of a list: the tensors then say which modules it meant.
    target_modules: z.union([z.array(z.string()), z.string().transform(() => undefined)], "names of modules").nullish(),
    base_model_name_or_path: z.string("a text").nullish(),
    peft_version: anything,
    task_type: anything,
    auto_mapping: anything,
    revision: anything,
    inference_mode: anything,
    runtime_config: anything,
    lora_dropout: anything,
    // Where the adapter is: the tensors' names say it.
    exclude_modules: anything,
    layers_to_transform: anything,
    layers_pattern: anything,
    // Of methods that other fields switch on.
    megatron_core: anything,
    qalora_group_size: anything,
  })
  .catchall(off("absent"));

/** What a PEFT folder holds. */
export interface PeftAdapter {
  readonly config: LoraConfig;
  readonly parameters: LoraParameters<TensorValue>;
  /** `base_model_name_or_path`: the model that it was trained on, where it says so. */
  readonly baseModel?: string;
}

/** Writes `adapter_config.json` and `adapter_model.safetensors` into `directory`, which is made when absent. */
export async function writePeft(directory: string, { config, parameters, baseModel }: PeftAdapter): Promise<void> {
  await mkdir(directory, { recursive: true });
  const tensors: Record<string, TensorValue> = {};
  for (const [path, { a, b }] of Object.entries(parameters)) {
    tensors[`${prefix}${path}.lora_A.weight`] = a;
    tensors[`${prefix}${path}.lora_B.weight`] = b;
  }
  await writeSafetensors(join(directory, tensorFile), tensors, { format: "pt" });
  const description = {
    peft_type: "LORA",
    task_type: "CAUSAL_LM",
    base_model_name_or_path: baseModel ?? null,
    r: config.rank,
    lora_alpha: config.alpha,
    use_rslora: config.useRslora ?? false,
    target_modules: config.targetModules,
    lora_dropout: 0,
    bias: "none",
    fan_in_fan_out: false,
    inference_mode: true,
    init_lora_weights: true,
    modules_to_save: null,
    rank_pattern: {},
    alpha_pattern: {},
    use_dora: false,
  };
  // The config last, and whole: a folder that was interrupted is no adapter, rather than a wrong one.
  await writeWhole(join(directory, configFile), `${JSON.stringify(description, null, 2)}\n`);
}

/**
 * Reads a PEFT folder. 16-bit tensors are widened to float32.
 *
 * @throws {AdapterFormatError} for what is not plain LoRA (DoRA, saved modules, biases, rank or α patterns), and for
 *   tensors that do not pair up.
 * @throws {SafetensorsError} for a truncated or corrupt tensor file.
 */
export async function readPeft(directory: string): Promise<PeftAdapter> {
  const description = await readConfig(join(directory, configFile));
  const file = join(directory, tensorFile);
  const header = await readSafetensorsHeader(file);
  const parameters: Record<string, { a?: TensorValue; b?: TensorValue }> = {};
  for (const [name, entry] of header) {
    const match = /^base_model\.model\.(.+)\.lora_([AB])\.weight$/.exec(name);
    if (match === null) throw new AdapterFormatError(file, `names such as "${prefix}….lora_A.weight"`, `"${name}"`);
    const side = match[2] === "A" ? "a" : "b";
    (parameters[match[1]!] ??= {})[side] = await readFloats(file, name, entry);
  }
  const complete = Object.fromEntries(
    Object.entries(parameters).map(([path, pair]) => [path, checkPair(file, path, pair, description.config.rank)]),
  );
  if (Object.keys(complete).length === 0) throw new AdapterFormatError(file, "at least one adapted module", "none");
  const targetModules = description.targets ?? [
    ...new Set(Object.keys(complete).map((path) => path.split(".").at(-1)!)),
  ];
  return {
    config: { ...description.config, targetModules },
    parameters: complete,
    ...(description.baseModel === undefined ? {} : { baseModel: description.baseModel }),
  };
}

async function readConfig(file: string): Promise<{
  readonly config: Omit<LoraConfig, "targetModules">;
  readonly targets: readonly string[] | undefined;
  readonly baseModel: string | undefined;
}> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(file, "utf8"));
  } catch (cause) {
    const isThere = (cause as NodeJS.ErrnoException).code !== "ENOENT";
    throw new AdapterFormatError(
      file,
      "a JSON object",
      isThere ? "a file that cannot be read as one" : "no such file",
      {
        cause,
      },
    );
  }
  const { success, data, error } = configSchema.safeParse(value);
  if (!success) {
    const { path, message } = error.issues[0]!;
    const field = path[0] === undefined ? undefined : String(path[0]);
    if (field === undefined) throw new AdapterFormatError(file, "a JSON object", JSON.stringify(value));
    const found = (value as Readonly<Record<string, unknown>>)[field];
    throw new AdapterFormatError(file, `"${field}" to be ${message}`, String(JSON.stringify(found)));
  }
  const config = { rank: data.r, alpha: data.lora_alpha, useRslora: data.use_rslora === true };
  checkConfig({ ...config, targetModules: ["any"] });
  return {
    config,
    targets: data.target_modules?.toSorted(),
    baseModel: data.base_model_name_or_path ?? undefined,
  };
}

async function readFloats(file: string, name: string, entry: SafetensorsEntry): Promise<TensorValue> {
  if (!/^b?float\d+$/.test(entry.dtype))
    throw new AdapterFormatError(file, `tensor "${name}" of floating-point numbers`, entry.dtype);
  const { dims, dtype, data } = (await readTensor(file, entry)) as TensorValue;
  const values = toFloats({ dims, dtype, data });
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw new AdapterFormatError(file, `finite numbers in tensor "${name}"`, `${values[bad]} at ${bad}`);
  return { dtype: values instanceof Float64Array ? "float64" : "float32", dims, data: values };
}

function checkPair(
  file: string,
  path: string,
  { a, b }: { readonly a?: TensorValue; readonly b?: TensorValue },
  rank: number,
): { readonly a: TensorValue; readonly b: TensorValue } {
  if (a === undefined || b === undefined)
    throw new AdapterFormatError(file, `lora_A and lora_B for "${path}"`, `only lora_${a === undefined ? "B" : "A"}`);
  if (a.dims.length !== 2 || b.dims.length !== 2 || a.dims[0] !== rank || b.dims[1] !== rank)
    throw new AdapterFormatError(
      file,
      `"${path}" as [${rank}, in] and [out, ${rank}]`,
      `[${a.dims.join(", ")}] and [${b.dims.join(", ")}]`,
    );
  return { a, b };
}
