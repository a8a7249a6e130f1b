import { realpath } from "node:fs/promises";
import path from "node:path";
import { LoraAdapter } from "@lemma/lora";
import { RequestError } from "./errors.ts";

/** The adapters that a server holds, by the names that clients gave them. */
export class ServedAdapters {
  readonly #directory: string | undefined;
  readonly #limit: number;
  readonly #loaded = new Map<string, LoraAdapter>();
  readonly #check: (adapter: LoraAdapter) => void;

  /**
   * @param directory the folder that adapters are read from; none are loaded without one.
   * @param check throws for an adapter of another model.
   */
  constructor(directory: string | undefined, limit: number, check: (adapter: LoraAdapter) => void) {
    this.#directory = directory;
    this.#limit = limit;
    this.#check = check;
  }

  get names(): readonly string[] {
    return [...this.#loaded.keys()];
  }

  get(name: string): LoraAdapter | undefined {
    return this.#loaded.get(name);
  }

  /** @throws {RequestError} for a folder outside the one that is served from, one that holds no adapter for this model, a name in use. */
  async load(name: string, folder: string): Promise<void> {
    if (this.#directory === undefined)
      throw new RequestError(403, "this server was started without a folder of adapters (--adapters DIR)");
    if (this.#loaded.has(name)) throw new RequestError(400, `The lora adapter '${name}' has already been loaded.`);
    if (this.#loaded.size >= this.#limit)
      throw new RequestError(400, `${this.#limit} adapters are loaded, as many as this server holds: unload one`);
    const root = await realpath(this.#directory);
    const real = await realpath(path.resolve(root, folder)).catch(() => undefined);
    if (real === undefined || !real.startsWith(root + path.sep))
      throw new RequestError(404, `no folder ${folder} among the adapters of this server`, "lora_path");
    try {
      const adapter = await LoraAdapter.load(real);
      this.#check(adapter);
      this.#loaded.set(name, adapter);
    } catch (error) {
      throw new RequestError(400, error instanceof Error ? error.message : String(error), "lora_path");
    }
  }

  /** @throws {RequestError} when there is none of that name. */
  unload(name: string): void {
    if (!this.#loaded.delete(name)) throw new RequestError(404, `The lora adapter '${name}' cannot be found.`);
  }
}
