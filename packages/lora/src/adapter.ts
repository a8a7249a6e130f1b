import { createHash } from "node:crypto";
import type { TensorValue } from "@lemma/autodiff";
import type { Adapter } from "@lemma/interfaces";
import { type LoraConfig, checkConfig, loraScale } from "./config.ts";
import { AdapterMismatchError } from "./errors.ts";
import type { LoraParameters, ModuleShapes } from "./init.ts";
import { writeOnnxAdapter } from "./onnx-adapter.ts";
import { readPeft, writePeft } from "./peft.ts";

/** A LoRA adapter as a value: its configuration, its numbers and a name that follows from both. */
export class LoraAdapter implements Adapter {
  readonly config: LoraConfig;
  readonly parameters: LoraParameters<TensorValue>;
  /** `base_model_name_or_path` of PEFT: the model that it was trained on. */
  readonly baseModel: string | undefined;
  #id: string | undefined;

  constructor(
    config: LoraConfig,
    parameters: LoraParameters<TensorValue>,
    options: { readonly baseModel?: string } = {},
  ) {
    checkConfig(config);
    this.config = config;
    this.parameters = parameters;
    this.baseModel = options.baseModel;
  }

  /** The content's hash: adapters with equal numbers and equal scale have equal ids, in every process. */
  get id(): string {
    return (this.#id ??= contentId(this));
  }

  /** s in y = W·x + s·B·A·x. */
  get scale(): number {
    return loraScale(this.config);
  }

  /** Writes `adapter_config.json` and `adapter_model.safetensors` as PEFT does. */
  async save(directory: string): Promise<void> {
    const { config, parameters, baseModel } = this;
    await writePeft(directory, { config, parameters, ...(baseModel === undefined ? {} : { baseModel }) });
  }

  /** @throws {AdapterFormatError | SafetensorsError} when the folder holds no plain LoRA adapter. */
  static async load(directory: string): Promise<LoraAdapter> {
    const { config, parameters, baseModel } = await readPeft(directory);
    return new LoraAdapter(config, parameters, baseModel === undefined ? {} : { baseModel });
  }

  /**
   * Writes ONNX Runtime's own `.onnx_adapter` file, for other runtimes. Graph inputs are named as in PEFT without its
   * prefix: `model.layers.0.self_attn.q_proj.lora_A.weight`.
   */
  async saveOnnxAdapter(file: string): Promise<void> {
    await writeOnnxAdapter(
      file,
      Object.entries(this.parameters).flatMap(([path, { a, b }]) => [
        { name: `${path}.lora_A.weight`, ...a },
        { name: `${path}.lora_B.weight`, ...b },
      ]),
    );
  }

  /** @throws {AdapterMismatchError} naming the first module that the model lacks, or has with other dimensions. */
  checkFits(moduleShapes: ModuleShapes): void {
    for (const [path, { a, b }] of Object.entries(this.parameters)) {
      const shape = moduleShapes[path];
      if (shape === undefined)
        throw new AdapterMismatchError(this.id, path, "a module of the model", "none of that name");
      if (a.dims[1] !== shape.in || b.dims[0] !== shape.out)
        throw new AdapterMismatchError(
          this.id,
          path,
          `${shape.out} × ${shape.in}`,
          `an adapter for ${b.dims[0]} × ${a.dims[1]}`,
        );
    }
  }
}

function contentId({ config, parameters }: LoraAdapter): string {
  const hash = createHash("sha256").update(JSON.stringify([config.rank, loraScale(config)]));
  for (const path of Object.keys(parameters).sort()) {
    for (const { dtype, dims, data } of [parameters[path]!.a, parameters[path]!.b])
      hash
        .update(JSON.stringify([path, dtype, dims]))
        .update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return `lora-${hash.digest("hex").slice(0, 16)}`;
}
