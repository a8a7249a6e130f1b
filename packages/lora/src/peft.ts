import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { TensorValue } from "@lemma/autodiff";
import { type LoraConfig, checkConfig } from "./config.ts";
import { AdapterFormatError } from "./errors.ts";
import type { LoraParameters } from "./init.ts";
import { toFloats } from "./merge.ts";
import { type SafetensorsEntry, readSafetensorsHeader, readTensor, writeSafetensors } from "@lemma/safetensors";

// PEFT's layout, 0.10 to 0.21: https://github.com/huggingface/peft/blob/main/docs/source/developer_guides/checkpoint.md
const configFile = "adapter_config.json";
const tensorFile = "adapter_model.safetensors";
const prefix = "base_model.model.";

/**
 * What an adapter's numbers do not depend on once they are trained, and what `readConfig` looks at itself. PEFT adds fields with every
 * release: any other must be off, since it may change what the tensors mean, or the model beneath them.
 */
const knownFields = new Set([
  "peft_type",
  "peft_version",
  "task_type",
  "auto_mapping",
  "base_model_name_or_path",
  "revision",
  "inference_mode",
  "runtime_config",
  "r",
  "lora_alpha",
  "use_rslora",
  "lora_dropout",
  "bias",
  "init_lora_weights",
  "rank_pattern",
  "alpha_pattern",
  // Where the adapter is: the tensors' names say it.
  "target_modules",
  "exclude_modules",
  "layers_to_transform",
  "layers_pattern",
  // Of methods that other fields switch on.
  "megatron_core",
  "qalora_group_size",
]);

/** Starts that leave the model beneath as it is; others ("pissa", "olora", "corda", "loftq") train against a changed one. */
const plainStarts: readonly unknown[] = [undefined, null, true, false, "gaussian", "orthogonal"];

const isOff = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === false ||
  (typeof value === "object" && Object.keys(value).length === 0);

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
  const temporary = join(directory, `.${configFile}.tmp`);
  await writeFile(temporary, `${JSON.stringify(description, null, 2)}\n`);
  await rename(temporary, join(directory, configFile));
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
  /** Undefined where PEFT was given a pattern instead of a list: the tensors then say which modules it meant. */
  readonly targets: readonly string[] | undefined;
  readonly baseModel: string | undefined;
}> {
  let json: Record<string, unknown>;
  try {
    json = JSON.parse(await readFile(file, "utf8")) as Record<string, unknown>;
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
  const refuse = (field: string, expected: string): never => {
    throw new AdapterFormatError(file, `"${field}" to be ${expected}`, JSON.stringify(json[field]));
  };
  if (json["peft_type"] !== "LORA") refuse("peft_type", '"LORA"');
  for (const [field, value] of Object.entries(json))
    if (!knownFields.has(field) && !isOff(value)) refuse(field, "absent");
  if (!plainStarts.includes(json["init_lora_weights"]))
    refuse("init_lora_weights", 'true, false, "gaussian" or "orthogonal"');
  for (const field of ["r", "lora_alpha"]) if (typeof json[field] !== "number") refuse(field, "a number");
  if ((json["bias"] ?? "none") !== "none") refuse("bias", '"none"');
  for (const field of ["rank_pattern", "alpha_pattern"])
    if (Object.keys((json[field] as object | null | undefined) ?? {}).length > 0) refuse(field, "empty");
  const targets = json["target_modules"];
  const config = {
    rank: Number(json["r"]),
    alpha: Number(json["lora_alpha"]),
    useRslora: json["use_rslora"] === true,
  };
  checkConfig({ ...config, targetModules: ["any"] });
  return {
    config,
    targets: Array.isArray(targets) ? targets.map(String).sort() : undefined,
    baseModel: typeof json["base_model_name_or_path"] === "string" ? json["base_model_name_or_path"] : undefined,
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
